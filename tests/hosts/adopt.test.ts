/** The built command `adopt`: interrupted in the middle, it leaves nothing half written, and the next run goes on. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import type { World } from "../support/commandLine";
import { createWorld, MIXED, MIXED_ENVIRONMENT, mixedAccounts, sent } from "../support/commandLine";

const MAIN = join(resolve(__dirname, "../.."), "cli/dist/main.js");

let world: World;
let folder: string;
beforeEach(async () => {
  world = await createWorld(MIXED);
  folder = mkdtempSync(join(tmpdir(), "adopt-"));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await world.close();
});

function start(out: string, accounts: string) {
  const args = [MAIN, "adopt", "--accounts", accounts, "--new", resolve(folder, out, "billing")];
  const token = { CLOUDFLARE_BASE_URL: world.emulator.url, CLOUDFLARE_API_TOKEN: "test-token-write" };
  const env = { ...process.env, ...MIXED_ENVIRONMENT, ...token };
  return spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "pipe"] });
}

/** How a run ended, and what it said on the standard error. */
async function end(run: ReturnType<typeof start>) {
  const [said, [code, signal]] = await Promise.all([text(run.stderr), once(run, "close")]);
  return { code, signal, said: said.replaceAll(folder, "FOLDER") };
}

const filesOf = (out: string) => {
  const path = join(folder, out, "billing");
  const names = readdirSync(path).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(path, name), "utf8")]));
};

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s in the middle of sixty accounts: the next run asks nothing twice that it knows",
  async (signal) => {
    const accounts = join(folder, "accounts.yaml");
    writeFileSync(accounts, mixedAccounts(world));
    world.emulator.addFault({ endpoint: "*", mode: "delay-before", ms: 40, times: 60 });
    const first = start("one", accounts);
    while (sent(world).length < 50) await sleep(5);
    first.kill(signal);
    // which a shell reports as 130 or 143
    expect(await end(first)).toEqual({
      code: null,
      signal,
      said: "Interrupted. What was read is in FOLDER/one/billing/adopt.json. No other file was written. Run the same command again: for an hour, it goes on from there.\n",
    });

    const left = filesOf("one");
    expect(Object.keys(left)).toEqual(["adopt.json"]);
    const known: Array<{ accountId: string; readAt: number | null }> = JSON.parse(left["adopt.json"] ?? "").accounts;
    const whole = known.filter(({ readAt }) => readAt !== null).map(({ accountId }) => accountId);
    expect(whole.length).toBeGreaterThan(5);

    const before = world.emulator.state().requests.length;
    expect(await end(start("one", accounts))).toEqual({ code: 1, signal: null, said: "" });
    const asked = world.emulator.state().requests.slice(before);
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter(({ path }) => whole.some((id) => path.includes(id)))).toEqual([]);

    expect(await end(start("two", accounts))).toEqual({ code: 1, signal: null, said: "" });
    const times = /"readAt": \d+/g;
    const neutral = (files: Record<string, string>) => ({
      ...files,
      "adopt.json": files["adopt.json"]?.replace(times, ""),
    });
    expect(neutral(filesOf("one"))).toEqual(neutral(filesOf("two")));
  },
);

test("of two runs at once in one folder, one stops and says why, and nothing of the other is lost", async () => {
  const accounts = join(folder, "accounts.yaml");
  writeFileSync(accounts, mixedAccounts(world));
  world.emulator.addFault({ endpoint: "*", mode: "delay-before", ms: 100, times: 500 });
  const ends = await Promise.all([start("one", accounts), start("one", accounts)].map(end));
  expect(ends.map(({ code }) => code).sort()).toEqual([1, 2]);
  expect(ends.find(({ code }) => code === 2)?.said).toBe(
    "Something else has changed FOLDER/one/billing/adopt.json since this run began: does another adopt run there? This one stops. Wait until the other is done, then run the same command again.\n",
  );
  const { "adopt.json": memory, ...files } = filesOf("one");
  expect(JSON.parse(memory ?? "").accounts).toHaveLength(60);
  expect(await end(start("two", accounts))).toMatchObject({ code: 1 });
  const { "adopt.json": _, ...alone } = filesOf("two");
  expect(files).toEqual(alone);
});

test("SIGINT before an account was read: it says so, and leaves nothing", async () => {
  const accounts = join(folder, "accounts.yaml");
  writeFileSync(accounts, mixedAccounts(world, 2));
  world.emulator.addFault({ endpoint: "*", mode: "delay-before", ms: 500, times: 9 });
  const run = start("one", accounts);
  while (sent(world).length === 0) await sleep(5);
  run.kill("SIGINT");
  expect(await end(run)).toEqual({
    code: null,
    signal: "SIGINT",
    said: "Interrupted. No account was read, and nothing was written.\n",
  });
  expect(readdirSync(folder)).toEqual(["accounts.yaml"]);
});

(process.platform === "linux" ? test : test.skip)("a folder that cannot be made is an error", async () => {
  const accounts = join(folder, "accounts.yaml");
  writeFileSync(accounts, mixedAccounts(world, 2));
  const run = start("/proc/none", accounts);
  const isLate = setTimeout(() => run.kill("SIGKILL"), 20_000);
  expect(await end(run)).toEqual({
    code: 2,
    signal: null,
    said: "Could not make the folder /proc/none/billing: ENOENT.\n",
  });
  clearTimeout(isLate);
});
