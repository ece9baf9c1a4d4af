// The figures of speed: of the dynamic host, of the plugin, and of what a user would do instead. Runs are interleaved;
// ratios are medians of pairs.
// BENCH_ROUNDS (7), BENCH_RESOURCES (200), BENCH_MANY (1000; with 0, bench/RESULTS.md keeps what it has of so many)
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { join } from "node:path";
import { findPulumiWithLanguages } from "../tools/pulumi/find.mjs";
import { createStack } from "./engine.mjs";
import { firstChecks } from "./firstCheck.mjs";
import { creates, paced } from "./inProcess.mjs";
import { previewsWithPacks } from "./policies.mjs";
import { measureWrongToken } from "./wrongToken.mjs";

const require = createRequire(import.meta.url);
const { createEmulator } = require("../dist/emulator/index.js");

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const RESOURCES = Number(process.env.BENCH_RESOURCES ?? 200);
const MANY = Number(process.env.BENCH_MANY ?? 1000);

const VARIANTS = {
  ours: { program: "ours" },
  "`/native`": { program: "native", host: "plugin" },
  YAML: { program: "yaml", host: "plugin" },
  singleton: { program: "singleton" },
  "per resource": { program: "perResource" },
  empty: { program: "empty" },
  "ours, with preflight": { program: "ours", preflight: true },
};
/** Of the plugin under a program with `/native`, to the dynamic host. */
const PLUGIN_TARGETS = { "first Check": 0.4, up: 0.8, "no-op up": 0.75, refresh: 0.85, state: 0.75 };
const OPERATIONS = {
  up: ["up", "--yes", "--skip-preview"],
  "no-op up": ["up", "--yes", "--skip-preview"],
  preview: ["preview"],
  refresh: ["refresh", "--yes", "--skip-preview"],
  destroy: ["destroy", "--yes", "--skip-preview"],
};

const found = await findPulumiWithLanguages(["yaml"], { say: console.error });
if (found.folder === undefined) throw new Error(found.reason);

const inProcess = [];
for (let round = 0; round < ROUNDS; round += 1) inProcess.push(await creates(1000));
const pace = await paced(3000);
const ready = await firstChecks(ROUNDS, found.folder);
const results = await measureVariants();
const wrongToken = await measureWrongToken(ROUNDS, found.folder);
const many = MANY > 0 ? await measureMany() : kept("many resources");
const report = write();
writeFileSync("bench/RESULTS.md", report);
console.log(report);

/** An emulator whose clock is so fast that its rate limit is not what is measured. */
async function startEmulator(speed = 1e6) {
  const emulator = await createEmulator({ api: "2026-05", now: () => performance.now() * speed });
  let from = 0;
  return {
    url: emulator.url,
    close: () => emulator.close(),
    requests: () => emulator.state().requests.length - from,
    forget() {
      from = emulator.state().requests.length;
    },
    reset() {
      emulator.reset();
      from = 0;
    },
  };
}

async function measureVariants() {
  const emulator = await startEmulator();
  const measured = Object.fromEntries(Object.keys(VARIANTS).map((name) => [name, []]));
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const [name, { program, host, preflight = false }] of Object.entries(VARIANTS)) {
      emulator.reset();
      const stack = await createStack(program, RESOURCES, { pulumi: found.folder, emulator, host, preflight });
      const run = {};
      for (const [operation, args] of Object.entries(OPERATIONS)) {
        run[operation] = await stack.measure(...args);
        if (operation === "up") run.stateBytes = stack.stateBytes();
      }
      stack.remove();
      measured[name].push(run);
      console.error(
        `round ${round}, ${name}: ${Object.keys(OPERATIONS)
          .map((operation) => `${operation} ${run[operation].seconds.toFixed(1)} s`)
          .join(", ")}`,
      );
    }
  }
  await emulator.close();
  return measured;
}

async function measureMany() {
  const emulator = await startEmulator(1);
  const stack = await createStack("ours", MANY, { pulumi: found.folder, emulator, preflight: false });
  const { seconds, requests } = await stack.measure(...OPERATIONS.up);
  stack.remove();
  await emulator.close();
  const floor = (Math.ceil(requests / 1200) - 1) * 300;
  return `${MANY} resources: \`up\` took ${seconds.toFixed(0)} s for ${requests} requests; the rate limit alone asks for ${floor} s.

${await measurePolicies()}
`;
}

async function measurePolicies() {
  const emulator = await startEmulator();
  const runs = await previewsWithPacks(MANY, ROUNDS, { pulumi: found.folder, emulator });
  await emulator.close();
  const part = (more, less) => median(runs.map((run) => (run[more] - run[less]) / run.none)).toFixed(2);
  const seconds = (name) => median(runs.map((run) => run[name])).toFixed(1);
  return `A preview that creates ${MANY} resources takes ${seconds("none")} s without a policy pack, ${seconds("empty")} s with an empty one, and ${seconds("ours")} s
with ours: Pulumi asks any pack twice for each resource, one after the other, which takes ${part("empty", "none")} of the preview's time;
our policies add ${part("ours", "empty")} of it (target: ≤ 0.1).`;
}

function write() {
  const seconds = (name, operation) => results[name].map((run) => run[operation].seconds);
  const ratio = (a, b, of) => median(results[a].map((run, round) => of(run) / of(results[b][round])));
  const memory = (run) => run.up.memoryMb.reduce((sum, peak) => sum + peak, 0);
  const state = (run) => run.stateBytes;
  const time = (operation) => (run) => run[operation].seconds;
  const peaks = (name) => {
    const { up } = results[name].toSorted((a, b) => memory(a) - memory(b))[Math.floor(ROUNDS / 2)];
    return up.memoryMb.map((peak) => peak.toFixed(0)).join(" + ");
  };
  const rows = Object.keys(VARIANTS).map((name) => {
    const [first] = results[name];
    const times = Object.keys(OPERATIONS).map((operation) => `${median(seconds(name, operation)).toFixed(2)}`);
    const requests = Object.keys(OPERATIONS)
      .map((operation) => first[operation].requests / RESOURCES)
      .join(" / ");
    return `| ${name} | ${times.join(" | ")} | ${requests} | ${Math.round(first.stateBytes)} | ${peaks(name)} |`;
  });
  const verdict = (value, target) =>
    `${value.toFixed(2)} | ${target ? `≤ ${target} | ${value <= target ? "met" : "**missed**"}` : "|"}`;
  const targets = [
    ["up, to the singleton's", ratio("ours", "singleton", time("up")), 0.6],
    ["no-op up, to the singleton's", ratio("ours", "singleton", time("no-op up")), 0.8],
    ["state, to the singleton's", ratio("ours", "singleton", state), 0.22],
    ["up, to the empty one's", ratio("ours", "empty", time("up")), 1.05],
    ["no-op up, to the empty one's", ratio("ours", "empty", time("no-op up")), 1.05],
    ["memory, to the empty one's", ratio("ours", "empty", memory), 1.3],
    ["1,000 creates, to raw fetch", median(inProcess.map(({ ours, raw }) => ours / raw)), 1.5],
    ["3,000 requests, to the shortest time", pace.seconds / pace.floor, 1.05],
  ].map(([what, value, target]) => `| ${what} | ${verdict(value, target)} |`);
  const onPlugin = [
    ...Object.keys(OPERATIONS).map((operation) => [operation, time(operation)]),
    ["state", state],
    ["memory", memory],
  ].map(([what, of]) => {
    const [native, yaml] = ["`/native`", "YAML"].map((name) => ratio(name, "ours", of));
    return `| ${what} | ${verdict(native, PLUGIN_TARGETS[what])} | ${yaml.toFixed(2)} |`;
  });
  const firstCheck = verdict(
    median(ready.map(({ plugin, dynamic }) => plugin / dynamic)),
    PLUGIN_TARGETS["first Check"],
  );
  const milliseconds = (host) => (median(ready.map((run) => run[host])) * 1000).toFixed(0);
  const preview = ratio("ours, with preflight", "ours", time("preview"));
  return `# Results

Written by \`npm run bench\`, on ${cpus().length} cores, Node ${process.versions.node}. Times are seconds, and differ from machine to
machine; the ratios are medians of ${ROUNDS} pairs, run in turn.

## ${RESOURCES} resources under the real engine

| program | ${Object.keys(OPERATIONS).join(" | ")} | requests a resource, in that order | state bytes a resource | peak MB of the provider's processes |
| --- | ${Object.keys(OPERATIONS)
    .map(() => "---")
    .join(" | ")} | --- | --- | --- |
${rows.join("\n")}

*singleton* is the dynamic provider of Pulumi's documentation, with axios in its closures; *per resource* makes one
provider object for each resource, as most code in the wild; *empty* does nothing. They run with \`preflight\` off; with
it, a preview takes ${preview.toFixed(2)} of its time. Where the time of a no-op goes, and what was tried: docs/decisions/15-the-speed-of-a-no-op.md.

| ours | ratio | target | |
| --- | --- | --- | --- |
${targets.join("\n")}

Under the limit of 1200 requests in 300 s, never more than ${pace.most} left in one window.

### The plugin next to the dynamic host

*ours* runs in Pulumi's dynamic host. \`/native\` is the same program on the plugin, and *YAML* declares the same resources.
YAML's own host keeps a stack trace of its own code for each resource in the state, and starts a second plugin to get
the schema.

| the plugin, to the dynamic host | \`/native\` | target | | YAML |
| --- | --- | --- | --- | --- |
| first Check | ${firstCheck} | |
${onPlugin.join("\n")}

*first Check* is the time from the start of the process to its first answer to Check: ${milliseconds("plugin")} ms, and ${milliseconds("dynamic")} ms in the dynamic
host.

<!-- many resources -->
${many}<!-- /many resources -->

## A wrong token

<!-- wrong token -->
${wrongToken}<!-- /wrong token -->

## One limit, many processes

<!-- one limit -->
${kept("one limit")}<!-- /one limit -->

## Mutation scores

<!-- mutation scores -->
${kept("mutation scores")}<!-- /mutation scores -->

## The package

${packageSize()}

## The laboratories

<!-- laboratories -->
${kept("laboratories")}<!-- /laboratories -->
`;
}

/** A section that somebody else writes: `npm run test:full` that of the laboratories, `bench/oneLimit.mjs` its own, a human that of Stryker. */
function kept(section) {
  const [, text] = readFileSync("bench/RESULTS.md", "utf8").split(new RegExp(`<!-- /?${section} -->\n`));
  return text ?? "";
}

function packageSize() {
  const [{ unpackedSize, entryCount }] = JSON.parse(
    execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
  const tree = dependenciesOf(JSON.parse(readFileSync("package.json", "utf8")), new Set());
  const bytes = [...tree].reduce((sum, name) => sum + sizeOf(join("node_modules", name)), unpackedSize);
  return `${(unpackedSize / 1024).toFixed(0)} kB in ${entryCount} files, and ${tree.size} dependencies beside Pulumi's SDK; installed together ${(bytes / 1024 / 1024).toFixed(1)} MB.`;
}

function dependenciesOf({ dependencies = {} }, seen) {
  for (const dependency of Object.keys(dependencies)) {
    if (seen.has(dependency)) continue;
    seen.add(dependency);
    dependenciesOf(JSON.parse(readFileSync(join("node_modules", dependency, "package.json"), "utf8")), seen);
  }
  return seen;
}

function sizeOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
