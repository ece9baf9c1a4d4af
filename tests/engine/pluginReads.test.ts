/** What the plugin reads under the real engine: imports and functions. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SECRETS, withStack } from "../support/engine";
import { OWN, onPlugin, pluginStack } from "../support/plugin";
import { ACCOUNT, LIMIT, OTHER_ACCOUNT, TOPUP } from "../support/programs";

const tokenOf = (kind: string) => `${OWN}:index:${kind}`;

const declared = (opts: string) => [
  `AutoTopupConfig("topup", ${JSON.stringify(TOPUP)}, ${opts});`,
  `SpendingLimit("limit", ${JSON.stringify(LIMIT)}, ${opts});`,
];

// A read token is enough, and live settings of an account may be closed to writes.
const onlyReads = { api: "2026-10", secrets: { [`${OWN}:apiToken`]: SECRETS.readToken } } as const;

test("live settings are imported by the command and by the option, without a write, and the next preview has no changes", async () => {
  await withStack(pluginStack(onPlugin(), onlyReads), async (stack) => {
    const { accountId: _, ...spendingLimit } = LIMIT;
    const live = { topupConfig: { amount: 5000, threshold: 1000 }, spendingLimit } as const;
    stack.emulator.patchAccount(ACCOUNT, live);
    const list = [
      { type: tokenOf("AutoTopupConfig"), name: "topup", id: ACCOUNT },
      { type: tokenOf("SpendingLimit"), name: "limit", id: ACCOUNT },
    ];
    writeFileSync(join(stack.folder, "import.json"), JSON.stringify({ resources: list }));
    const flags = ["--yes", "--generate-code=false"];
    expect(await stack.pulumi("import", ...flags, "--protect=false", "--file", "import.json")).toMatchObject({
      exitCode: 0,
    });
    expect(stack.resources()).toMatchObject({
      topup: { id: ACCOUNT, inputs: TOPUP, outputs: { ...TOPUP, disabledReason: null } },
      limit: { id: ACCOUNT, inputs: LIMIT, outputs: { ...LIMIT, enabled: true } },
    });
    stack.write(onPlugin(...declared("{}")));
    expect(await stack.preview("--expect-no-changes")).toMatchObject({ exitCode: 0, warnings: [] });

    // what cannot be imported, and why
    const refusal = async (id: string) => {
      const { exitCode, output } = await stack.pulumi("import", ...flags, tokenOf("AutoTopupConfig"), "more", id);
      expect(exitCode).not.toBe(0);
      return output;
    };
    expect(await refusal("my-account")).toContain(
      "The id of AutoTopupConfig is a Cloudflare account id, 32 lower-case hex digits; got a string of 10 characters. Find it in",
    );
    expect(await refusal(OTHER_ACCOUNT)).toContain(
      `Account ${OTHER_ACCOUNT} has no auto top-up, so there is nothing to import or to look up. Declare AutoTopupConfig without an import`,
    );

    // the option: in another stack, as nothing else may be left of the first import
    expect(await stack.pulumi("state", "delete", "--all", "--yes", "--force")).toMatchObject({ exitCode: 0 });
    stack.write(onPlugin(...declared(`{ import: "${ACCOUNT}" }`)));
    expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { topup: "import", limit: "import" } });
    stack.write(onPlugin(...declared("{}")));
    expect(await stack.preview("--expect-no-changes")).toMatchObject({ exitCode: 0, warnings: [] });

    expect(stack.newRequests().filter((request) => !request.startsWith("GET"))).toEqual([]);
  });
});

test("all nine functions answer, what is secret stays secret, and an error is one clean line", async () => {
  const { token } = SECRETS;
  const options = {
    api: "2026-10",
    secrets: { [`${OWN}:apiToken`]: token },
    config: { [`${OWN}:accountId`]: ACCOUNT },
  } as const;
  const range = { valueGroupingWindow: "day", startTime: "2026-10-01T00:00:00Z", endTime: "2026-10-08T00:00:00Z" };
  const program = onPlugin(
    `exports.balance = call("getCreditBalance", {}).apply(({ balance, paymentMethod }) => [balance, paymentMethod.last4]);`,
    `exports.usage = call("getUsageHistory", ${JSON.stringify(range)}).apply(({ history }) => history.length);`,
    `exports.invoices = call("getInvoiceHistory", { type: "manual" });`,
    `exports.preview = call("getInvoicePreview", {}).apply(({ accountId }) => accountId);`,
    `exports.status = call("getTopupStatus", { paymentIntentId: "in_emulator_000001" }).apply(({ status }) => status);`,
    `exports.topup = call("getTopupConfig", {}).apply(({ amount }) => amount);`,
    `exports.limit = call("getSpendingLimit", { accountId: pulumi.secret("${ACCOUNT}") }).apply(({ enabled }) => enabled);`,
    `exports.limits = call("getTopupLimits", {}).apply(({ minCents }) => minCents);`,
    `exports.eligibility = call("getTopupEligibility", {}).apply(({ eligible }) => eligible);`,
  );
  await withStack(pluginStack(program, options), async (stack) => {
    const { url } = stack.emulator;
    await fetch(`${url}/accounts/${ACCOUNT}/ai-gateway/billing/topup`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ amount: 5000 }),
    });
    stack.emulator.patchAccount(ACCOUNT, { topupConfig: { amount: 5000, threshold: 1000 } });
    expect(await stack.up()).toMatchObject({ exitCode: 0, errors: [] });
    const isSecret = expect.objectContaining({ ciphertext: expect.any(String) });
    expect(stack.outputs()).toEqual({
      balance: [expect.any(Number), "4242"],
      usage: expect.any(Number),
      invoices: isSecret,
      preview: ACCOUNT,
      status: expect.any(String),
      topup: 5000,
      limit: isSecret,
      limits: expect.any(Number),
      eligibility: true,
    });
    stack.write(onPlugin(`call("getUsageHistory", { valueGroupingWindow: "week" });`));
    const refused = await stack.preview();
    expect(refused.exitCode).not.toBe(0);
    // Pulumi's SDK adds a stack of its own.
    expect(refused.errors.map((error) => error.split("\n")[0])).toEqual([
      `Error: invocation of ${tokenOf("getUsageHistory")} returned an error: getUsageHistory(): valueGroupingWindow must be "hour" or "day"; got "week".`,
    ]);
  });
});
