/** The command `status` on the emulator, in both generations. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCommandLine } from "../../../cli/run";
import type { Emulator } from "../../../emulator/index";
import { createEmulator } from "../../../emulator/index";
import { systemClock } from "../../../provider/billing/systemClock";
import { ACCOUNT } from "../../support/client";
import { OTHER_ACCOUNT } from "../../support/programs";

const START = Date.UTC(2026, 9, 1, 12);
const DAY_MS = 86_400_000;
const DAYS = 30;
const NOW = START + DAYS * DAY_MS;
const KEYS = ["CLOUDFLARE_API_TOKEN", "CLOUDFLARE_BASE_URL", "CLOUDFLARE_ACCOUNT_ID", "READER"] as const;

let emulator: Emulator | undefined;
let folder: string;
const before = Object.fromEntries(KEYS.map((key) => [key, process.env[key]]));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "status-"));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await emulator?.close();
  for (const key of KEYS) delete process.env[key];
  Object.assign(process.env, Object.fromEntries(Object.entries(before).filter(([, value]) => value !== undefined)));
});

/** US$3.00 a day for thirty days, and an auto top-up of US$20.00 below US$5.00. */
async function begin(api: "2026-05" | "2026-10", token = "test-token-write") {
  emulator = await createEmulator({ api, now: () => START });
  const topupConfig = { amount: 2000, threshold: 500 };
  emulator.patchAccount(ACCOUNT, {
    topupConfig,
    spendingLimit: { amount: 25000, duration: "monthly", strategy: "fixed" },
  });
  for (let day = 0; day < DAYS; day += 1) {
    emulator.use(ACCOUNT, 300);
    emulator.advance(DAY_MS);
  }
  process.env.CLOUDFLARE_API_TOKEN = token;
  process.env.CLOUDFLARE_BASE_URL = emulator.url;
  return emulator;
}

async function status(...args: string[]) {
  const printed = { stdout: "", stderr: "" };
  const stream = (name: keyof typeof printed) => ({
    write(text: string) {
      printed[name] += text;
    },
  });
  // retries do not wait
  const clock = { ...systemClock, now: () => NOW, random: () => 0 };
  const code = await runCommandLine(["status", ...args], { stdout: stream("stdout"), stderr: stream("stderr") }, clock);
  return { code, ...printed };
}

test.each(["2026-05", "2026-10"] as const)("one screen for an account, and nothing is written (%s)", async (api) => {
  const { state } = await begin(api);
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
  const sent = state().requests.map(({ method, path }) => `${method} ${path.split("/billing")[1]}`);
  expect(sent.filter((request) => !request.startsWith("GET"))).toEqual(["POST /topup/eligibility"]);
  expect(sent).toHaveLength(7);
});

test("JSON has the version, each part, and no link to a PDF", async () => {
  await begin("2026-10", "test-token-read");
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
  const { addFault } = await begin("2026-10");
  addFault({ endpoint: "GET /spending-limit", mode: "wrong-types" });
  const { code, stdout } = await status("--account", ACCOUNT);
  expect(code).toBe(1);
  expect(stdout).toMatch(/spending limit +FAILED \[1\]/);
  expect(stdout).toContain("balance           US$20.00");
});

test("a wrong token, or a host that is not there, is told once, and the exit code is 2", async () => {
  await begin("2026-10", "wrong-token");
  const wrong = await status("--account", ACCOUNT);
  expect(wrong.code).toBe(2);
  expect(wrong.stdout.match(/Could not read/g)).toHaveLength(1);
  expect(wrong.stdout).toContain("Invalid access token");
  expect(wrong.stdout + wrong.stderr).not.toContain("wrong-token");
  process.env.CLOUDFLARE_BASE_URL = "http://127.0.0.1:9/client/v4";
  const unreachable = await status("--account", ACCOUNT);
  expect(unreachable.code).toBe(2);
  expect(unreachable.stdout).toContain("ECONNREFUSED");
});

test("a table for the accounts of a file, each with its token", async () => {
  const { patchAccount } = await begin("2026-10");
  patchAccount(OTHER_ACCOUNT, {
    paymentMethod: null,
    topupConfig: { amount: 5000, threshold: 1000, disabledReason: "payment_failed" },
  });
  process.env.READER = "test-token-read";
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
});

test.each([
  [
    "a token instead of a variable",
    "accounts:\n  - id: ID\n    token: abcDEF123\n",
    /accounts\[0\]\.token must be the name of an environment variable.*got a string of 9 characters/,
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
  const { state } = await begin("2026-10");
  const file = join(folder, "accounts.yaml");
  writeFileSync(file, text.replaceAll("ID", ACCOUNT));
  const { code, stdout, stderr } = await status("--accounts", file);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain("abcDEF123");
  expect(state().requests).toEqual([]);
});

test("a call without an account, with a wrong one, or with both flags is refused", async () => {
  await begin("2026-10");
  expect(await status()).toMatchObject({ code: 2, stderr: expect.stringContaining("No account is given.") });
  expect(await status("--account", "x")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--account must be a Cloudflare account id"),
  });
  expect(await status("--account", ACCOUNT, "--accounts", "x")).toMatchObject({ code: 2 });
});
