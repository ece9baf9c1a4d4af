// How often the card is charged for one intended top-up when things go wrong: this package, and what one would do
// instead. Every cell has an emulator of its own, and is read from its ledger.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { findPulumi } from "../../tools/pulumi/find.mjs";
import { createProject, start } from "../engine.mjs";

const require = createRequire(import.meta.url);
const { createEmulator } = require("../../dist/emulator/index.js");

const repository = fileURLToPath(new URL("../..", import.meta.url));
const sdk = fileURLToPath(new URL("./sdk.mjs", import.meta.url));
const ACCOUNT = "0123456789abcdef0123456789abcdef";
const ENDPOINT = "POST /topup";
/** How long each client waits for an answer, so that a hang ends soon. */
const TIMEOUT_MS = 2000;
/** More than anybody tries: each answer of a run is lost. */
const TIMES = 9;
/** Short, as an emulator allows; a purchase waits for its windows all the same. */
const TIMING = { postMs: TIMEOUT_MS, postStartMs: 1000, listLagMs: 500, windowMs: 4000, deliveryMs: 2000 };

const KILL = "kill -9, run again";
const COLUMNS = ["status-500-after-commit", "reset-after-commit", "hang-after-commit", KILL];

const NOTE = `For scripts, 1 means that the script failed without knowing about the charge: running it again pays twice. What was
counted, and how, is in \`bench/PEERS.md\` of the repository.`;

const found = await findPulumi({ say: console.error });
if (found.folder === undefined) throw new Error(found.reason);
const curl = curlVersion();

const OURS = "this package, `pulumi up` twice";
const PEERS = {
  [OURS]: pulumiProgram(new URL("./ours.js", import.meta.url), {
    "cloudflare-ai-gateway-billing:timing": JSON.stringify(TIMING),
  }),
  "the usual dynamic provider, `pulumi up` twice": pulumiProgram(new URL("./usual.js", import.meta.url)),
  "the official `cloudflare` SDK": script(process.execPath, () => [sdk]),
  "the official `cloudflare` SDK, `maxRetries: 0`": script(process.execPath, () => [sdk, "0"]),
  "`curl --retry 3`": curl && script("curl", withCurl("--retry", "3")),
  "`curl --retry 3 --retry-all-errors`": curl && script("curl", withCurl("--retry", "3", "--retry-all-errors")),
};

const began = performance.now();
const results = {};
for (const [name, peer] of Object.entries(PEERS)) {
  results[name] = {};
  for (const column of COLUMNS) results[name][column] = peer ? await measure(name, peer, column) : undefined;
}
const table = writeTable();
writeFileSync(join(repository, "bench/PEERS.md"), writeReport(table));
writeIntoPage(table);
console.log(table);
console.error(`${((performance.now() - began) / 1000).toFixed(0)} s`);

for (const [column, { charges, exitCodes }] of Object.entries(results[OURS])) {
  if (charges === 1 && exitCodes.at(-1) === 0) continue;
  console.error(`This package, ${column}: ${charges} charges, and the last run exited with ${exitCodes.at(-1)}.`);
  process.exitCode = 1;
}

/** The charges for one intended top-up, and the exit code of each run; a killed one has none. */
async function measure(name, peer, column) {
  const emulator = await createEmulator();
  const user = await peer(emulator);
  const charges = () =>
    emulator
      .state()
      .charges.filter(({ accountId, kind, status }) => accountId === ACCOUNT && kind === "manual" && status !== "void")
      .length;
  const exitCodes = [];
  try {
    if (column === KILL) {
      // The answer that never comes is what keeps the window open; the second run meets no fault.
      emulator.addFault({ endpoint: ENDPOINT, mode: "hang-after-commit" });
      exitCodes.push(await killOnce(() => charges() > 0, user.run()));
      await user.afterKill?.();
      exitCodes.push((await user.run().ended).exitCode);
    } else {
      emulator.addFault({ endpoint: ENDPOINT, mode: column, times: TIMES });
      for (let run = 0; run < user.runs; run += 1) exitCodes.push((await user.run().ended).exitCode);
    }
    console.error(`${name}, ${column}: ${charges()} charges, exit codes ${exitCodes.join(", ")}`);
    return { charges: charges(), exitCodes };
  } finally {
    await emulator.close();
    user.remove?.();
  }
}

/** A Pulumi program: after a failure, `pulumi up` is what a user runs. */
function pulumiProgram(main, config = {}) {
  return async (emulator) => {
    const project = await createProject([fileURLToPath(main)], {
      pulumi: found.folder,
      env: environment(emulator),
    });
    for (const [key, value] of Object.entries(config)) await project.run("config", "set", key, value);
    return {
      runs: 2,
      run: () => project.start("up", "--yes", "--skip-preview"),
      afterKill: () => project.run("cancel", "--yes"),
      remove: () => project.remove(),
    };
  };
}

/** A script: run once, and once more when it was killed. */
function script(program, argsFor) {
  return async (emulator) => ({
    runs: 1,
    run: () => start(program, argsFor(emulator), { cwd: repository, env: environment(emulator) }),
  });
}

function withCurl(...retries) {
  return (emulator) => [
    ...["--silent", "--show-error", "--max-time", String(TIMEOUT_MS / 1000), ...retries],
    ...["--header", "Authorization: Bearer test-token-write", "--header", "Content-Type: application/json"],
    ...["--data", JSON.stringify({ amount: 5000 })],
    `${emulator.url}/accounts/${ACCOUNT}/ai-gateway/billing/topup`,
  ];
}

/** Nothing of the machine's own Cloudflare account, and no proxy in between. */
function environment(emulator) {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("CLOUDFLARE_"));
  return {
    ...Object.fromEntries(own),
    NO_PROXY: "127.0.0.1",
    no_proxy: "127.0.0.1",
    CLOUDFLARE_BASE_URL: emulator.url,
    CLOUDFLARE_API_TOKEN: "test-token-write",
    CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
    PEERS_TIMEOUT_MS: String(TIMEOUT_MS),
  };
}

/** Kills a run and all that it has started, as soon as the card is charged. */
async function killOnce(isCharged, { pid, ended }) {
  let over;
  ended.then((end) => {
    over = end;
  });
  while (!isCharged()) {
    if (over !== undefined) throw new Error(`It ended before the card was charged: ${over.output}`);
    await sleep(5);
  }
  for (const member of familyOf(pid)) {
    try {
      process.kill(member, "SIGKILL");
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  }
  const { exitCode } = await ended;
  if (exitCode !== null) throw new Error("It ended before it could be killed.");
  return "killed";
}

/** A process and its descendants: the engine gives each plugin a process group of its own. */
function familyOf(pid) {
  const all = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/).map(Number));
  const family = [pid];
  for (const parent of family) family.push(...all.filter(([, ppid]) => ppid === parent).map(([child]) => child));
  return family;
}

function writeTable() {
  const rows = Object.entries(results).map(([name, cells]) => {
    const counts = COLUMNS.map((column) => cells[column]?.charges ?? "–");
    return `| ${name === OURS ? `**${name}**` : name} | ${counts.join(" | ")} |`;
  });
  const head = COLUMNS.map((column) => (column === KILL ? "`kill -9`, run again" : `\`${column}\``));
  return [
    `| charges for one top-up | ${head.join(" | ")} |`,
    `| --- |${" ---: |".repeat(COLUMNS.length)}`,
    ...rows,
  ].join("\n");
}

function writeReport(table) {
  const pulumi = execFileSync(join(found.folder, "pulumi"), ["version"], { encoding: "utf8" }).trim();
  return `# Peers, side by side

Written by \`npm run bench:peers\`.

${table}

What was counted: the charges in the emulator's ledger, after somebody wanted one top-up of US$50.00. Every cell has an
emulator of its own. In the first three columns the card is charged and the answer lost, for each of the first ${TIMES}
\`POST /topup\`: a 500 in its place, a connection that is reset, no answer at all. In the last one, the process and all
that it has started are killed right after the charge, and it is run again without any fault.

How it was run:

- *This package* and *the usual dynamic provider* (its \`create\` sends one \`POST /topup\` with axios, and has no retry)
  are Pulumi programs under the real engine. After a failure one runs \`pulumi up\` again, so it is run twice in every
  column; after the kill, \`pulumi cancel\` stands in between. This package's last \`pulumi up\` succeeded in ${succeeded()}.
- The *SDK* and *curl* are scripts. One that failed is not run again; in the last column it is run a second time. So a 1
  is an error that does not say whether the card was charged: whoever runs it again pays twice.
  The SDK tries three times unless told otherwise, curl four times; to plain \`--retry\`, a reset is no reason to try again.
- Every client waits for an answer for ${TIMEOUT_MS / 1000} s, so that a hang ends (the SDK's own time-out is 60 s; axios and curl have
  none). This package's windows are short too: ${JSON.stringify(TIMING)}.

Versions: this package ${versionOf("package.json")}, Pulumi ${pulumi} with \`@pulumi/pulumi\` ${versionOf("node_modules/@pulumi/pulumi/package.json")}, \`cloudflare\` ${versionOf("node_modules/cloudflare/package.json")}, axios ${versionOf("node_modules/axios/package.json")},
curl ${curl ?? "–"}, Node ${process.versions.node}.
`;
}

function succeeded() {
  const good = COLUMNS.filter((column) => results[OURS][column].exitCodes.at(-1) === 0);
  return good.length === COLUMNS.length ? "all four" : `${good.length} of ${COLUMNS.length}`;
}

/** Between its two markers, where it has them. */
function writeIntoPage(table) {
  const file = join(repository, "docs/credit-topup.md");
  const before = readFileSync(file, "utf8");
  const after = before.replace(/(<!-- peers -->).*?(<!-- \/peers -->)/s, (_, open, close) =>
    [open, table, NOTE, close].join("\n\n"),
  );
  if (after !== before) writeFileSync(file, after);
}

function versionOf(file) {
  return require(join(repository, file)).version;
}

function curlVersion() {
  try {
    return /^curl (\S+)/.exec(execFileSync("curl", ["--version"], { encoding: "utf8" }))?.[1];
  } catch {
    return undefined;
  }
}
