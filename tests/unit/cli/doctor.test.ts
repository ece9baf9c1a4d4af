/** The command `doctor` on the emulator: what it finds, what it answers, and that its output can be shown to anybody. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { pulumiOf } from "../../../cli/doctor/machine";
import { ACCOUNT } from "../../support/client";
import { MIXED, sent, worldOfEachTest } from "../../support/commandLine";
import { OTHER_ACCOUNT } from "../../support/programs";

const begin = worldOfEachTest();

/** What it says of the accounts; what it says of the machine differs from one to the other. */
const ofAccounts = (stdout: string) =>
  stdout.slice(stdout.indexOf("\n\n") + 2).replace(/cf-ray [^\s)]+/g, "cf-ray RAY");
const token = (name: string) => ({ CLOUDFLARE_API_TOKEN: name });

test.each([
  ["2026-05", "test-token-write", 0],
  ["2026-10", "test-token-write", 0],
  ["2026-05", "test-token-read", 1],
  ["2026-10", "test-token-read", 1],
  ["2026-10", "test-token-none", 2],
  ["2026-10", "wrong-token", 2],
] as const)("generation %s with %s: exit code %i", async (api, name, expected) => {
  const { call } = await begin({ api, ...MIXED });
  const { code, stdout, stderr } = await call(["doctor", "--account", ACCOUNT], token(name));
  expect([code, stderr]).toEqual([expected, ""]);
  expect(ofAccounts(stdout)).toMatchSnapshot();
});

test.each([
  ["the answer that there is no such purchase has another status", 400, 0],
  ["whether it may write could not be told", undefined, 1],
] as const)("the earlier generation: %s", async (_, unknownTopup, expected) => {
  const quirks = unknownTopup === undefined ? {} : { unknownTopup };
  const now = await begin({ api: "2026-05", seed: { ...MIXED.seed, quirks } });
  if (unknownTopup === undefined)
    now.emulator.addFault({ endpoint: "POST /topup/status", mode: "status-500-before", times: 9 });
  const { code, stdout } = await now.call(["doctor", "--account", ACCOUNT]);
  expect(code).toBe(expected);
  expect(ofAccounts(stdout)).toContain(expected === 0 ? "It may write." : "Whether it may write could not be told.");
  expect(sent(now)).toContain("POST /topup/status");
});

test("an account that lacks something, one of somebody else, and the worst of several counts", async () => {
  const { call, emulator } = await begin(MIXED);
  emulator.patchAccount(ACCOUNT, { paymentMethod: null, firstTopupSuccess: false });
  const alone = await call(["doctor", "--account", ACCOUNT]);
  expect(alone.code).toBe(0);
  expect(ofAccounts(alone.stdout)).toMatchSnapshot();
  const both = await call(["doctor", "--account", OTHER_ACCOUNT, "--account", "f".repeat(32)]);
  expect(both.code).toBe(2);
  expect(both.stdout).toMatch(/Account fedc…3210\n[\s\S]*Account ffff…ffff\n[\s\S]*It does not work yet\.\n$/);
});

test("an unreachable host, and a rate limit", async () => {
  const now = await begin();
  const { call, emulator } = now;
  const away = await call(["doctor", "--account", ACCOUNT], { CLOUDFLARE_BASE_URL: "http://127.0.0.1:9/client/v4" });
  expect(away.code).toBe(2);
  expect(ofAccounts(away.stdout)).toMatchSnapshot();
  emulator.addFault({ endpoint: "*", mode: "status-429-before", ms: 240_000 });
  const limited = await call(["doctor", "--account", ACCOUNT]);
  expect(limited.code).toBe(2);
  expect(ofAccounts(limited.stdout)).toMatchSnapshot();
  expect(sent(now)).toHaveLength(1);
});

test("without an account or credentials it still says what the machine is like", async () => {
  const { call } = await begin();
  for (const [args, environment, told] of [
    [[], {}, "No account is given."],
    [["--account", ACCOUNT], token(""), "No Cloudflare credentials are set."],
  ] as const) {
    const { code, stdout } = await call(["doctor", ...args], environment);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^This machine\n {2}(ok|note) +Node\.js +Node\.js \d+/);
    expect(stdout).toContain(`BAD      credentials     ${told}`);
  }
});

test.each(["ftp://127.0.0.1", "http://api.example.com"])(
  "the base URL %s is wrong, and not the credentials",
  async (url) => {
    const { call } = await begin();
    const { code, stdout } = await call(["doctor", "--account", ACCOUNT], { CLOUDFLARE_BASE_URL: url });
    expect(code).toBe(2);
    expect(stdout).toContain("BAD      server          CLOUDFLARE_BASE_URL must be");
    expect(stdout).not.toContain("credentials   ");
  },
);

test.each([
  [
    { HTTPS_PROXY: "http://bob:hunter2@proxy.internal:3128" },
    "note     proxy           Requests to Cloudflare go through",
  ],
  [{ HTTPS_PROXY: "socks5://bob:hunter2@proxy.internal" }, "BAD      proxy           The proxy that HTTPS_PROXY"],
  [{ NODE_TLS_REJECT_UNAUTHORIZED: "0" }, "BAD      certificates    NODE_TLS_REJECT_UNAUTHORIZED is 0"],
  [{ NODE_EXTRA_CA_CERTS: join(homedir(), "none.pem") }, "BAD      certificates    NODE_EXTRA_CA_CERTS names a file"],
])("the machine: %j", async (environment, told) => {
  const { call } = await begin();
  expect((await call(["doctor", "--account", ACCOUNT], environment)).stdout).toContain(told);
});

test.each([
  [undefined, "note"],
  ["v3.215.9", "bad"],
  ["v3.216.0", "good"],
  ["4.0.0", "good"],
  ["2.999.0", "bad"],
  ["nonsense", "unknown"],
])("a Pulumi CLI of version %s is %s", (version, state) => {
  expect(pulumiOf(version)).toMatchObject({ topic: "pulumi", state });
});

test("JSON has the version, and the same findings", async () => {
  const { call } = await begin();
  const { code, stdout } = await call(["doctor", "--account", ACCOUNT, "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    command: "doctor",
    access: "works",
    machine: expect.arrayContaining([{ topic: "node", state: expect.any(String), text: expect.any(String) }]),
    accounts: [{ account: "0123…cdef", access: "works", findings: expect.any(Array) }],
  });
});

test("nothing in the output names an account, a token, an e-mail address, a host or a folder", async () => {
  const { call, emulator } = await begin(MIXED);
  const folder = mkdtempSync(join(tmpdir(), "doctor-"));
  const file = join(homedir(), "no-such-accounts.yaml");
  const here = join(process.cwd(), "no-such-accounts.yaml");
  const outputs: string[] = [];
  const add = async (args: readonly string[], environment = {}) => {
    const { stdout, stderr } = await call(["doctor", ...args], environment);
    outputs.push(stdout + stderr);
  };
  try {
    const twice = join(folder, "twice.yaml");
    writeFileSync(twice, `${ACCOUNT}\n${ACCOUNT}\n`);
    await add(["--account", ACCOUNT], { HTTPS_PROXY: "http://bob:hunter2@proxy.internal:3128" });
    await add(["--account", ACCOUNT, "--json"], { NODE_EXTRA_CA_CERTS: join(homedir(), "none.pem") });
    await add(["--account", ACCOUNT], token("wrong-token"));
    await add(["--account", ACCOUNT], { CLOUDFLARE_BASE_URL: "https://billing.internal:9/client/v4" });
    await add(["--account", ACCOUNT], {
      CLOUDFLARE_API_TOKEN: "",
      CLOUDFLARE_API_KEY: "wrong-global-key",
      CLOUDFLARE_EMAIL: "owner@example.com",
    });
    for (const mode of ["html-502", "redirect", "wrong-types", "truncate", "success-false"]) {
      emulator.addFault({ endpoint: "GET /credit-balance", mode, times: 9 });
      await add(["--account", ACCOUNT]);
    }
    for (const place of [file, here, twice]) await add(["--accounts", place]);
  } finally {
    rmSync(folder, { recursive: true });
  }
  const all = outputs.join("\n");
  expect(all).toContain("lists account 0123…cdef more than once");
  for (const secret of [ACCOUNT, "wrong-token", "test-token", "hunter2", "bob", ".internal", "wrong-global-key"])
    expect(all).not.toContain(secret);
  for (const secret of ["owner@", "127.0.0.1", homedir(), process.cwd()]) expect(all).not.toContain(secret);
});
