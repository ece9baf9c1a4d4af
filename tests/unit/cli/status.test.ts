/** The command `status` on the emulator, in both generations. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ACCOUNT } from "../../support/client";
import {
  createWorld,
  MIXED,
  MIXED_ENVIRONMENT,
  mixedAccounts,
  sent,
  spendForAMonth,
  worldOfEachTest,
} from "../../support/commandLine";
import { OTHER_ACCOUNT } from "../../support/programs";

const create = worldOfEachTest();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "status-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** An account that has spent for a month. */
async function begin(api: "2026-05" | "2026-10", environment: Readonly<Record<string, string>> = {}) {
  const created = await create({ api });
  spendForAMonth(created);
  const status = (...args: string[]) => created.call(["status", ...args], environment);
  return { ...created.emulator, status, requests: () => sent(created) };
}
const READ = { CLOUDFLARE_API_TOKEN: "test-token-read" };

test.each(["2026-05", "2026-10"] as const)("one screen for an account, and nothing is written (%s)", async (api) => {
  const { status, requests } = await begin(api);
  const { code, stdout, stderr } = await status("--account", ACCOUNT);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain(`Account ${ACCOUNT}, 2026-10-31T12:00:00.000Z
  balance           US$20.00
  runway            7 days, 7 to 7 in nine of ten futures
  card              visa …4242
  auto top-up       US$20.00 whenever less than US$5.00 is left
  spending limit    US$250.00 monthly, fixed
  may buy           ${api === "2026-10" ? "yes" : "not in this API [1]"}
  upcoming invoice  US$90.00 on 2026-11-01
  last purchases    2026-10-29 US$21.00 auto, paid; 2026-10-22 US$21.00 auto, paid; 2026-10-16 US$21.00 auto, paid
  spending          ${"█".repeat(27)}· (28 days, the last one is today)
`);
  expect(stdout).toContain("Runway: Drawn 400 times from the usage of 28 days (2026-10-03 to 2026-10-30)");
  expect(requests().filter((request) => !request.startsWith("GET"))).toEqual(["POST /topup/eligibility"]);
  expect(requests()).toHaveLength(7);
});

test("JSON has the version, each part, and no link to a PDF", async () => {
  const { status } = await begin("2026-10", READ);
  const { code, stdout } = await status("--account", ACCOUNT, "--json");
  expect(code).toBe(0);
  const { version, command, accounts } = JSON.parse(stdout);
  expect([version, command]).toEqual([1, "status"]);
  expect(accounts[0]).toMatchObject({
    accountId: ACCOUNT,
    balance: { state: "known", value: 2000 },
    eligibility: { state: "forbidden", reason: expect.stringContaining("AI Gateway Write") },
    usage: { value: { unit: { state: "known", value: { name: "cents", cents: 1 } } } },
    runway: { state: "known", value: { daysUsed: 28 } },
  });
  expect(stdout).not.toContain(".pdf");
});

test("a failed read does not lose the others, and the exit code tells", async () => {
  const { addFault, status } = await begin("2026-10");
  addFault({ endpoint: "GET /spending-limit", mode: "wrong-types" });
  const { code, stdout } = await status("--account", ACCOUNT);
  expect(code).toBe(1);
  expect(stdout).toMatch(/spending limit +FAILED \[1\]/);
  expect(stdout).toContain("balance           US$20.00");
});

test.each([
  ["a wrong token", { CLOUDFLARE_API_TOKEN: "wrong-token" }, "Invalid access token"],
  ["a host that is not there", { CLOUDFLARE_BASE_URL: "http://127.0.0.1:9/client/v4" }, "ECONNREFUSED"],
])("%s is told once, and the exit code is 2", async (_, environment, told) => {
  const { status } = await begin("2026-10", environment);
  const { code, stdout, stderr } = await status("--account", ACCOUNT);
  expect(code).toBe(2);
  expect(stdout.match(/Could not read/g)).toHaveLength(1);
  expect(stdout).toContain(told);
  expect(stdout + stderr).not.toContain("wrong-token");
  expect(stdout.replace(/cf-ray \S+\)/, "cf-ray RAY)")).toMatchSnapshot();
});

test("a rate limit stops the reads of the account, and is told once", async () => {
  const { status, addFault, requests } = await begin("2026-10");
  addFault({ endpoint: "*", mode: "status-429-before", ms: 240_000 });
  const { code, stdout } = await status("--account", ACCOUNT);
  expect(code).toBe(2);
  expect(requests()).toHaveLength(1);
  expect(stdout.replace(/cf-ray \S+\)/, "cf-ray RAY)")).toMatchSnapshot();
});

test("sixty accounts in mixed states are one table, the same in both generations", async () => {
  const file = join(folder, "accounts.yaml");
  const texts: string[] = [];
  for (const api of ["2026-05", "2026-10"] as const) {
    const created = await createWorld({ api, ...MIXED });
    writeFileSync(file, mixedAccounts(created));
    const { code, stdout, stderr } = await created.call(["status", "--accounts", file], MIXED_ENVIRONMENT);
    await created.close();
    expect([code, stderr]).toEqual([1, ""]);
    texts.push(stdout.replace(/cf-ray \S+\)/g, "cf-ray RAY)"));
  }
  const [earlier, today] = texts;
  expect(earlier).toBe(today);
  expect(today).toMatchSnapshot();
});

test("a table for the accounts of a file, each with its token", async () => {
  const { patchAccount, status } = await begin("2026-10", { READER: "test-token-read" });
  patchAccount(OTHER_ACCOUNT, {
    paymentMethod: null,
    topupConfig: { amount: 5000, threshold: 1000, disabledReason: "payment_failed" },
  });
  const file = join(folder, "accounts.yaml");
  writeFileSync(
    file,
    `accounts:\n  - id: ${ACCOUNT}\n    name: production\n  - id: ${OTHER_ACCOUNT}\n    token: READER\n`,
  );
  const { code, stdout } = await status("--accounts", file);
  expect(code).toBe(0);
  expect(
    stdout
      .split("\n")
      .slice(0, 3)
      .map((line) => line.split(/ {2,}/).slice(0, 5)),
  ).toEqual([
    ["account", "balance", "runway", "card", "auto top-up"],
    ["production", "US$20.00", "7 days", "visa …4242", "on"],
    [OTHER_ACCOUNT, "US$10.00", "unknown [1]", "NONE", "DISABLED"],
  ]);
  expect(stdout).toContain("[1] The unit of the usage is not known: nothing was used yet.");
  expect(stdout).not.toContain("--usage-unit");
});

test.each([
  ["status", []],
  ["report", []],
  ["check", ["--markdown", "--min-balance", "50"]],
  ["adopt", ["--out", "out"]],
])("%s tells accounts of the same name apart by their ids", async (command, flags) => {
  const { call } = await create();
  const file = join(folder, "accounts.yaml");
  const third = "3".repeat(32);
  const names = new Map([
    [ACCOUNT, "twin"],
    [OTHER_ACCOUNT, "twin"],
    [third, "single"],
  ]);
  writeFileSync(file, `accounts:\n${[...names].map(([id, name]) => `  - { id: "${id}", name: ${name} }\n`).join("")}`);
  const args = flags.map((flag) => (flag === "out" ? join(folder, flag) : flag));
  const { stdout } = await call([command, "--accounts", file, ...args]);
  for (const id of [ACCOUNT, OTHER_ACCOUNT]) expect(stdout).toMatch(new RegExp(`(twin|<code>twin</code>) \\(${id}\\)`));
  expect(stdout).toContain("single");
  expect(stdout).not.toContain(third);
});

const CAPITALS = "ABCD1234".repeat(4);

test.each([
  [
    "a token instead of a variable",
    "accounts:\n  - id: ID\n    token: abcDEF123\n",
    /accounts\[0\]\.token must be the name of an environment variable.*got a string of 9 characters/,
  ],
  [
    "a token of capitals and digits",
    `accounts:\n  - id: ID\n    token: ${CAPITALS}\n`,
    /accounts\[0\]\.token must be the name of an environment variable.*got a string of 32 characters/,
  ],
  [
    "a variable that is not set",
    "accounts:\n  - id: ID\n    token: READER\n",
    /environment variable READER.*is not set/,
  ],
  [
    "an unknown property",
    "accounts:\n  - id: ID\n    nam: x\n",
    /accounts\[0\] has the property "nam", and may have id, name and token/,
  ],
  ["an account twice", "ID\nID\n", /lists account 0123456789abcdef0123456789abcdef more than once/],
  ["a wrong line", "ID # ours\nxyz\n", /line 2 must be a Cloudflare account id/],
  ["nothing", "# none yet\n", /lists no account/],
  ["no YAML", "accounts: [\n", /is not valid YAML/],
])("the file of --accounts is refused with %s, and nothing is sent", async (_, text, message) => {
  const { status, requests } = await begin("2026-10");
  const file = join(folder, "accounts.yaml");
  writeFileSync(file, text.replaceAll("ID", ACCOUNT));
  const { code, stdout, stderr } = await status("--accounts", file);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(message);
  for (const pasted of ["abcDEF123", CAPITALS]) expect(stderr).not.toContain(pasted);
  expect(requests()).toEqual([]);
});

test("a call without an account, with a wrong one, or with both flags is refused", async () => {
  const { status } = await begin("2026-10");
  expect(await status()).toMatchObject({ code: 2, stderr: expect.stringContaining("No account is given.") });
  expect(await status("--account", "x")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--account must be a Cloudflare account id"),
  });
  expect(await status("--account", ACCOUNT, "--accounts", "x")).toMatchObject({ code: 2 });
});
