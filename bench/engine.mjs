// Stacks of many resources under the real engine, one operation after the other.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const repository = resolve(fileURLToPath(import.meta.url), "../..");
const programs = join(repository, "bench/programs");

/** A stack that runs one of the programs with `count` resources. */
export async function createStack(program, count, { pulumi, emulator, preflight }) {
  const files = [`${program}.js`, "accounts.js", "provider.js"].map((file) => join(programs, file));
  const { root, run, remove } = await createProject(files, {
    pulumi,
    env: {
      ...process.env,
      CLOUDFLARE_API_TOKEN: "test-token-write",
      CLOUDFLARE_BASE_URL: emulator.url,
      NODE_OPTIONS: `--require ${join(repository, "bench/memory.cjs")}`,
      BENCH_COUNT: String(count),
    },
  });
  if (!preflight) await run("config", "set", "cloudflare-ai-gateway-billing:preflight", "false");

  const memory = join(root, "memory");
  return {
    /** Seconds, requests and the provider's peak memory in MB of one operation. */
    async measure(...args) {
      rmSync(memory, { force: true });
      emulator.forget();
      const began = performance.now();
      await run(...args);
      const seconds = (performance.now() - began) / 1000;
      return {
        seconds,
        requests: emulator.requests(),
        memoryMb: existsSync(memory) ? Number(readFileSync(memory, "utf8")) / 1024 : undefined,
      };
    },
    /** What the state holds for each resource, in bytes. */
    stateBytes() {
      const { checkpoint } = JSON.parse(readFileSync(join(root, "state/.pulumi/stacks/bench/bench.json"), "utf8"));
      const ours = checkpoint.latest.resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic"));
      return JSON.stringify(ours).length / ours.length;
    },
    remove,
  };
}

/** A folder with a program, the first of the files, and with a state of its own. */
export async function createProject([main, ...others], { pulumi, env }) {
  const root = mkdtempSync(join(tmpdir(), "bench-"));
  const folder = join(root, "program");
  const modules = join(folder, "node_modules");
  for (const path of [join(root, "home"), join(root, "state"), join(modules, "@pulumi")])
    mkdirSync(path, { recursive: true });
  cpSync(main, join(folder, "index.js"));
  for (const file of others) cpSync(file, join(folder, basename(file)));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "bench", main: "index.js" }));
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    "name: bench\nruntime:\n  name: nodejs\n  options: { typescript: false }\n",
  );
  symlinkSync(repository, join(modules, "pulumi-cloudflare-ai-gateway-billing"));
  for (const name of ["@pulumi/pulumi", "axios"])
    symlinkSync(join(repository, "node_modules", name), join(modules, name));

  const all = {
    ...env,
    PATH: pulumi + delimiter + process.env.PATH,
    PULUMI_HOME: join(root, "home"),
    PULUMI_BACKEND_URL: `file://${join(root, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    BENCH_MEMORY: join(root, "memory"),
  };
  const project = {
    root,
    /** Starts a command of the CLI. */
    start: (...args) => start("pulumi", [...args, "--non-interactive", "--color", "never"], { cwd: folder, env: all }),
    /** A command that must succeed. */
    async run(...args) {
      const { exitCode, output } = await project.start(...args).ended;
      if (exitCode !== 0) throw new Error(`pulumi ${args.join(" ")}: ${output.slice(-2000)}`);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  await project.run("stack", "init", "bench");
  return project;
}

/** Starts a program. `ended` is its exit code, null when it was killed, and what it printed. */
export function start(program, args, { cwd, env }) {
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const ended = new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (exitCode) => done({ exitCode, output }));
  });
  return { pid: child.pid, ended };
}
