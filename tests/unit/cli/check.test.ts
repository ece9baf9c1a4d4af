/** The command `check` on the emulator: through a fortnight, on accounts in mixed states, and its metrics. */
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AccountPatch } from "../../../emulator/index";
import { ACCOUNT } from "../../support/client";
import type { World } from "../../support/commandLine";
import {
  createWorld,
  DAY_MS,
  MIXED,
  MIXED_ENVIRONMENT,
  mixedAccounts,
  sent,
  spendForAMonth,
  worldOfEachTest,
} from "../../support/commandLine";
import { parseOpenMetrics } from "../../support/openMetrics";

const begin = worldOfEachTest();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "check-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const withoutRays = (text: string) => text.replace(/cf-ray \S+\)/g, "cf-ray RAY)");

const READ = { CLOUDFLARE_API_TOKEN: "test-token-read" };
const LIMITS = ["--min-balance", "8", "--min-runway", "3", "--max-daily-spend", "10", "--max-invoice", "200"];

async function buy({ emulator }: World, amount: number) {
  const answer = await fetch(`${emulator.url}/accounts/${ACCOUNT}/ai-gateway/billing/topup`, {
    method: "POST",
    headers: { authorization: "Bearer test-token-write", "content-type": "application/json" },
    body: JSON.stringify({ amount }),
  });
  expect(answer.status).toBe(200);
}

/** What happens on a day, what is used then in US cents, and what the check of the next night says. */
const FORTNIGHT: ReadonlyArray<{
  readonly used: number;
  readonly event?: (world: World) => unknown;
  readonly unreachable?: boolean;
  readonly code: number;
  readonly crossed: string;
}> = [
  { used: 300, code: 0, crossed: "" },
  { used: 300, code: 0, crossed: "" },
  { used: 300, event: change({ payments: "are declined" }), code: 0, crossed: "" },
  // The auto top-up finds the card declined, and Cloudflare disables it.
  { used: 700, code: 1, crossed: "balance runway autoTopup" },
  { used: 300, event: recharge(5000), code: 1, crossed: "autoTopup" },
  { used: 300, event: change({ topupConfig: { amount: 2000, threshold: 500 } }), code: 0, crossed: "" },
  { used: 1200, code: 1, crossed: "dailySpend" },
  { used: 300, code: 0, crossed: "" },
  { used: 300, unreachable: true, code: 2, crossed: "" },
  { used: 300, event: recharge(1000, "wait for the bank"), code: 0, crossed: "" },
  { used: 300, code: 1, crossed: "payments" },
  { used: 300, event: ({ emulator }) => emulator.bank(ACCOUNT, "confirms"), code: 0, crossed: "" },
  { used: 300, event: change({ paymentMethod: null }), code: 1, crossed: "card" },
  { used: 300, event: change({ paymentMethod: { brand: "visa", last4: "1111" } }), code: 0, crossed: "" },
];

function change(patch: AccountPatch) {
  return ({ emulator }: World) => emulator.patchAccount(ACCOUNT, patch);
}

function recharge(amount: number, payments: AccountPatch["payments"] & string = "succeed") {
  return async (of: World) => {
    of.emulator.patchAccount(ACCOUNT, { payments });
    await buy(of, amount);
  };
}

test.each(["2026-05", "2026-10"] as const)("a fortnight: each night ends as the day was (%s)", async (api) => {
  const now = await begin({ api });
  spendForAMonth(now);
  const nights: object[] = [];
  for (const { used, event, unreachable } of FORTNIGHT) {
    await event?.(now);
    now.emulator.use(ACCOUNT, used);
    now.advance(DAY_MS);
    const away = unreachable ? { CLOUDFLARE_BASE_URL: "http://127.0.0.1:9/client/v4" } : {};
    const { code, stdout } = await now.call(["check", "--account", ACCOUNT, ...LIMITS, "--json"], { ...READ, ...away });
    const { verdict, accounts } = JSON.parse(stdout);
    const crossed = accounts[0].checks.filter((check: { verdict: string }) => check.verdict === "crossed");
    nights.push({ code, crossed: crossed.map(({ check }: { check: string }) => check).join(" ") });
    expect(verdict).toBe(["fine", "crossed", "unknown"][code]);
  }
  expect(nights).toEqual(FORTNIGHT.map(({ code, crossed }) => ({ code, crossed })));
});

test("without a limit it sends three reads; with all limits, five; and a read token is enough", async () => {
  const now = await begin();
  expect((await now.call(["check", "--account", ACCOUNT], READ)).code).toBe(0);
  const few = sent(now);
  expect([...few].sort()).toEqual(["GET /credit-balance", "GET /invoice-history", "GET /invoice-history"]);
  await now.call(["check", "--account", ACCOUNT, ...LIMITS], READ);
  expect(sent(now).slice(few.length).sort()).toEqual([
    "GET /credit-balance",
    "GET /invoice-history",
    "GET /invoice-history",
    "GET /invoice-preview",
    "GET /usage-history",
  ]);
});

test("text, Markdown and JSON of an account that is fine, and of one that is not", async () => {
  const now = await begin();
  spendForAMonth(now);
  const args = ["check", "--account", ACCOUNT, ...LIMITS];
  for (const face of [[], ["--markdown"], ["--json"]]) {
    const { code, stdout } = await now.call([...args, ...face]);
    expect([code, stdout]).toMatchSnapshot(`fine ${face}`);
  }
  now.emulator.patchAccount(ACCOUNT, {
    balance: -1234,
    paymentMethod: null,
    topupConfig: { amount: 2000, threshold: 500, disabledReason: "payment_failed", error: "a | <b>`@all`\n::error::" },
  });
  for (const face of [[], ["--markdown"], ["--json"]]) {
    const { code, stdout } = await now.call([...args, ...face]);
    expect([code, stdout]).toMatchSnapshot(`not fine ${face}`);
  }
});

test.each([
  ["a wrong token", { CLOUDFLARE_API_TOKEN: "wrong-token" }],
  ["a host that is not there", { CLOUDFLARE_BASE_URL: "http://127.0.0.1:9/client/v4" }],
])("with %s nothing can be told, and the exit code is 2", async (_, environment) => {
  const { call } = await begin();
  const { code, stdout, stderr } = await call(["check", "--account", ACCOUNT], environment);
  expect([code, stderr]).toEqual([2, ""]);
  expect(stdout).not.toContain("wrong-token");
  expect(withoutRays(stdout)).toMatchSnapshot();
});

test("a rate limit is told, and the exit code is 2", async () => {
  const { call, emulator } = await begin();
  emulator.addFault({ endpoint: "*", mode: "status-429-before", ms: 240_000 });
  const { code, stdout } = await call(["check", "--account", ACCOUNT]);
  expect(code).toBe(2);
  expect(withoutRays(stdout)).toMatchSnapshot();
});

test("sixty accounts in mixed states, the same in both generations: what is not fine, in words, Markdown and metrics", async () => {
  const file = join(folder, "accounts.yaml");
  const metrics = join(folder, "ai_gateway.prom");
  const faces: string[][] = [];
  for (const api of ["2026-05", "2026-10"] as const) {
    const now = await createWorld({ api, ...MIXED });
    writeFileSync(file, mixedAccounts(now));
    const call = async (...args: string[]) => {
      const { code, stdout, stderr } = await now.call(
        ["check", "--accounts", file, "--min-balance", "5", ...args],
        MIXED_ENVIRONMENT,
      );
      expect([code, stderr]).toEqual([1, ""]);
      return withoutRays(stdout);
    };
    faces.push([await call("--openmetrics", metrics), await call("--markdown"), readFileSync(metrics, "utf8")]);
    await now.close();
  }
  const [earlier, today] = faces;
  expect(earlier).toEqual(today);
  expect(today?.[0]).toMatchSnapshot("text");
  expect(today?.[1]).toMatchSnapshot("Markdown");
  const samples = parseOpenMetrics(today?.[2] ?? "");
  const balances = samples.filter(({ name }) => name === "ai_gateway_billing_balance_dollars");
  expect(balances).toHaveLength(54);
  expect(balances[2]).toEqual({
    name: "ai_gateway_billing_balance_dollars",
    labels: { account: `${"0".repeat(31)}2`, name: "overdrawn-0" },
    value: -0.045,
  });
  const crossed = samples.filter(({ name, value }) => name.endsWith("_check_crossed") && value === 1);
  expect(crossed).toHaveLength(36);
});

test("the metrics of one account: every figure, in base units, and the file is replaced whole", async () => {
  const now = await begin();
  spendForAMonth(now);
  const file = join(folder, "ai_gateway.prom");
  writeFileSync(file, "old");
  const accounts = join(folder, "accounts.yaml");
  writeFileSync(accounts, `accounts:\n  - id: ${ACCOUNT}\n    name: 'a "b" \\ c'\n`);
  const { code } = await now.call(["check", "--accounts", accounts, "--min-balance", "50", "--openmetrics", file]);
  expect(code).toBe(1);
  const text = readFileSync(file, "utf8");
  expect(text).toMatchSnapshot();
  expect(parseOpenMetrics(text)[0]?.labels).toEqual({ account: ACCOUNT, name: 'a "b" \\ c' });
  expect(readdirSync(folder).sort()).toEqual(["accounts.yaml", "ai_gateway.prom"]);
  const promtool = spawnSync("promtool", ["check", "metrics"], { input: text, encoding: "utf8" });
  if (promtool.error === undefined) expect([promtool.status, promtool.stdout, promtool.stderr]).toEqual([0, "", ""]);
});

test("metrics behind a link: the link stays, and its target is replaced whole, also one that is not there yet", async () => {
  const { call } = await begin();
  const [link, chain] = [join(folder, "link.prom"), join(folder, "chain.prom")];
  mkdirSync(join(folder, "collector"));
  symlinkSync("collector/ai_gateway.prom", link);
  symlinkSync(link, chain);
  for (const file of [link, chain]) {
    expect((await call(["check", "--account", ACCOUNT, "--openmetrics", file])).code).toBe(0);
    expect(readFileSync(join(folder, "collector/ai_gateway.prom"), "utf8")).toMatch(/# EOF\n$/);
    expect(readdirSync(join(folder, "collector"))).toEqual(["ai_gateway.prom"]);
    rmSync(join(folder, "collector/ai_gateway.prom"));
  }
  expect([readlinkSync(link), readlinkSync(chain)]).toEqual(["collector/ai_gateway.prom", link]);
  // A loop leads nowhere.
  rmSync(link);
  symlinkSync(chain, link);
  const loop = await call(["check", "--account", ACCOUNT, "--openmetrics", link]);
  expect([loop.code, loop.stderr]).toEqual([2, `Could not write ${link}: ELOOP.\n`]);
  // A device is written to, and not replaced.
  if (process.platform !== "linux") return;
  const device = join(folder, "full.prom");
  symlinkSync("/dev/full", device);
  const full = await call(["check", "--account", ACCOUNT, "--openmetrics", device]);
  expect([full.code, full.stderr]).toEqual([2, `Could not write ${device}: ENOSPC.\n`]);
});

test("metrics that cannot be written are an error after the report, and leave nothing behind", async () => {
  const { call } = await begin();
  mkdirSync(join(folder, "taken", "full"), { recursive: true });
  for (const [place, reason] of [
    ["missing/a.prom", "ENOENT"],
    ["taken", "EISDIR"],
  ] as const) {
    const file = join(folder, place);
    const { code, stdout, stderr } = await call(["check", "--account", ACCOUNT, "--openmetrics", file]);
    expect([code, stderr]).toEqual([2, `Could not write ${file}: ${reason}.\n`]);
    expect(stdout).toContain("All is fine.");
  }
  expect(readdirSync(folder)).toEqual(["taken"]);
});

test.each([
  [["--min-balance", "1.234"], '--min-balance cannot be "1.234": an amount is in US dollars'],
  [["--min-balance", "-1"], '--min-balance cannot be "-1"'],
  [["--max-invoice", "1e3"], '--max-invoice cannot be "1e3"'],
  [["--min-runway", "366"], '--min-runway cannot be "366": a runway is in days, more than 0 and at most 365'],
  [["--min-runway", "0"], '--min-runway cannot be "0"'],
  [["--json", "--markdown"], "Both --json and --markdown are given."],
])("%j is a wrong call, and nothing is sent", async (args, message) => {
  const { call, emulator } = await begin();
  const { code, stdout, stderr } = await call(["check", "--account", ACCOUNT, ...args]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
  expect(emulator.state().requests).toEqual([]);
});
