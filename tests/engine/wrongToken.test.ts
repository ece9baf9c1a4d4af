/** A data function without an answer ends the program with one line for each reason, and no noise. */
import { SECRETS, withStack } from "../support/engine";
import { ACCOUNT } from "../support/programs";

const USAGE = `accountId, startTime: "2026-11-01T00:00:00Z", endTime: "2026-11-02T00:00:00Z"`;
const PROGRAM = `const billing = require("pulumi-cloudflare-ai-gateway-billing");
const accountId = "${ACCOUNT}";
// The others have failed long before Pulumi looks at them.
exports.slow = new Promise((resolve) => setTimeout(resolve, 2000, "slow"));
for (const name of ["getCreditBalance", "getInvoicePreview", "getInvoiceHistory", "getTopupConfig", "getSpendingLimit"]) {
  exports[name] = billing[name]({ accountId });
  exports[name + "Output"] = billing[name + "Output"]({ accountId });
}
exports.usage = billing.getUsageHistoryOutput({ ${USAGE}, valueGroupingWindow: "day" });
exports.mistake = billing.getUsageHistoryOutput({ ${USAGE}, valueGroupingWindow: "week" });
billing.getCreditBalanceOutput({ accountId }).apply(({ balance }) => balance);
exports.caught = billing.getInvoicePreview({ accountId }).catch((error) => error.name);
`;
const MISTAKE = 'getUsageHistory(): valueGroupingWindow must be "hour" or "day"; got "week".';

test("a wrong token is one error, however many functions meet it, and another mistake is another", async () => {
  const secrets = { "cloudflare-ai-gateway-billing:apiToken": SECRETS.unknownToken };
  await withStack({ api: "2026-10", program: PROGRAM, secrets }, async (stack) => {
    const { exitCode, errors, output } = await stack.preview();
    expect(exitCode).not.toBe(0);
    expect([...errors].sort()).toEqual([
      expect.stringMatching(
        /^Could not read the [a-z -]+ of account 0123456789abcdef0123456789abcdef: Cloudflare answered 403 \(code 9109: Invalid access token; cf-ray [0-9A-Z-]+\)\. Check that the token or key is complete, active, and belongs to this account\.$/,
      ),
      MISTAKE,
    ]);
    expect(output).not.toMatch(/PromiseRejectionHandledWarning|^\s+at /m);
  });
});

test("missing credentials are one error, and so is a missing account", async () => {
  const program = PROGRAM.replace(`= "${ACCOUNT}"`, "= undefined");
  await withStack({ api: "2026-10", program, secrets: {} }, async (stack) => {
    const [error, ...others] = (await stack.preview()).errors;
    expect(error).toMatch(/^get[A-Za-z]+\(\): No account is given\. Set accountId in the declaration, or /);
    expect(others).toEqual([]);

    stack.write(PROGRAM);
    const { exitCode, errors, output } = await stack.preview();
    expect(exitCode).not.toBe(0);
    expect(errors).toEqual([expect.stringMatching(/^No Cloudflare credentials are set\. Run [^\n]+$/)]);
    expect(output).not.toMatch(/PromiseRejectionHandledWarning|^\s+at /m);
  });
});
