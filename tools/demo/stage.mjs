// What the stories of the demo share: an emulated Cloudflare, the real Pulumi CLI, and a folder that is gone afterwards.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
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

const OPERATIONS = ["preview", "up", "refresh", "destroy"];

const colour = process.stdout.isTTY && process.env.NO_COLOR === undefined;
const paint = (style, text) => (colour ? styleText(style, text) : text);
export const title = (text) => console.log(paint("bold", `\n${text}`));
export const say = (text) => console.log(`\n${paint(["bold", "cyan"], "●")} ${paint("bold", text)}`);
export const note = (text) => console.log(paint("dim", `  ${text}`));

/**
 * Tells a story with a copy of a program, and leaves nothing behind.
 *
 * @param {string} source the folder of the program, from the root of the repository
 * @param {(stage: Stage) => Promise<void>} story
 */
export async function perform(source, story) {
  const found = await findPulumi({ say: note });
  if (found.folder === undefined) {
    console.error(found.reason);
    process.exit(1);
  }
  const root = mkdtempSync(join(tmpdir(), "ai-gateway-billing-demo-"));
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  const began = Date.now();
  const stage = new Stage(found.folder, root, source);
  try {
    await story(stage);
    console.log(
      `\n${paint(["bold", "green"], "✔")} Done in ${Math.round((Date.now() - began) / 1000)} s; nothing is left behind.`,
    );
  } catch (error) {
    console.error(paint("red", `\n${error.message}`));
    process.exitCode = 1;
  } finally {
    await stage.emulator?.close();
  }
}

class Stage {
  /** The emulated Cloudflare of the moment. */
  emulator;
  #program;
  #root;
  #binaries;

  /** Copies the program into the temporary folder, with the modules that it imports. */
  constructor(binaries, root, source) {
    const program = join(root, "program");
    const modules = join(program, "node_modules");
    cpSync(join(repository, source), program, {
      recursive: true,
      filter: (path) => !path.includes("node_modules"),
    });
    for (const folder of [join(modules, "@pulumi"), join(root, "state"), join(root, "home")])
      mkdirSync(folder, { recursive: true });
    symlinkSync(repository, join(modules, "pulumi-cloudflare-ai-gateway-billing"), "dir");
    for (const name of ["@pulumi/pulumi", "typescript"])
      symlinkSync(join(repository, "node_modules", name), join(modules, name), "dir");
    this.#program = program;
    this.#root = root;
    this.#binaries = binaries;
  }

  async startCloudflare(api) {
    await this.emulator?.close();
    this.emulator = await createEmulator({ api });
    note(`Cloudflare's API of ${api} is at ${this.emulator.url}`);
  }

  dashboard(change) {
    this.emulator.patchAccount(ACCOUNT, change);
    note(`In the dashboard: ${JSON.stringify(change)}`);
  }

  /** Runs the CLI without showing what it says. */
  async prepare(...args) {
    const code = await this.#execute(args, { isShown: false });
    if (code !== 0) throw new Error(`pulumi ${args[0]} ended with exit code ${code}.`);
  }

  /** Changes the program. */
  edit(from, to) {
    const file = join(this.#program, "index.ts");
    const text = readFileSync(file, "utf8");
    if (!text.includes(from)) throw new Error(`The program has no ${from}.`);
    writeFileSync(file, text.replace(from, to));
    note(`In the program: ${to.slice(from.length).replace(/^, /, "")}`);
  }

  /**
   * Runs the CLI, shows what it says, and checks how it ends.
   *
   * @param {string[]} args
   * @param {{ expect?: number | "failure", killWhen?: () => boolean }} [options] `killWhen`: when to kill the CLI
   */
  async pulumi(args, { expect = 0, killWhen } = {}) {
    console.log(`\n${paint("bold", `$ pulumi ${args.filter((arg) => arg !== "--skip-preview").join(" ")}`)}`);
    const code = await this.#execute(args, { isShown: true, killWhen });
    const wanted = killWhen === undefined ? expect : "SIGKILL";
    const asExpected = wanted === "failure" ? code !== 0 : code === wanted;
    if (!asExpected) throw new Error(`pulumi ${args[0]} ended with ${code}, not ${wanted}.`);
  }

  /** @returns {Promise<number | string>} the exit code, or the signal that ended the CLI */
  #execute(args, { isShown, killWhen }) {
    const env = {
      ...process.env,
      PATH: this.#binaries + delimiter + process.env.PATH,
      PULUMI_HOME: join(this.#root, "home"),
      PULUMI_BACKEND_URL: `file://${join(this.#root, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "demo",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      CLOUDFLARE_API_TOKEN: TOKEN,
      CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
      CLOUDFLARE_BASE_URL: this.emulator.url,
    };
    const all = [
      ...args,
      ...["--color", colour ? "always" : "never"],
      ...(OPERATIONS.includes(args[0]) ? ["--suppress-progress"] : []),
    ];
    return new Promise((done, failed) => {
      const child = spawn("pulumi", all, { cwd: this.#program, env, stdio: ["ignore", "pipe", "pipe"] });
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on("line", (line) => {
          const text = isShown ? shown(line) : undefined;
          if (text !== undefined) console.log(`  ${text}`);
        });
      }
      const watch = setInterval(() => {
        if (!killWhen?.()) return;
        clearInterval(watch);
        killFamily(child.pid);
      }, 20);
      child.on("error", failed);
      child.on("close", (code, signal) => {
        clearInterval(watch);
        done(code ?? signal);
      });
    });
  }
}

/** Without what the engine says of each resource on the way: it says it again at the end. */
function shown(line) {
  const text = plain(line);
  const isRow = /^\s*([+~-]+ +)?(pulumi(:|-nodejs:)|cloudflare-)\S+ /.test(text);
  const isStage = /\([\d.]+s\)|refreshing|running|\*\*|pulumi:pulumi:Stack|\[resource plugin/.test(text);
  if (text.trim() === "" || text.startsWith("@ ") || (isRow && isStage)) return undefined;
  return isRow && / (warning|error): /.test(text) ? undefined : line;
}

/** Kills a process and everything it has started; Pulumi's plugins are no members of its process group. */
function killFamily(pid) {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const rows = (stdout ?? "").split("\n").map((row) => row.trim().split(/\s+/).map(Number));
  const family = [pid];
  for (const member of family) family.push(...rows.filter(([, parent]) => parent === member).map(([child]) => child));
  for (const member of family) {
    try {
      process.kill(member, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}
