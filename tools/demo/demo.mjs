// The story of the package on an emulated Cloudflare, with the real Pulumi CLI: no account, no money.
// Everything happens in a folder that is gone afterwards.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters as plain, styleText } from "node:util";
import { findPulumi } from "../pulumi/find.mjs";

const repository = resolve(fileURLToPath(import.meta.url), "../../..");
const { createEmulator } = createRequire(import.meta.url)("../../dist/emulator/index.js");

const ACCOUNT = "0123456789abcdef0123456789abcdef";
const TOKEN = "test-token-write";

const colour = process.stdout.isTTY && process.env.NO_COLOR === undefined;
const paint = (style, text) => (colour ? styleText(style, text) : text);
const say = (text) => console.log(`\n${paint(["bold", "cyan"], "●")} ${paint("bold", text)}`);
const note = (text) => console.log(paint("dim", `  ${text}`));

const found = await findPulumi({ say: note });
if (found.folder === undefined) {
  console.error(found.reason);
  process.exit(1);
}

const root = mkdtempSync(join(tmpdir(), "ai-gateway-billing-demo-"));
process.once("exit", () => rmSync(root, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
const began = Date.now();
let emulator;
try {
  const pulumi = prepare();

  console.log(paint("bold", "\nCloudflare AI Gateway billing as code, on an emulated Cloudflare."));
  note("The program is examples/quickstart; the engine, the provider and HTTP are real.");

  await startCloudflare("2026-05");
  if ((await execute(["stack", "init", "demo", "--non-interactive"], false)) !== 0)
    throw new Error("The stack could not be made.");
  say("1. An API that tokens may write (as in May 2026): preview, up, and nothing left to do");
  await pulumi(["preview"]);
  await pulumi(["up", "--yes", "--skip-preview"]);
  await pulumi(["preview", "--expect-no-changes"]);

  say("2. Somebody changes the auto top-up in the dashboard: the drift gate notices");
  dashboard({ topupConfig: { amount: 90_000, threshold: 1000 } });
  await pulumi(["refresh", "--preview-only", "--expect-no-changes", "--non-interactive"], { expect: 7 });
  note("Exit code 7: a pipeline stops here, or opens an issue.");

  say("3. up again puts the declared values back; destroy removes them");
  await pulumi(["up", "--yes", "--skip-preview", "--refresh"]);
  await pulumi(["destroy", "--yes", "--skip-preview"]);
  await emulator.close();

  await startCloudflare("2026-10");
  say("4. Today's API closes these writes to tokens: the preview says so before it hurts");
  await pulumi(["preview"]);
  say("5. up fails with what to set where, and leaves nothing half done");
  await pulumi(["up", "--yes", "--skip-preview"], { expect: "failure" });

  say("6. The dashboard is used as told: up adopts, without a write");
  dashboard({
    topupConfig: { amount: 5000, threshold: 1000 },
    spendingLimit: { amount: 25_000, duration: "monthly", strategy: "fixed" },
  });
  const before = emulator.state().requests.length;
  await pulumi(["up", "--yes", "--skip-preview"]);
  const sent = emulator.state().requests.slice(before);
  const writes = sent.filter(({ method }) => method !== "GET").length;
  note(`The provider sent ${sent.length} requests, of them ${writes} writes.`);

  console.log(
    `\n${paint(["bold", "green"], "✔")} Done in ${Math.round((Date.now() - began) / 1000)} s; nothing is left behind.`,
  );
} catch (error) {
  console.error(paint("red", `\n${error.message}`));
  process.exitCode = 1;
} finally {
  await emulator?.close();
}

/** Copies the quickstart into the temporary folder and returns a way to run the CLI there. */
function prepare() {
  const program = join(root, "examples", "quickstart");
  const modules = join(program, "node_modules");
  cpSync(join(repository, "Pulumi.yaml"), join(root, "Pulumi.yaml"));
  cpSync(join(repository, "examples/quickstart"), program, { recursive: true });
  for (const folder of [join(modules, "@pulumi"), join(root, "state"), join(root, "home")])
    mkdirSync(folder, { recursive: true });
  symlinkSync(repository, join(modules, "pulumi-cloudflare-ai-gateway-billing"), "dir");
  for (const name of ["@pulumi/pulumi", "typescript"])
    symlinkSync(join(repository, "node_modules", name), join(modules, name), "dir");
  return run;
}

async function startCloudflare(api) {
  emulator = await createEmulator({ api });
  note(`Cloudflare's API of ${api} is at ${emulator.url}`);
}

function dashboard(change) {
  emulator.patchAccount(ACCOUNT, change);
  note(`In the dashboard: ${JSON.stringify(change)}`);
}

/** Without what the engine says of each resource on the way: it says it again at the end. */
function shown(line) {
  const text = plain(line);
  const isRow = /^\s*([+~-] +)?pulumi(:|-nodejs:)\S+ /.test(text);
  const isStage = /\(\d+s\)|refreshing|running|\*\*|pulumi:pulumi:Stack|\[resource plugin/.test(text);
  if (text.trim() === "" || text.startsWith("@ ") || (isRow && isStage)) return undefined;
  return isRow && / (warning|error): /.test(text) ? undefined : line;
}

/** Runs the CLI, shows what it says, and checks how it ends. */
async function run(args, { expect = 0 } = {}) {
  console.log(`\n${paint("bold", `$ pulumi ${args.filter((arg) => arg !== "--skip-preview").join(" ")}`)}`);
  const code = await execute(args, true);
  const asExpected = expect === "failure" ? code !== 0 : code === expect;
  if (!asExpected) throw new Error(`pulumi ${args[0]} ended with exit code ${code}, not ${expect}.`);
}

/** @param show whether to show what the CLI says */
function execute(args, show) {
  const env = {
    ...process.env,
    PATH: found.folder + delimiter + process.env.PATH,
    PULUMI_HOME: join(root, "home"),
    PULUMI_BACKEND_URL: `file://${join(root, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "demo",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    CLOUDFLARE_API_TOKEN: TOKEN,
    CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
    CLOUDFLARE_BASE_URL: emulator.url,
  };
  const options = ["--color", colour ? "always" : "never", ...(args[0] === "stack" ? [] : ["--suppress-progress"])];
  return new Promise((done, failed) => {
    const child = spawn("pulumi", [...args, ...options], { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        const text = show ? shown(line) : undefined;
        if (text !== undefined) console.log(`  ${text}`);
      });
    }
    child.on("error", failed);
    child.on("close", (code) => done(code ?? -1));
  });
}
