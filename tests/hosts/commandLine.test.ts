/** The built command line: by itself, outside the repository, and as it would be published. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { packPackage } from "../support/pack";

const REPOSITORY = resolve(__dirname, "../..");
const PACKAGE = "pulumi-cloudflare-ai-gateway-billing-cli";
const VERSION = JSON.parse(readFileSync(join(REPOSITORY, "cli/package.json"), "utf8")).version;

const step = (op: string) => ({
  op,
  urn: "urn:pulumi:test::project::pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:TopupCharge::credit",
  newState: { inputs: { accountId: "a".repeat(32), amount: 5000, purchase: "2026-11" }, outputs: {} },
});
const planOf = (...steps: object[]) => JSON.stringify({ steps, changeSummary: {} });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "command-line-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function call(program: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: "utf8" });
  return { status, stdout, stderr };
}

/** Asks the emulator that a process serves, and ends the process. */
async function askAndEnd(child: ReturnType<typeof spawn>, end: () => void) {
  const [first] = await once(child.stdout?.setEncoding("utf8") ?? child, "data");
  const url = String(first).trim();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/client\/v4$/);
  const answer = await fetch(`${url}/accounts/${"a".repeat(32)}/ai-gateway/billing/topup/config`, {
    headers: { Authorization: "Bearer test-token-read" },
  });
  expect(await answer.json()).toMatchObject({ success: true, result: { amount: null, disabledReason: null } });
  end();
  const [code] = await once(child, "close");
  await expect(fetch(url)).rejects.toThrow();
  return code;
}

test("the one file does everything outside the repository, without node_modules", async () => {
  cpSync(join(REPOSITORY, "cli/dist/main.js"), join(folder, "main.js"));
  const main = (...args: string[]) => call(process.execPath, "main.js", ...args);
  expect(main("--version")).toEqual({ status: 0, stdout: `${VERSION}\n`, stderr: "" });
  expect(main("--help")).toEqual({
    status: 0,
    stdout: expect.stringMatching(
      /^Usage:\n {2}ai-gateway-billing doctor .*\n {2}ai-gateway-billing status .*\n {2}ai-gateway-billing check .*\n {2}ai-gateway-billing report .*\n {2}ai-gateway-billing adopt .*\n {2}ai-gateway-billing gate .*\n {2}ai-gateway-billing emulator /,
    ),
    stderr: "",
  });
  expect(main("gte", "plan.json")).toEqual({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining("Did you mean `gate`?"),
  });
  expect(main("gate", "plan.json", "--allow-purchas=2026-11")).toEqual({
    status: 2,
    stdout: "",
    stderr: expect.stringContaining("Did you mean --allow-purchase?"),
  });
  expect(main()).toMatchObject({ status: 2, stdout: "" });

  writeFileSync(join(folder, "plan.json"), planOf(step("create")));
  expect(main("gate", "plan.json")).toMatchObject({
    status: 1,
    stdout: expect.stringContaining("REFUSED"),
    stderr: "",
  });
  expect(main("gate", "plan.json", "--allow-purchase=2026-11")).toMatchObject({ status: 0, stderr: "" });
  expect(main("gate", "main.js")).toEqual({
    status: 2,
    stdout: "",
    stderr: "This is not the output of `pulumi preview --json`. Make it with `pulumi preview --refresh --json`.\n",
  });

  const withoutPulumi = { cwd: folder, encoding: "utf8", env: { PATH: folder } } as const;
  expect(spawnSync(process.execPath, ["main.js", "status", "--stack", "prod"], withoutPulumi)).toMatchObject({
    status: 2,
    stdout: "",
    stderr:
      "Could not run `pulumi config` for stack prod: the Pulumi CLI is not installed, or not in PATH. Install it, or leave out --stack and set CLOUDFLARE_API_TOKEN.\n",
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    const child = spawn(process.execPath, ["main.js", "emulator", "--port", "0", "--api", "2026-05"], { cwd: folder });
    expect(await askAndEnd(child, () => child.kill(signal))).toBe(0);
  }
});

test.each([
  [[], "2026-10 of the billing API: today's, in which API tokens cannot write the auto top-up or the spending limit."],
  [["--api", "2026-05"], "2026-05 of the billing API: the earlier one, in which API tokens could write everything."],
])("the emulator says which API it plays, how to point a stack at it, and how to stop it: %j", async (args, api) => {
  const main = join(REPOSITORY, "cli/dist/main.js");
  const child = spawn(process.execPath, [main, "emulator", "--port", "0", ...args]);
  const [[url], [guide]] = await Promise.all([
    once(child.stdout.setEncoding("utf8"), "data"),
    once(child.stderr.setEncoding("utf8"), "data"),
  ]);
  child.kill("SIGINT");
  await once(child, "close");
  expect(guide).toContain(`It plays generation ${api}`);
  expect(guide).toContain(`pulumi config set cloudflare-ai-gateway-billing:baseUrl ${url.trim()}\n`);
  expect(guide).toContain("pulumi config set --secret cloudflare-ai-gateway-billing:apiToken test-token-write\n");
  expect(guide).toContain("Ctrl-C stops it.");
});

test("a reader that has seen enough changes no exit code, and output that cannot be written is one line and a 2", () => {
  const main = join(REPOSITORY, "cli/dist/main.js");
  const bash = (line: string) => call("bash", "-c", `set -o pipefail; ${line}`);
  // `true` is gone before the help is written
  expect(bash(`(sleep 0.5; exec node ${main} --help) | true`)).toEqual({ status: 0, stdout: "", stderr: "" });
  if (process.platform !== "linux") return;
  expect(bash(`node ${main} --help > /dev/full`)).toEqual({
    status: 2,
    stdout: "",
    stderr: "Could not write the output: ENOSPC.\n",
  });
});

test("`npm run -s emulator` prints the URL first and serves until it is stopped", async () => {
  const args = ["run", "-s", "emulator", "--", "--port", "0", "--api", "2026-05"];
  const child = spawn("npm", args, { cwd: REPOSITORY, detached: true });
  await askAndEnd(child, () => process.kill(-(child.pid ?? 0), "SIGTERM"));
});

test("the published package brings nothing along, neither the provider nor Pulumi, and npx finds its command", () => {
  const packed = packPackage("cli");
  try {
    expect(statSync(packed.path).size).toBeLessThan(248_000);
    writeFileSync(join(folder, "package.json"), "{}");
    const installed = call("npm", "install", "--offline", "--no-audit", "--no-fund", packed.path);
    expect(installed).toMatchObject({ status: 0 });
    const modules = join(folder, "node_modules");
    expect(readdirSync(modules).filter((name) => !name.startsWith("."))).toEqual([PACKAGE]);
    const manifest = JSON.parse(readFileSync(join(modules, PACKAGE, "package.json"), "utf8"));
    for (const kind of ["dependencies", "peerDependencies", "optionalDependencies", "bundleDependencies"])
      expect(manifest).not.toHaveProperty(kind);
    const bundle = readFileSync(join(modules, PACKAGE, "dist/main.js"), "utf8");
    const required = [...bundle.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name = ""]) => name.replace("node:", ""));
    expect(required.filter((name) => !builtinModules.includes(name))).toEqual([]);
    expect(readFileSync(join(modules, PACKAGE, "dist/LICENSES.txt"), "utf8")).toMatch(/^@stricli\/core .*^zod /ms);

    writeFileSync(join(folder, "plan.json"), planOf(step("same")));
    expect(call("npx", "--offline", PACKAGE, "gate", "plan.json")).toEqual({
      status: 0,
      stdout: "This preview moves no money.\n",
      stderr: "",
    });
  } finally {
    packed.remove();
  }
});
