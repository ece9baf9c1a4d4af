// Stacks of many resources under the real engine, one operation after the other.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const repository = resolve(fileURLToPath(import.meta.url), "../..");
const programs = join(repository, "bench/programs");

/** A stack that runs one of the programs with `count` resources. */
export async function createStack(program, count, { pulumi, emulator, preflight }) {
  const root = mkdtempSync(join(tmpdir(), "bench-"));
  const folder = join(root, "program");
  const modules = join(folder, "node_modules");
  for (const path of [join(root, "home"), join(root, "state"), join(modules, "@pulumi")])
    mkdirSync(path, { recursive: true });
  cpSync(join(programs, `${program}.js`), join(folder, "index.js"));
  for (const file of ["accounts.js", "provider.js"]) cpSync(join(programs, file), join(folder, file));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "bench", main: "index.js" }));
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    "name: bench\nruntime:\n  name: nodejs\n  options: { typescript: false }\n",
  );
  symlinkSync(repository, join(modules, "pulumi-cloudflare-ai-gateway-billing"));
  for (const name of ["@pulumi/pulumi", "axios"])
    symlinkSync(join(repository, "node_modules", name), join(modules, name));

  const memory = join(root, "memory");
  const env = {
    ...process.env,
    PATH: pulumi + delimiter + process.env.PATH,
    PULUMI_HOME: join(root, "home"),
    PULUMI_BACKEND_URL: `file://${join(root, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "bench",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    CLOUDFLARE_API_TOKEN: "test-token-write",
    CLOUDFLARE_BASE_URL: emulator.url,
    NODE_OPTIONS: `--require ${join(repository, "bench/memory.cjs")}`,
    BENCH_MEMORY: memory,
    BENCH_COUNT: String(count),
  };
  const run = (...args) => execute(args, folder, env);
  await run("stack", "init", "bench");
  if (!preflight) await run("config", "set", "cloudflare-ai-gateway-billing:preflight", "false");

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
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function execute(args, cwd, env) {
  return new Promise((done, failed) => {
    const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    }
    child.on("error", failed);
    child.on("close", (code) =>
      code === 0 ? done(undefined) : failed(new Error(`pulumi ${args.join(" ")}: ${output.slice(-2000)}`)),
    );
  });
}
