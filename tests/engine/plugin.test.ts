/** Both settings on the plugin under the real engine: their life, their options, and who is asked with which token. */
import type { Outcome } from "../support/engine";
import { PLAIN_TOKENS, SECRETS, withStack } from "../support/engine";
import { testInFull } from "../support/full";
import { OWN, onPlugin, pluginStack } from "../support/plugin";
import { ACCOUNT, LIMIT, OTHER_ACCOUNT, TOPUP } from "../support/programs";
import { QUICK, QUICK_CONFIG } from "../support/purchases";

const [GET, POST, ELIGIBILITY] = ["GET /topup/config", "POST /topup/config", "POST /topup/eligibility"];

const topup = (args: object, opts = "{}") =>
  `AutoTopupConfig("topup", ${JSON.stringify({ ...TOPUP, ...args })}, ${opts});`;
const limit = (args: object, opts = "{}") =>
  `SpendingLimit("limit", ${JSON.stringify({ ...LIMIT, ...args })}, ${opts});`;

test("a setting lives from create to destroy; the preview says on the resource what will be charged, and each changed property", async () => {
  await withStack(pluginStack(onPlugin(topup({}))), async (stack) => {
    const account = () => stack.emulator.state().accounts[ACCOUNT];
    const cost = (amount: string) => expect.stringContaining(`charges its default card ${amount}`);

    const first = await stack.preview();
    expect(first).toMatchObject({
      exitCode: 0,
      steps: { topup: "create" },
      infos: expect.arrayContaining([cost("US$52.50")]),
      warnings: [],
    });
    expect(first.output).toMatch(/AutoTopupConfig \(topup\):\s+Each time the credit/);
    expect(stack.newRequests()).toEqual([GET, ELIGIBILITY]);

    expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { topup: "create" }, infos: [cost("US$52.50")] });
    expect(stack.newRequests()).toEqual([GET, POST]);
    const status = { disabledReason: null, error: null, lastFailedAt: null };
    expect(stack.resources().topup).toEqual({ id: ACCOUNT, inputs: TOPUP, outputs: { ...TOPUP, ...status } });
    expect(await stack.preview("--expect-no-changes")).toMatchObject({ exitCode: 0, infos: [] });
    expect(stack.newRequests()).toEqual([]);

    // drift
    stack.emulator.patchAccount(ACCOUNT, { topupConfig: { amount: 2000, threshold: 1000 } });
    expect(await stack.driftGate()).toMatchObject({ exitCode: 7 });
    expect(await stack.refresh()).toMatchObject({ exitCode: 0 });
    expect(await stack.up()).toMatchObject({ steps: { topup: "update" }, diffs: { topup: { amount: "update" } } });
    expect(stack.newRequests()).toEqual([GET, GET, GET, POST]);
    expect(account()?.topupConfig).toMatchObject({ amount: 5000 });

    // each kind of change
    stack.write(onPlugin(topup({ accountId: OTHER_ACCOUNT, threshold: 700, allowOverwrite: true })));
    expect(await stack.preview()).toMatchObject({
      steps: { topup: expect.stringContaining("replace") },
      diffs: { topup: { accountId: "update-replace", threshold: "update", allowOverwrite: "add" } },
    });
    stack.newRequests();

    // an option of the engine each: what it ignores, what it replaces, what it keeps
    stack.write(
      onPlugin(
        topup({ amount: 9000, threshold: 700 }, `{ ignoreChanges: ["amount"], replaceOnChanges: ["threshold"] }`),
        limit({}, `{ retainOnDelete: true, protect: true }`),
      ),
    );
    expect(await stack.preview("--diff")).toMatchObject({
      exitCode: 0,
      steps: { limit: "create" },
      diffs: { topup: { threshold: expect.stringContaining("replace") } },
    });
    stack.write(
      onPlugin(
        topup({ amount: 9000 }, `{ ignoreChanges: ["amount"] }`),
        limit({}, `{ retainOnDelete: true, protect: true }`),
      ),
    );
    expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { topup: "same", limit: "create" } });
    const refused = await stack.destroy();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.errors.join()).toContain("protect");
    stack.write(onPlugin(topup({}), limit({}, `{ retainOnDelete: true, protect: false }`)));
    expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { topup: "create", limit: "same" } });
    expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
    expect(account()).toMatchObject({ topupConfig: null, spendingLimit: { amount: 25000 } });
  });
});

test("each provider uses its own token and account, and a new token at the next up; the state holds no token in plain", async () => {
  // Each token is refused for every account but its own.
  const seed = {
    tokens: [
      { value: SECRETS.token, permission: "write", accounts: [ACCOUNT] },
      { value: PLAIN_TOKENS.right, permission: "write", accounts: [OTHER_ACCOUNT] },
    ],
  } as const;
  // The program gives the other token plain.
  const settings = (amount: number, token: keyof typeof PLAIN_TOKENS, ...more: string[]) =>
    onPlugin(
      `const other = provider("other", { apiToken: "${PLAIN_TOKENS[token]}", accountId: "${OTHER_ACCOUNT}", baseUrl: new pulumi.Config("${OWN}").require("baseUrl") });`,
      `AutoTopupConfig("default", { amount: ${amount}, threshold: 1000 });`,
      `AutoTopupConfig("explicit", { amount: ${amount}, threshold: 1000 }, { provider: other });`,
      ...more,
    );
  const program = (amount: number, token: keyof typeof PLAIN_TOKENS) =>
    settings(
      amount,
      token,
      `exports.own = call("getTopupConfig", {}).apply((result) => result.accountId);`,
      `exports.other = call("getTopupConfig", {}, { provider: other }).apply((result) => result.accountId);`,
    );
  const config = { [`${OWN}:accountId`]: ACCOUNT };
  await withStack(pluginStack(program(5000, "right"), { seed, config }), async (stack) => {
    const answers = () => {
      const statuses = stack.emulator
        .state()
        .requests.slice(seen)
        .map(({ path, status }) => `${path.includes(ACCOUNT) ? "own" : "other"} ${status}`);
      seen += statuses.length;
      return [...new Set(statuses)].sort();
    };
    let seen = 0;
    const said = ({ errors }: Outcome) => errors.join("\n");
    const useToken = (token: string) => stack.pulumi("config", "set", "--secret", `${OWN}:apiToken`, token);

    expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { default: "create", explicit: "create" } });
    // What this writes and prints is searched for the tokens, as everything is.
    expect(await stack.preview("--json", "--save-plan", "plan.json")).toMatchObject({ exitCode: 0 });
    expect(answers()).toEqual(["other 200", "own 200"]);
    const { output: state } = await stack.pulumi("stack", "export");
    expect(state).toContain(OTHER_ACCOUNT);
    expect(state).not.toContain(PLAIN_TOKENS.right);

    // both to a wrong token, and one after the other back: nothing is replaced, and each is used at once
    await useToken(SECRETS.unknownToken);
    stack.write(settings(6000, "wrong"));
    const wrong = await stack.up("--continue-on-error");
    expect(wrong.exitCode).not.toBe(0);
    expect(said(wrong)).toContain("Invalid access token");
    expect(answers()).toEqual(["other 403", "own 403"]);
    await useToken(SECRETS.token);
    const stillWrong = await stack.up("--continue-on-error");
    expect(stillWrong.exitCode).not.toBe(0);
    expect(answers()).toEqual(["other 403", "own 200"]);
    stack.write(program(6000, "right"));
    expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { explicit: "update" } });
    expect(answers()).toEqual(["other 200", "own 200"]);
    expect(stack.emulator.state().accounts).toMatchObject({
      [ACCOUNT]: { topupConfig: { amount: 6000 } },
      [OTHER_ACCOUNT]: { topupConfig: { amount: 6000 } },
    });

    // A rename without an alias, from one provider to another: two processes, and one live setting that must stay.
    stack.write(
      onPlugin(
        `const same = provider("same", { apiToken: new pulumi.Config("${OWN}").requireSecret("apiToken"), baseUrl: new pulumi.Config("${OWN}").require("baseUrl") });`,
        `AutoTopupConfig("renamed", { accountId: "${ACCOUNT}", amount: 6000, threshold: 1000 }, { provider: same });`,
      ),
    );
    const renamed = await stack.up();
    expect(renamed).toMatchObject({ exitCode: 0, steps: { renamed: "create", default: "delete", explicit: "delete" } });
    expect(renamed.warnings).toEqual([
      expect.stringContaining(
        `The auto top-up of account ${ACCOUNT} stays as it is: another resource of this stack declares it.`,
      ),
    ]);
    expect(stack.emulator.state().accounts).toMatchObject({
      [ACCOUNT]: { topupConfig: { amount: 6000 } },
      [OTHER_ACCOUNT]: { topupConfig: null },
    });
  });
});

test("each CreditTopup charges the card of the account of its provider", async () => {
  const config = { ...QUICK_CONFIG, [`${OWN}:accountId`]: ACCOUNT };
  const secrets = { [`${OWN}:apiToken`]: SECRETS.token, "engine-test:token": SECRETS.token };
  await withStack({ api: "2026-10", host: "plugin", program: "", config, secrets }, async (stack) => {
    stack.write(`
const pulumi = require("@pulumi/pulumi");
const { CreditTopup, Provider } = require("pulumi-cloudflare-ai-gateway-billing");
const provider = new Provider("other", {
  accountId: "${OTHER_ACCOUNT}",
  apiToken: new pulumi.Config().requireSecret("token"),
  baseUrl: "${stack.emulator.url}",
  timing: ${JSON.stringify(JSON.stringify(QUICK))},
});
new CreditTopup("credit", { purchase: "2026-11", amount: 5000 }, { provider });
new CreditTopup("own", { purchase: "2026-11", amount: 2000 });`);
    expect(await stack.up()).toMatchObject({ exitCode: 0, errors: [] });
    const charges = stack.emulator.state().charges.map(({ accountId, amount }) => [accountId, amount]);
    expect(charges.sort()).toEqual([
      [ACCOUNT, 2000],
      [OTHER_ACCOUNT, 5000],
    ]);
  });
});

testInFull(
  "after Ctrl-C while the card is charged, a constructed purchase is recorded, and the next up finishes it",
  async () => {
    const args = { accountId: ACCOUNT, amount: 5000, purchase: "2026-11" };
    // As a program in another language declares it: the engine has the plugin construct the component.
    const program = onPlugin(
      `new pulumi.ComponentResource("${OWN}:index:CreditTopup", "credit", ${JSON.stringify(args)}, {}, true);`,
    );
    const seed = { accounts: { [ACCOUNT]: { settleMs: 5000 } } };
    await withStack(pluginStack(program, { api: "2026-10", config: QUICK_CONFIG, seed }), async (stack) => {
      const { emulator } = stack;
      emulator.addFault({ endpoint: "POST /topup", mode: "delay-after-commit", ms: 600 });
      const cli = stack.start("up", "--yes", "--skip-preview");
      while (emulator.state().charges.length === 0 && !cli.hasEnded())
        await new Promise((done) => setTimeout(done, 20));
      process.kill(cli.pid ?? 0, "SIGINT");
      expect((await cli.done).exitCode).not.toBe(0);
      const charge = () => stack.resources()["credit-charge"]?.outputs;
      expect(charge()).toMatchObject({ origin: "charged", status: "pending" });
      expect(await stack.up()).toMatchObject({ exitCode: 0, errors: [], steps: { "credit-charge": "update" } });
      expect(charge()).toMatchObject({ origin: "charged", status: "completed" });
      expect(emulator.state().charges).toHaveLength(1);
    });
  },
);
