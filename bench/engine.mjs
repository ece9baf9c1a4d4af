// Stacks of many resources under the real engine, one operation after the other.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { yamlProgram } from "./programs/yaml.mjs";

const repository = resolve(fileURLToPath(import.meta.url), "../..");
const programs = join(repository, "bench/programs");

const PLUGIN = "pulumi-resource-cloudflare-ai-gateway-billing";

/** What serves resources: the file that its process runs, and a part of the path by which Pulumi starts it. */
export const HOSTS = {
  dynamic: { process: "dynamic-provider" },
  plugin: { process: PLUGIN, main: join(repository, "dist/provider/hosts/plugin/main.js") },
};

const NODEJS = "runtime:\n  name: nodejs\n  options: { typescript: false }\n";

/** A stack that runs one of the programs, or the one in YAML, with `count` resources. */
export async function createStack(program, count, { pulumi, emulator, host = "dynamic", preflight }) {
  const files = program === "yaml" ? [] : [`${program}.js`, "accounts.js", "provider.js"];
  const { root, run, remove, memory } = await createProject(
    files.map((file) => join(programs, file)),
    {
      pulumi,
      host,
      runtime: program === "yaml" ? yamlProgram(count) : NODEJS,
      memoryOf: HOSTS[host].process,
      env: {
        ...process.env,
        CLOUDFLARE_API_TOKEN: "test-token-write",
        CLOUDFLARE_BASE_URL: emulator.url,
        BENCH_COUNT: String(count),
      },
    },
  );
  if (!preflight) await run("config", "set", "cloudflare-ai-gateway-billing:preflight", "false");

  return {
    /** Seconds, requests, and the peak memory in MB of each process of the provider, of one operation. */
    async measure(...args) {
      memory.forget();
      emulator.forget();
      const began = performance.now();
      await run(...args);
      const seconds = (performance.now() - began) / 1000;
      return {
        seconds,
        requests: emulator.requests(),
        memoryMb: memory.peaksMb(),
      };
    },
    /** What the state holds for each resource, in bytes. */
    stateBytes() {
      const { checkpoint } = JSON.parse(readFileSync(join(root, "state/.pulumi/stacks/bench/bench.json"), "utf8"));
      const ours = checkpoint.latest.resources.filter(({ type }) => !type.startsWith("pulumi:"));
      return JSON.stringify(ours).length / ours.length;
    },
    remove,
  };
}

/**
 * A folder with a program, the first of the files or in `runtime`, and with a state of its own.
 *
 * `memoryOf` is a part of the path of the file whose processes note their peak memory.
 */
export async function createProject(
  [main, ...others],
  { pulumi, env, host = "dynamic", runtime = NODEJS, memoryOf = undefined },
) {
  const root = mkdtempSync(join(tmpdir(), "bench-"));
  const folder = join(root, "program");
  const modules = join(folder, "node_modules");
  const noted = join(root, "memory");
  for (const path of [join(root, "home"), join(root, "state"), noted, join(modules, "@pulumi")])
    mkdirSync(path, { recursive: true });
  if (main !== undefined) cpSync(main, join(folder, "index.js"));
  for (const file of others) cpSync(file, join(folder, basename(file)));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "bench", main: "index.js" }));
  const plugins = `plugins:\n  providers:\n    - name: cloudflare-ai-gateway-billing\n      path: node_modules/.bin\n`;
  writeFileSync(join(folder, "Pulumi.yaml"), `name: bench\n${host === "plugin" ? plugins : ""}${runtime}`);
  symlinkSync(repository, join(modules, "pulumi-cloudflare-ai-gateway-billing"));
  for (const name of ["@pulumi/pulumi", "axios"])
    symlinkSync(join(repository, "node_modules", name), join(modules, name));
  if (host === "plugin") {
    mkdirSync(join(modules, ".bin"));
    symlinkSync(HOSTS.plugin.main, join(modules, ".bin", PLUGIN));
  }

  const all = {
    ...env,
    PATH: pulumi + delimiter + process.env.PATH,
    PULUMI_HOME: join(root, "home"),
    PULUMI_BACKEND_URL: `file://${join(root, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    ...(memoryOf && {
      NODE_OPTIONS: `--require ${join(repository, "bench/memory.cjs")}`,
      BENCH_MEMORY: noted,
      BENCH_MEMORY_OF: memoryOf,
    }),
  };
  const project = {
    root,
    folder,
    memory: {
      forget() {
        for (const name of readdirSync(noted)) rmSync(join(noted, name));
      },
      /** One for each process, the smallest first. */
      peaksMb() {
        const files = readdirSync(noted).map((name) => join(noted, name));
        if (files.length === 0) throw new Error(`No process of ${memoryOf} has noted its memory.`);
        return files.map((file) => Number(readFileSync(file, "utf8")) / 1024).sort((a, b) => a - b);
      },
    },
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
