/** The data functions in real programs. */
import { SECRETS, withStack } from "../support/engine";
import { GENERATIONS, testInFull, testSome } from "../support/full";
import { ACCOUNT, OTHER_ACCOUNT } from "../support/programs";

const IMPORT = `const pulumi = require("@pulumi/pulumi");
const { AutoTopupConfig, getCreditBalance, getCreditBalanceOutput, getInvoicePreview, getInvoicePreviewOutput, isBillingError } = require("pulumi-cloudflare-ai-gateway-billing");`;

const ALL_IMPORTS = `const pulumi = require("@pulumi/pulumi");
const billing = require("pulumi-cloudflare-ai-gateway-billing");`;

const readOnly = { "cloudflare-ai-gateway-billing:apiToken": SECRETS.readToken };

testSome(1, GENERATIONS)("balance and invoice preview, with a token that may only read (%s)", async (api) => {
  const program = `${IMPORT}
exports.balance = getCreditBalance({ accountId: "${ACCOUNT}" });
exports.invoice = getInvoicePreviewOutput({ accountId: pulumi.secret("${ACCOUNT}") });
`;
  const topupConfig = { amount: 5000, threshold: 1000, disabledReason: "card_declined" };
  const accounts = { [ACCOUNT]: { balance: -12.5, topupConfig, paymentMethod: null } };
  await withStack({ api, program, secrets: readOnly, seed: { accounts } }, async (stack) => {
    expect(await stack.preview()).toMatchObject({ exitCode: 0, errors: [], warnings: [] });
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    const { balance, invoice } = stack.outputs() as { balance: unknown; invoice: object };
    expect(balance).toEqual({
      accountId: ACCOUNT,
      balance: -12.5,
      hasDefaultPaymentMethod: false,
      paymentMethod: null,
      topupConfig: {
        amount: 5000,
        threshold: 1000,
        disabledReason: "card_declined",
        error: null,
        lastFailedAt: null,
      },
      firstTopupSuccess: true,
    });
    // a secret argument makes the result secret
    expect(invoice).toHaveProperty("ciphertext");
    const { output } = await stack.pulumi("stack", "output", "invoice", "--show-secrets", "--json");
    const now = new Date();
    const month = (offset: number) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset);
    expect(JSON.parse(output)).toMatchObject({
      accountId: ACCOUNT,
      invoice: {
        amountDue: 0,
        currency: "usd",
        status: "draft",
        periodStart: new Date(month(0)).toISOString(),
        periodEndSeconds: month(1) / 1000,
        lines: [{ quantity: 0, unitAmountDecimal: "1", pretaxCreditAmounts: [] }],
      },
    });
  });
});

test("an output function waits for what it depends on, and is not called while an argument is unknown", async () => {
  const program = `${IMPORT}
const topup = new AutoTopupConfig("topup", { accountId: "${ACCOUNT}", amount: 5000, threshold: 1000 });
exports.after = getCreditBalanceOutput({ accountId: "${ACCOUNT}" }, { dependsOn: topup }).topupConfig.apply((config) => config.amount);
exports.byId = getCreditBalanceOutput({ accountId: topup.id }).balance;
class Pair extends pulumi.ComponentResource {
  constructor(name) {
    super("test:index:Pair", name);
    this.inner = new AutoTopupConfig(name + "-inner", { accountId: "${OTHER_ACCOUNT}", amount: 7000, threshold: 1000 }, { parent: this });
    this.registerOutputs({});
  }
}
const pair = new Pair("pair");
exports.afterChildren = getCreditBalanceOutput({ accountId: "${OTHER_ACCOUNT}" }, { dependsOn: [pair] }).topupConfig.apply((config) => config.amount);
`;
  await withStack(
    { api: "2026-05", program, config: { "cloudflare-ai-gateway-billing:preflight": "false" } },
    async (stack) => {
      expect(await stack.preview()).toMatchObject({ exitCode: 0 });
      expect(stack.newRequests()).toEqual([]);
      expect(await stack.up()).toMatchObject({ exitCode: 0 });
      expect(stack.outputs()).toEqual({ after: 5000, byId: 1000, afterChildren: 7000 });
    },
  );
});

test("no upcoming invoice is null, an error can be told by its name, and a wrong account id is refused before anything is sent", async () => {
  const program = `${IMPORT}
exports.invoice = getInvoicePreview({ accountId: "${ACCOUNT}" }).then(({ invoice }) => invoice === null ? "none" : "some");
const nameOf = (call) => call.then(() => "none", (error) => [error.name, isBillingError(error, "ConfigurationError"), error.message.split(".")[0]]);
exports.wrong = nameOf(getCreditBalance({ accountId: "accounts/x" }));
exports.none = nameOf(getCreditBalance());
exports.provider = nameOf(getCreditBalance({ accountId: "${ACCOUNT}" }, { provider: {} }));
`;
  await withStack(
    { api: "2026-10", program, seed: { accounts: { [ACCOUNT]: { upcomingInvoice: false } } } },
    async (stack) => {
      expect(await stack.up()).toMatchObject({ exitCode: 0 });
      expect(stack.outputs()).toEqual({
        invoice: "none",
        wrong: [
          "ConfigurationError",
          true,
          "getCreditBalance(): accountId must be a Cloudflare account id, 32 lower-case hex digits; got a string of 10 characters",
        ],
        none: ["ConfigurationError", true, "getCreditBalance(): No account is given"],
        provider: [
          "ConfigurationError",
          true,
          "getCreditBalance() takes its credentials from the stack configuration or the environment; the option provider has no effect",
        ],
      });
      expect(stack.newRequests()).toEqual(["GET /invoice-preview"]);
    },
  );
});

// npm test has it in wrongToken.test.ts
testInFull("an error that nobody catches ends the program with its sentence", async () => {
  const program = `${IMPORT}\nexports.balance = getCreditBalance({ accountId: "${ACCOUNT}" });`;
  await withStack(
    { api: "2026-10", program, secrets: { "cloudflare-ai-gateway-billing:apiToken": SECRETS.unknownToken } },
    async (stack) => {
      const refused = await stack.preview();
      expect(refused.exitCode).not.toBe(0);
      expect(refused.output).not.toMatch(/at .*\.js:\d+|facts|UnhandledPromise/);
      expect(refused.output).toContain(
        "Could not read the credit balance of account 0123456789abcdef0123456789abcdef: Cloudflare answered 403 (code 9109: Invalid access token; cf-ray",
      );
    },
  );
});

testSome(1, GENERATIONS)("every data function and its twin answer in a real program (%s)", async (api) => {
  const newer = api === "2026-10" ? ["getTopupLimits", "getTopupEligibility"] : [];
  const plain = [
    "getCreditBalance",
    "getInvoicePreview",
    "getInvoiceHistory",
    "getTopupConfig",
    "getSpendingLimit",
    ...newer,
  ];
  const program = `${ALL_IMPORTS}
const accountId = "${ACCOUNT}";
for (const name of ${JSON.stringify(plain)}) {
  exports[name] = billing[name]({ accountId });
  exports[name + "Output"] = billing[name + "Output"]({ accountId: pulumi.output(accountId) });
}
const usage = { accountId, valueGroupingWindow: "day", startTime: "2026-11-01T00:00:00Z", endTime: "2026-11-30T00:00:00Z" };
exports.getUsageHistory = billing.getUsageHistory({ ...usage, startTime: new Date(usage.startTime) });
exports.getUsageHistoryOutput = billing.getUsageHistoryOutput({ ...usage, startTime: pulumi.output(Date.parse(usage.startTime)) });
const [startTime, endTime] = [new Date(usage.startTime), new Date(usage.endTime)];
const asOutput = (date) => pulumi.output(0).apply(() => date);
exports.getUsageHistoryOfDates = billing.getUsageHistoryOutput({ ...usage, startTime, endTime });
exports.getUsageHistoryOfDateOutputs = billing.getUsageHistoryOutput({ ...usage, startTime: asOutput(startTime), endTime: pulumi.secret(0).apply(() => endTime) });
exports.getUsageHistoryOfPromises = billing.getUsageHistoryOutput({ ...usage, startTime: Promise.resolve(startTime), endTime: Promise.resolve(usage.endTime) });
const status = { accountId, paymentIntentId: "in_emulator_000001" };
exports.getTopupStatus = billing.getTopupStatus(status);
exports.getTopupStatusOutput = billing.getTopupStatusOutput({ ...status, paymentIntentId: pulumi.output(status.paymentIntentId) });
`;
  const topupConfig = { amount: 5000, threshold: 500 };
  const spendingLimit = { amount: 100, duration: "daily", strategy: "fixed" };
  const seed = { accounts: { [ACCOUNT]: { topupConfig, spendingLimit } } };
  await withStack({ api, program, seed, now: () => Date.UTC(2026, 10, 15) }, async (stack) => {
    stack.emulator.use(ACCOUNT, 501);
    stack.emulator.advance(2000);
    expect(await stack.up()).toMatchObject({ exitCode: 0, errors: [] });
    const { output } = await stack.pulumi("stack", "output", "--json", "--show-secrets");
    const outputs = JSON.parse(output);
    const invoices = [
      {
        id: "in_emulator_000001",
        amountDue: 5250,
        status: "paid",
        invoiceOrigin: "auto",
        invoicePdf: expect.stringMatching(/^https:/),
      },
      { id: "in_emulator_first", amountDue: 1050, status: "paid", created: "2025-11-15T00:00:02.000Z" },
    ];
    const expected: Record<string, object> = {
      getCreditBalance: { accountId: ACCOUNT, balance: 5499, firstTopupSuccess: true },
      getInvoicePreview: { invoice: { amountDue: 501, periodStart: "2026-11-01T00:00:00.000Z" } },
      getInvoiceHistory: { accountId: ACCOUNT, invoices },
      getTopupConfig: { accountId: ACCOUNT, ...topupConfig, disabledReason: null, error: null, lastFailedAt: null },
      getSpendingLimit: { accountId: ACCOUNT, enabled: true, ...spendingLimit },
      getUsageHistory: {
        history: [
          { aggregatedValue: 501, startTime: "2026-11-15T00:00:00.000Z", startTimeRaw: Date.UTC(2026, 10, 15) },
        ],
      },
      getTopupStatus: { accountId: ACCOUNT, paymentIntentId: "in_emulator_000001", status: "completed" },
      ...(newer.length > 0 && {
        getTopupLimits: { minCents: 1000, maxCents: 500_000, currency: "usd" },
        getTopupEligibility: {
          eligible: true,
          reason: "ELIGIBLE",
          displayPaymentMethod: { brand: "visa", last4: "4242" },
        },
      }),
    };
    for (const form of ["Dates", "DateOutputs", "Promises"]) {
      expect(outputs[`getUsageHistoryOf${form}`]).toEqual(outputs.getUsageHistory);
    }
    for (const [name, result] of Object.entries(expected)) {
      expect({ [name]: outputs[name] }).toMatchObject({ [name]: result });
      expect({ [name]: outputs[`${name}Output`] }).toMatchObject({ [name]: result });
    }
    // a link that needs no login is a secret in the state
    expect(JSON.stringify(stack.outputs())).not.toContain("invoices.example.com");
  });
});

test("arguments are checked before anything is sent", async () => {
  const usage =
    'billing.getUsageHistory({ accountId, valueGroupingWindow: "day", startTime: "2026-11-01T00:00:00Z", endTime: "2026-11-02T00:00:00Z", ';
  const twin = `twinOf(${usage}`.replace("billing.getUsageHistory(", "");
  const cases: ReadonlyArray<readonly [string, string]> = [
    [`${twin} startTime: new Date(NaN) })`, "or whole Unix milliseconds; got an invalid Date."],
    [`${twin} startTime: asOutput(new Date(NaN)) })`, "or whole Unix milliseconds; got an invalid Date."],
    [`${twin} endTime: asOutput(undefined) })`, "endTime must be a Date, ISO 8601 text with its time zone"],
    [
      `${twin} endTime: pulumi.output(new Date()) })`,
      "got a value of type object. pulumi.output(), pulumi.all() and pulumi.secret() turn a Date into an empty object. Give them date.toISOString().",
    ],
    [`${twin} startTime: new Date("2026-12-01") })`, "got 2026-12-01T00:00:00.000Z to 2026-11-02T00:00:00.000Z."],
    [
      `${usage} valueGroupingWindow: "week" })`,
      'getUsageHistory(): valueGroupingWindow must be "hour" or "day"; got "week".',
    ],
    [`${usage} valueGroupingWindow: undefined })`, 'valueGroupingWindow must be "hour" or "day"; got nothing.'],
    [`${usage} valueGroupingWindow: "toString" })`, 'valueGroupingWindow must be "hour" or "day"; got "toString".'],
    [`${usage} startTime: undefined })`, "startTime must be a Date, ISO 8601 text with its time zone"],
    [`${usage} startTime: "yesterday" })`, 'got "yesterday".'],
    [`${usage} startTime: "2026-11-01T00:00:00" })`, 'got "2026-11-01T00:00:00".'],
    [`${usage} startTime: "2026-13-01" })`, 'got "2026-13-01".'],
    [`${usage} startTime: new Date(NaN) })`, "or whole Unix milliseconds; got an invalid Date."],
    [`${usage} startTime: 1793491200 })`, "If these are seconds, write 1793491200000."],
    [`${usage} startTime: 1793491200000.5 })`, "or whole Unix milliseconds; got 1793491200000.5."],
    [`${usage} endTime: Infinity })`, "endTime must be a Date"],
    [`${usage} endTime: null })`, "got null."],
    [
      `${usage} endTime: "2026-11-01" })`,
      "endTime must be later than startTime; got 2026-11-01T00:00:00.000Z to 2026-11-01T00:00:00.000Z.",
    ],
    [`${usage} endTime: "2026-10-01T00:00:00Z" })`, "endTime must be later than startTime"],
    [`${usage} endTime: "2027-12-01T00:00:00Z" })`, 'startTime and endTime may be at most 366 days apart for "day"'],
    [
      `${usage} valueGroupingWindow: "hour", endTime: "2026-12-03T00:00:00Z" })`,
      'may be at most 31 days apart for "hour"; got 2026-11-01T00:00:00.000Z to 2026-12-03T00:00:00.000Z. Use "day", or a shorter range.',
    ],
    [
      `billing.getInvoiceHistory({ accountId, type: "paid" })`,
      'getInvoiceHistory(): type must be "all", "auto" or "manual"; got "paid".',
    ],
    [
      `billing.getTopupStatus({ accountId })`,
      "getTopupStatus(): paymentIntentId must be the id that the top-up returned",
    ],
    [`billing.getTopupStatus({ accountId, paymentIntentId: " " })`, "it is missing or empty."],
    [`billing.getTopupStatus({ accountId, paymentIntentId: 7 })`, "it is missing or empty."],
  ];
  const program = `${ALL_IMPORTS}
const accountId = "${ACCOUNT}";
const asOutput = (value) => pulumi.output(0).apply(() => value);
// Each promise of a failed output ends the program, unless somebody handles it.
const handled = (output) => (Promise.allSettled([output.isKnown, output.isSecret, output.allResources()]), output.promise());
const twinOf = (args) => handled(billing.getUsageHistoryOutput(args));
const messageOf = (call) => call.then(() => "accepted", (error) => error.name + ": " + error.message);
exports.messages = [${cases.map(([call]) => `messageOf(${call})`).join(",\n")}];
`;
  await withStack({ api: "2026-10", program }, async (stack) => {
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    const { messages } = stack.outputs() as { messages: string[] };
    for (const [index, [call, says]] of cases.entries()) {
      expect(`${call}: ${messages[index]}`).toContain(says);
      expect(messages[index]).toMatch(/^ConfigurationError: /);
    }
    expect(stack.newRequests()).toEqual([]);
  });
});

test("a function says so if the older generation lacks its endpoint", async () => {
  const program = `${ALL_IMPORTS}
exports.names = ["getTopupLimits", "getTopupEligibility"].map((name) => billing[name]({ accountId: "${ACCOUNT}" }).catch((error) => error.name));`;
  await withStack({ api: "2026-05", program }, async (stack) => {
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    expect(stack.outputs()).toEqual({ names: ["NotFoundError", "NotFoundError"] });
  });
});
