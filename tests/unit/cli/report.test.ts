/** The command `report` on the emulator: its two formats, the comparison with a state, and texts of others. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseDeclared } from "../../../cli/model/declared";
import { ACCOUNT } from "../../support/client";
import {
  createWorld,
  MIXED,
  MIXED_ENVIRONMENT,
  mixedAccounts,
  spendForAMonth,
  worldOfEachTest,
} from "../../support/commandLine";
import { OTHER_ACCOUNT } from "../../support/programs";

const begin = worldOfEachTest();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "report-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const withoutRays = (text: string) => text.replace(/cf-ray \S+\)/g, "cf-ray RAY)");

const STACK = { urn: "urn:pulumi:prod::billing::pulumi:pulumi:Stack::billing-prod", type: "pulumi:pulumi:Stack" };
const resource = (type: string, name: string, inputs: object, more: object = {}) => ({
  urn: `urn:pulumi:prod::billing::${type}::${name}`,
  type,
  inputs: { __provider: "…", ...inputs },
  ...more,
});
const DYNAMIC = "pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing";
const PLUGIN = "cloudflare-ai-gateway-billing:index";
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:abc" };

function writeState(...resources: object[]): string {
  const file = join(folder, "state.json");
  writeFileSync(file, JSON.stringify({ version: 3, deployment: { resources: [STACK, ...resources] } }));
  return file;
}

test("one account, as Markdown and as JSON", async () => {
  const now = await begin();
  spendForAMonth(now);
  for (const format of ["markdown", "json"]) {
    const { code, stdout, stderr } = await now.call(["report", "--account", ACCOUNT, "--format", format]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatchSnapshot(format);
  }
});

test("--json is not known here: it says what to write, and sends nothing", async () => {
  const { call, emulator } = await begin();
  expect(await call(["report", "--account", ACCOUNT, "--json"])).toEqual({
    code: 2,
    stdout: "",
    stderr: "report has no --json. Write --format json.\n",
  });
  expect(emulator.state().requests).toEqual([]);
  expect((await call(["report", "--help"])).stdout).not.toContain("--json");
});

test("a read token is enough for a report", async () => {
  const now = await begin();
  spendForAMonth(now);
  const { code, stdout } = await now.call(["report", "--account", ACCOUNT], {
    CLOUDFLARE_API_TOKEN: "test-token-read",
  });
  expect(code).toBe(0);
  expect(stdout).not.toMatch(/failed|no permission/);
});

test("settings next to what a state declares: the same, another, not declared, secret, deleted", async () => {
  const now = await begin();
  const { call, emulator } = now;
  spendForAMonth(now);
  emulator.patchAccount(OTHER_ACCOUNT, { topupConfig: { amount: 5000, threshold: 1000 } });
  const state = writeState(
    resource(`${DYNAMIC}:AutoTopupConfig`, "old", { accountId: ACCOUNT, amount: 1, threshold: 1 }, { delete: true }),
    resource(`${DYNAMIC}:AutoTopupConfig`, "topup", { accountId: ACCOUNT, amount: 2000, threshold: 500 }),
    resource(`${PLUGIN}:SpendingLimit`, "limit", {
      accountId: ACCOUNT,
      amount: 30000,
      duration: "monthly",
      strategy: "fixed",
    }),
    resource(`${PLUGIN}:SpendingLimit`, "other | limit", {
      accountId: OTHER_ACCOUNT,
      amount: SECRET,
      duration: "monthly",
      strategy: "fixed",
    }),
  );
  const accounts = ["--account", ACCOUNT, "--account", OTHER_ACCOUNT];
  const markdown = await call(["report", ...accounts, "--state", state]);
  expect(markdown.code).toBe(0);
  expect(markdown.stdout.match(/^\| (auto top-up|spending limit) .*$/gm)).toMatchSnapshot();
  const json = await call(["report", ...accounts, "--state", state, "--format", "json"]);
  const { settings: ofOne } = JSON.parse(json.stdout).accounts[0];
  expect(ofOne).toEqual([
    { setting: "autoTopup", verdict: "same", resource: "topup", declared: { amount: 2000, threshold: 500 } },
    {
      setting: "spendingLimit",
      verdict: "differs",
      resource: "limit",
      declared: { amount: 30000, duration: "monthly", strategy: "fixed" },
    },
  ]);
  const { settings: ofOther } = JSON.parse(json.stdout).accounts[1];
  expect(ofOther).toEqual([
    { setting: "autoTopup", verdict: "undeclared", resource: null, declared: null },
    { setting: "spendingLimit", verdict: "unknown", resource: "other | limit", declared: null },
  ]);
});

test("a setting that is neither in the account nor declared is not set", async () => {
  const { call } = await begin();
  const { stdout } = await call(["report", "--account", ACCOUNT, "--state", writeState()]);
  expect(stdout.match(/^\| (auto top-up|spending limit) .*$/gm)).toEqual([
    "| auto top-up | unset | nothing | not set |",
    "| spending limit | unset | nothing | not set |",
  ]);
});

test("a setting that is declared for a secret account may be that of any account", async () => {
  const { call, emulator } = await begin();
  emulator.patchAccount(ACCOUNT, { topupConfig: { amount: 5000, threshold: 1000 } });
  const inputs = { accountId: SECRET, amount: 5000, threshold: 1000 };
  const state = writeState(resource(`${PLUGIN}:AutoTopupConfig`, "hidden", inputs));
  const { stdout } = await call(["report", "--account", ACCOUNT, "--state", state, "--format", "json"]);
  expect(JSON.parse(stdout).accounts[0].settings).toEqual([
    { setting: "autoTopup", verdict: "unknown", resource: null, declared: null },
    { setting: "spendingLimit", verdict: "same", resource: null, declared: null },
  ]);
});

test("what a released version has written is read", () => {
  const file = resolve(__dirname, "../../fixtures/state/0.1.0.json");
  const declared = [...(parseDeclared(readFileSync(file, "utf8"))?.byAccount ?? [])];
  expect(declared).not.toEqual([]);
  expect(declared).toMatchSnapshot();
});

test("sixty accounts in mixed states, the same in both generations", async () => {
  const file = join(folder, "accounts.yaml");
  const texts: string[] = [];
  for (const api of ["2026-05", "2026-10"] as const) {
    const now = await createWorld({ api, ...MIXED });
    writeFileSync(file, mixedAccounts(now));
    const { code, stdout, stderr } = await now.call(["report", "--accounts", file], MIXED_ENVIRONMENT);
    await now.close();
    expect([code, stderr]).toEqual([1, ""]);
    const [head = "", ...sections] = withoutRays(stdout).split(/^### /m);
    expect(sections).toHaveLength(60);
    expect(head.split("\n").filter((line) => line.startsWith("| <code>"))).toHaveLength(60);
    // each state once
    texts.push([...head.split("\n").slice(0, 14), ...sections.slice(0, 10)].join("\n"));
  }
  const [earlier, today] = texts;
  expect(earlier).toBe(today);
  expect(today).toMatchSnapshot();
});

test("texts of Cloudflare and of the state start no markup", async () => {
  const { call, emulator } = await begin();
  const evil = "a|b <img src=x> [l](javascript:x) `c` @all #1 **d** https://evil.example www.evil.example\n# h";
  emulator.patchAccount(ACCOUNT, {
    paymentMethod: { brand: evil, last4: "|1|" },
    topupConfig: { amount: 5000, threshold: 1000, disabledReason: evil, error: evil },
    spendingLimit: { amount: 100, duration: evil, strategy: evil },
  });
  const state = writeState(
    resource(`${DYNAMIC}:SpendingLimit`, evil, { accountId: ACCOUNT, amount: 100, duration: evil, strategy: evil }),
  );
  const { stdout } = await call(["report", "--account", ACCOUNT, "--state", state]);
  expect(stdout).toContain("a&#124;b");
  // As a part of code, it mentions nobody.
  expect(stdout).toContain("<code>&#64;</code>all <code>&#35;</code>1 ");
  const ours = stdout.replace(/<\/?(code|details|summary)>|\*\*(differs|failed)\*\*|&#\d+;|^#+ /gm, "");
  expect(ours).not.toMatch(/[<>`@*[\]#]|https?:\/\/|www\./);
  for (const line of stdout
    .split("\n")
    .filter((one) => one.startsWith("| auto top-up") || one.startsWith("| spending")))
    expect(line.split("|")).toHaveLength(6);
});

test.each([
  ["missing.json", undefined, "Could not read the file of --state, "],
  ["state.json", "{}", "is not a state of Pulumi. Make the file with `pulumi stack export`."],
  ["state.json", "not JSON", "is not a state of Pulumi."],
])("%s with %j is refused, and nothing is sent", async (name, content, message) => {
  const { call, emulator } = await begin();
  const file = join(folder, name);
  if (content !== undefined) writeFileSync(file, content);
  const { code, stdout, stderr } = await call(["report", "--account", ACCOUNT, "--state", file]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
  expect(emulator.state().requests).toEqual([]);
});

test.each([
  ["a wrong token", { CLOUDFLARE_API_TOKEN: "wrong-token" }],
  ["a host that is not there", { CLOUDFLARE_BASE_URL: "http://127.0.0.1:9/client/v4" }],
  ["a rate limit", {}],
])("%s: the report says why, and the exit code is 2", async (name, environment) => {
  const { call, emulator } = await begin();
  if (name === "a rate limit") emulator.addFault({ endpoint: "*", mode: "status-429-before", ms: 240_000 });
  const { code, stdout } = await call(["report", "--account", ACCOUNT], environment);
  expect(code).toBe(2);
  expect(withoutRays(stdout)).toMatchSnapshot();
});
