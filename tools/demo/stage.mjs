// What the stories of the demo share: an emulated Cloudflare, the real Pulumi CLI, and a folder that is gone afterwards.
import { spawn, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters as plain } from "node:util";
import { findPulumi } from "../pulumi/find.mjs";
import { colour, command, failure, note, print, success, withProgress } from "./print.mjs";

const repository = resolve(fileURLToPath(import.meta.url), "../../..");
const builtEmulator = join(repository, "dist/emulator/index.js");

const ACCOUNT = "0123456789abcdef0123456789abcdef";
const TOKEN = "test-token-write";

/** The waits of a purchase, in milliseconds. On a real account they cannot be changed, and the window is 65 s. */
const TIMING = { postMs: 1500, postStartMs: 1500, listLagMs: 400, windowMs: 3500, deliveryMs: 1500 };

const OPERATIONS = ["preview", "up", "refresh", "destroy"];

/**
 * Tells stories one after the other, and leaves nothing behind.
 *
 * @param {((stage: Stage) => Promise<void>)[]} stories
 */
export async function perform(stories) {
  if (!existsSync(builtEmulator)) {
    failure("The package is not built. Run `npm ci` or `npm run build`, and then the demo again.");
    process.exitCode = 1;
    return;
  }
  const found = await withProgress("looking for a Pulumi CLI", findPulumi({ say: note }));
  if (found.folder === undefined) {
    failure(found.reason);
    process.exitCode = 1;
    return;
  }
  const root = mkdtempSync(join(tmpdir(), "ai-gateway-billing-demo-"));
  process.once("exit", () => rmSync(root, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  const began = Date.now();
  const stage = new Stage(found.folder, root);
  try {
    for (const story of stories) await story(stage);
    success(`Done in ${Math.round((Date.now() - began) / 1000)} s; nothing is left behind.`);
  } catch (error) {
    failure(error.message);
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

  constructor(binaries, root) {
    for (const folder of ["state", "home"]) mkdirSync(join(root, folder));
    this.#root = root;
    this.#binaries = binaries;
  }

  /** Starts an emulated Cloudflare with a fresh account. */
  async startCloudflare(api) {
    await this.emulator?.close();
    const { createEmulator } = createRequire(import.meta.url)(builtEmulator);
    this.emulator = await createEmulator({ api });
    note(`An emulated Cloudflare, with the API of ${api} and a fresh account, is at ${this.emulator.url}`);
  }

  /**
   * Makes a stack of a copy of a program, with the modules that the program imports, and with short waits.
   *
   * @param {string} name
   * @param {string} source the folder of the program, from the root of the repository
   */
  async newStack(name, source) {
    note(`The program is ${source}.`);
    const program = join(this.#root, name);
    const modules = join(program, "node_modules");
    cpSync(join(repository, source), program, {
      recursive: true,
      filter: (path) => !path.includes("node_modules"),
    });
    mkdirSync(join(modules, "@pulumi"), { recursive: true });
    symlinkSync(repository, join(modules, "pulumi-cloudflare-ai-gateway-billing"), "dir");
    for (const module of ["@pulumi/pulumi", "typescript"])
      symlinkSync(join(repository, "node_modules", module), join(modules, module), "dir");
    this.#program = program;
    await this.#prepare("stack", "init", name, "--non-interactive");
    await this.#prepare("config", "set", "cloudflare-ai-gateway-billing:timing", JSON.stringify(TIMING));
  }

  /** Says what somebody does in the dashboard, and does it. */
  dashboard(words, change) {
    note(words);
    this.emulator.patchAccount(ACCOUNT, change);
  }

  /** Adds lines to the program. */
  append(lines) {
    note("New in the program:");
    for (const line of lines) note(`  ${line}`);
    appendFileSync(join(this.#program, "index.ts"), `\n${lines.join("\n")}\n`);
  }

  /** Runs the CLI without showing what it says. */
  async #prepare(...args) {
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
    command(`pulumi ${args.filter((arg) => arg !== "--skip-preview").join(" ")}`);
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
      // The programs are checked elsewhere; here it would cost a second in each run.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
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
    const ended = new Promise((done, failed) => {
      const child = spawn("pulumi", all, { cwd: this.#program, env, stdio: ["ignore", "pipe", "pipe"] });
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on("line", (line) => {
          const text = isShown ? shown(line) : undefined;
          if (text !== undefined) print(`  ${text}`);
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
    return withProgress(`pulumi ${args[0]} is running`, ended);
  }
}

/** Without what the engine says of each resource on the way: it says it again at the end. */
function shown(line) {
  const text = plain(line);
  const isRow = /^\s*([+~-]+ +)?(pulumi(:|-nodejs:)|cloudflare-)\S+ /.test(text);
  const isStage = /\([\d.]+s\)|refreshing|running|\*\*|pulumi:pulumi:Stack|\[resource plugin/.test(text);
  const saysNothing = isRow && /^\S+ [^\s(]+$/.test(text.trim());
  if (text.trim() === "" || text.startsWith("@ ") || saysNothing || (isRow && isStage)) return undefined;
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
