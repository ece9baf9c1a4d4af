/** What a person reads: the diagnostics of each command, as text. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "../support/engine";
import { SECRETS, withStack } from "../support/engine";
import { testInFull } from "../support/full";
import { ACCOUNT, declare, LIMIT, OTHER_ACCOUNT, TOPUP } from "../support/programs";
import { buy, QUICK_CONFIG } from "../support/purchases";

const START = { api: "2026-10", config: QUICK_CONFIG } as const;
const STRICT = { config: { ...QUICK_CONFIG, "cloudflare-ai-gateway-billing:preflight": "strict" } };

/** The diagnostics of each resource, in the order of their types, and the exit code. */
function read({ exitCode, output }: Outcome): string {
  const [, diagnostics = ""] = /\nDiagnostics:\n([\s\S]*?)\n\n?(?=[A-Z][a-z]+:|$)/.exec(output) ?? [];
  const sections = diagnostics
    .replaceAll(/\d{16}-EMU/g, "RAY")
    .replaceAll(/at most \d+ s/g, "at most N s")
    .replaceAll(/^ {4}error: (update|preview) failed\n?/gm, "")
    .replaceAll(/\n{2,}(?= {4}|$)/g, "\n")
    .replaceAll(/^ {2}/gm, "")
    .split("\n\n");
  const told = sections.map((section) => section.trim()).filter((section) => section.includes("\n"));
  return [...told.sort(), `(exit code ${exitCode})`].join("\n");
}

test("a purchase: its preview, its charge, the next one, a declined card, and its retry", async () => {
  await withStack({ ...START, program: buy({ purchase: "2026-11" }) }, async (stack) => {
    expect(read(await stack.preview())).toMatchInlineSnapshot(`
"cloudflare-ai-gateway-billing:index:CreditTopup (credit):
  \`pulumi up\` will charge visa …4242 US$52.50 for US$50.00 of credit (purchase "2026-11"), plus tax, if any.
(exit code 0)"
`);
    expect(read(await stack.up())).toMatchInlineSnapshot(`
"pulumi:pulumi:Stack (engine-test-test):
  Waiting 3 s: then the list of invoices shows every charge under way, purchase "2026-11" is recorded, and the card is charged. Ctrl-C does not cancel the purchase: the next \`pulumi up\` charges the card.
  Charging the card now: US$52.50 for US$50.00 of credit (purchase "2026-11"), plus tax, if any.
  Waiting at most N s for the payment of purchase "2026-11" (in_emulator_000001) to settle.
  Charged visa …4242 US$52.50 for US$50.00 of credit (purchase "2026-11"), plus tax, if any: invoice in_emulator_000001, completed.
(exit code 0)"
`);
    stack.emulator.patchAccount(ACCOUNT, { payments: "are declined" });
    stack.write(buy({ purchase: "2026-12" }));
    expect(read(await stack.preview())).toMatchInlineSnapshot(`
"cloudflare-ai-gateway-billing:index:CreditTopup (credit):
  \`pulumi up\` will charge visa …4242 US$52.50 for US$50.00 of credit (purchase "2026-12"), plus tax, if any. It first looks at the record and at the list of invoices. If this purchase was charged already, or if something is unclear, it charges nothing.
(exit code 0)"
`);
    expect(read(await stack.up())).toMatchInlineSnapshot(`
"pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:TopupCharge (credit-charge):
  error: Could not charge the card for a top-up of account 0123456789abcdef0123456789abcdef: Cloudflare answered 402 (code 1000: Your card was declined; cf-ray RAY). Nothing was charged. Fix the card in the Cloudflare dashboard > Manage account > Billing > Payment info (https://dash.cloudflare.com/0123456789abcdef0123456789abcdef/billing/payment-info), and run \`pulumi up\` again with the same purchase. For another amount, name a new purchase, and give this one up with abandonPurchase.
pulumi:pulumi:Stack (engine-test-test):
  Waiting 3 s: then the list of invoices shows every charge under way, purchase "2026-12" is recorded, and the card is charged. Ctrl-C does not cancel the purchase: the next \`pulumi up\` charges the card.
  Charging the card now: US$52.50 for US$50.00 of credit (purchase "2026-12"), plus tax, if any.
(exit code 1)"
`);
    expect(read(await stack.preview())).toMatchInlineSnapshot(`
"cloudflare-ai-gateway-billing:index:CreditTopup (credit):
  Purchase "2026-12" (US$50.00) was not finished (interrupted or declined). \`pulumi up\` will wait 3 s and look for its charge. If there is one, it takes it over. If there is none, it charges the card US$52.50 for US$50.00 of credit (purchase "2026-12"), plus tax, if any.
(exit code 0)"
`);
    stack.emulator.patchAccount(ACCOUNT, { payments: "succeed" });
    expect(read(await stack.up())).toMatchInlineSnapshot(`
"pulumi:pulumi:Stack (engine-test-test):
  Waiting 3 s: purchase "2026-12" was not finished (interrupted or declined). The list of invoices then shows whether the card was charged. If not, the card is charged then, even if you press Ctrl-C once.
  Purchase "2026-12" has no invoice: it was not charged.
  Charging the card now: US$52.50 for US$50.00 of credit (purchase "2026-12"), plus tax, if any.
  Waiting at most N s for the payment of purchase "2026-12" (in_emulator_000002) to settle.
  Charged visa …4242 US$52.50 for US$50.00 of credit (purchase "2026-12"), plus tax, if any: invoice in_emulator_000002, completed.
(exit code 0)"
`);
    stack.write(buy({ purchase: "2026-11" }));
    expect((await stack.preview()).errors.join()).toContain(
      'Purchase "2026-11" is older than "2026-12": purchases move forward only.',
    );
    expect(stack.emulator.state().charges).toMatchObject([{ amount: 5000 }, { amount: 5000 }]);
  });
});

testInFull("two accounts that buy under one word are each told what will be charged", async () => {
  const both = `${buy({ purchase: "2026-11" })}
new CreditTopup("other", ${JSON.stringify({ accountId: OTHER_ACCOUNT, amount: 5000, purchase: "2026-11" })});`;
  await withStack({ ...START, program: both }, async (stack) => {
    expect(read(await stack.preview()).match(/`pulumi up` will charge visa …4242 US\$52\.50/g)).toHaveLength(2);
  });
});

// npm test has the same refusal of a closed write, and unit tests have this one
testInFull("a strict preview with a wrong token", async () => {
  const secrets = { "cloudflare-ai-gateway-billing:apiToken": SECRETS.unknownToken };
  await withStack({ ...START, ...STRICT, secrets, program: declare({ topup: TOPUP }) }, async (stack) => {
    expect(read(await stack.preview())).toMatchInlineSnapshot(`
"pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:AutoTopupConfig (topup):
  error: This preview could not compare the program with the live account. Could not read the auto top-up of account 0123456789abcdef0123456789abcdef: Cloudflare answered 403 (code 9109: Invalid access token; cf-ray RAY). Check that the token or key is complete, active, and belongs to this account.
(exit code 1)"
`);
  });
});

/** The same program inside a process of the Automation API, which goes on afterwards. */
const INSIDE = `
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const program = async () => void require("./index.js");
LocalWorkspace.selectStack({ stackName: "test", projectName: "engine-test", program }, { workDir: __dirname })
  .then((stack) => stack.preview())
  .then(() => console.log("passed"), (error) => console.log(error.message))
  .finally(() => console.log("goes on"));
`;

testInFull(
  "a strict preview inside an Automation process fails it, and leaves the process its own exit code",
  async () => {
    const secrets = { "cloudflare-ai-gateway-billing:apiToken": SECRETS.unknownToken };
    await withStack({ ...START, ...STRICT, secrets, program: declare({ topup: TOPUP }) }, async (stack) => {
      writeFileSync(join(stack.folder, "inside.js"), INSIDE);
      const { exitCode, output } = await stack.shell("node inside.js");
      expect(output).toMatch(
        /error: This preview could not compare the program with the live account\. .*Invalid access token/,
      );
      expect(output).not.toContain("passed");
      expect(output).toContain("goes on");
      expect(exitCode).toBe(0);
    });
  },
);

testInFull("a preview inside an Automation process waits for an account that answers slowly", async () => {
  await withStack({ ...START, ...STRICT, program: declare({ topup: TOPUP }) }, async (stack) => {
    writeFileSync(join(stack.folder, "inside.js"), INSIDE);
    stack.emulator.addFault({ endpoint: "*", mode: "delay-before", ms: 1000, times: 9 });
    const { output } = await stack.shell("node inside.js");
    expect(output).toMatch(/error: This `pulumi up` will fail\. Cannot set the auto top-up/);
    expect(output).not.toContain("passed");
  });
});

test("a strict preview of a write that Cloudflare has closed, and of an auto top-up that is adopted then", async () => {
  await withStack({ ...START, ...STRICT, program: declare({ topup: TOPUP }) }, async (stack) => {
    expect(read(await stack.preview())).toMatchInlineSnapshot(`
"pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:AutoTopupConfig (topup):
  error: This \`pulumi up\` will fail. Cannot set the auto top-up of account 0123456789abcdef0123456789abcdef: Cloudflare lets only its dashboard change the auto top-up, not API tokens. Set amount 5000 (US$50.00), threshold 1000 (US$10.00) in the Cloudflare dashboard > AI > AI Gateway > Credits Available > Manage > auto top-up (https://dash.cloudflare.com/0123456789abcdef0123456789abcdef/ai/ai-gateway). \`pulumi up\` then passes without a write, since live equals declared. (Live now: not set.)
(exit code 1)"
`);
    stack.emulator.patchAccount(ACCOUNT, { topupConfig: { amount: TOPUP.amount, threshold: TOPUP.threshold } });
    expect(read(await stack.preview())).toMatchInlineSnapshot(`
"pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:AutoTopupConfig (topup):
  The auto top-up of account 0123456789abcdef0123456789abcdef is already as declared: nothing is written. Each time the credit of account 0123456789abcdef0123456789abcdef falls below US$10.00, Cloudflare charges its default card US$52.50 for US$50.00 of credit, plus tax, if any.
(exit code 0)"
`);
    expect(read(await stack.up())).toMatchInlineSnapshot(`
"pulumi:pulumi:Stack (engine-test-test):
  Each time the credit of account 0123456789abcdef0123456789abcdef falls below US$10.00, Cloudflare charges its default card US$52.50 for US$50.00 of credit, plus tax, if any.
(exit code 0)"
`);
  });
});

testInFull("a spending limit whose removal is refused", async () => {
  const limit = `const { SpendingLimit } = require("pulumi-cloudflare-ai-gateway-billing");
new SpendingLimit("limit", ${JSON.stringify(LIMIT)});`;
  await withStack({ ...START, api: "2026-05", program: limit }, async (stack) => {
    expect(read(await stack.preview())).toMatchInlineSnapshot(`
"pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:SpendingLimit (limit):
  \`pulumi up\` needs the permission AI Gateway Write for account 0123456789abcdef0123456789abcdef. This preview cannot check it: this generation of the API has no call that does.
  A deleted SpendingLimit cannot be restored, so its class sets the option protect by itself. To remove or replace it later, first set protect: false and run \`pulumi up\`.
(exit code 0)"
`);
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    expect(read(await stack.preview())).toMatchInlineSnapshot(`"(exit code 0)"`);
    stack.write("");
    expect(read(await stack.preview())).toMatchInlineSnapshot(`
"pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:SpendingLimit (limit):
  error: Preview failed: resource "urn:pulumi:test::engine-test::pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:SpendingLimit::limit" cannot be deleted
  because it is protected. To unprotect the resource, either remove the \`protect\` flag from the resource in your Pulumi program and run \`pulumi up\`, or use the command:
  \`pulumi state unprotect 'urn:pulumi:test::engine-test::pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:SpendingLimit::limit'\`
(exit code 1)"
`);
  });
});

testInFull("an older word, and another amount", async () => {
  await withStack({ ...START, program: buy({ purchase: "2026-11" }) }, async (stack) => {
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    stack.write(buy({ purchase: "2026-12" }));
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    stack.write(buy({ purchase: "2026-11" }));
    expect(read(await stack.preview())).toMatchInlineSnapshot(`
"pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:TopupIntent (credit-intent):
  error: Purchase "2026-11" is older than "2026-12": purchases move forward only. Declare "2026-12" or a new one. Or, if "2026-12" was not charged, give it up with abandonPurchase: "2026-12".
pulumi:pulumi:Stack (engine-test-test):
  ConfigurationError: see the error of the resource.
(exit code 1)"
`);
    stack.write(buy({ purchase: "2026-12", amount: 6000 }));
    expect(read(await stack.preview())).toMatchInlineSnapshot(`
"pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:TopupIntent (credit-intent):
  error: pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:TopupIntent resource 'credit-intent' has a problem: amount was 5000 when purchase "2026-12" was recorded, and is 6000 now. A recorded purchase cannot change. To buy again, name a new one: it charges the card too. If "2026-12" failed without a charge, also give it up with abandonPurchase: "2026-12".
(exit code 1)"
`);
  });
});

test("an API that does not show the permission: a preview says once that it cannot tell", async () => {
  const secrets = { "cloudflare-ai-gateway-billing:apiToken": SECRETS.readToken };
  const program = declare({ topup: TOPUP, limit: LIMIT });
  await withStack({ ...START, ...STRICT, api: "2026-05", secrets, program }, async (stack) => {
    const { exitCode, warnings, output } = await stack.preview();
    expect({ exitCode, warnings }).toEqual({ exitCode: 0, warnings: [] });
    const [, diagnostics = ""] = output.split("\nDiagnostics:\n");
    expect(diagnostics.split("`pulumi up` needs the permission AI Gateway Write for account")).toHaveLength(2);
  });
});

test("a token that may only read is told of once, however many resources of an account need more", async () => {
  const secrets = { "cloudflare-ai-gateway-billing:apiToken": SECRETS.readToken };
  const program = declare({ topup: TOPUP, limit: LIMIT }) + buy({ purchase: "2026-11" });
  await withStack({ ...START, ...STRICT, secrets, program }, async (stack) => {
    const { exitCode, warnings, output } = await stack.preview();
    expect(warnings).toEqual([
      `With these credentials \`pulumi up\` will fail: they lack the permission AI Gateway Write for account ${ACCOUNT}. For the same reason this preview could not check whether Cloudflare accepts what the program declares.`,
      expect.stringMatching(
        /^Set amount 5000 .* in the Cloudflare dashboard .* `pulumi up` then adopts it with these credentials too/,
      ),
    ]);
    // The run that buys may have other credentials.
    expect(output).toContain("`pulumi up` will charge visa …4242 US$52.50 for US$50.00 of credit");
    expect(exitCode).toBe(0);
  });
});
