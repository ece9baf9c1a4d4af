/** The data functions in real programs. */
import { SECRETS, withStack } from "../support/engine";
import { ACCOUNT } from "../support/programs";

const IMPORT = `const pulumi = require("@pulumi/pulumi");
const { AutoTopupConfig, getCreditBalance, getCreditBalanceOutput, getInvoicePreview, getInvoicePreviewOutput, isBillingError } = require("pulumi-cloudflare-ai-gateway-billing");`;

const readOnly = { "cloudflare-ai-gateway-billing:apiToken": SECRETS.readToken };

test.each(["2026-05", "2026-10"] as const)(
  "balance and invoice preview, with a token that may only read (%s)",
  async (api) => {
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
  },
);

test("an output function waits for what it depends on, and is not called while an argument is unknown", async () => {
  const program = `${IMPORT}
const topup = new AutoTopupConfig("topup", { accountId: "${ACCOUNT}", amount: 5000, threshold: 1000 });
exports.after = getCreditBalanceOutput({ accountId: "${ACCOUNT}" }, { dependsOn: topup }).topupConfig.apply((config) => config.amount);
exports.byId = getCreditBalanceOutput({ accountId: topup.id }).balance;
`;
  await withStack(
    { api: "2026-05", program, config: { "cloudflare-ai-gateway-billing:preflight": "false" } },
    async (stack) => {
      expect(await stack.preview()).toMatchObject({ exitCode: 0 });
      expect(stack.newRequests()).toEqual([]);
      expect(await stack.up()).toMatchObject({ exitCode: 0 });
      expect(stack.outputs()).toEqual({ after: 5000, byId: 1000 });
      expect(stack.newRequests().slice(0, 2)).toEqual(["GET /topup/config", "POST /topup/config"]);
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
          "getCreditBalance() takes its credentials from the stack configuration or the environment; the option provider does not apply",
        ],
      });
      expect(stack.newRequests()).toEqual(["GET /invoice-preview"]);
    },
  );
});

test("an error that nobody catches ends the program with its sentence", async () => {
  const program = `${IMPORT}\nexports.balance = getCreditBalance({ accountId: "${ACCOUNT}" });`;
  await withStack(
    { api: "2026-10", program, secrets: { "cloudflare-ai-gateway-billing:apiToken": "unknown-token" } },
    async (stack) => {
      const refused = await stack.preview();
      expect(refused.exitCode).not.toBe(0);
      expect(refused.output).toContain(
        "Could not read the credit balance of account 0123456789abcdef0123456789abcdef: Cloudflare answered 403 (code 9109: Invalid access token; cf-ray",
      );
    },
  );
});
