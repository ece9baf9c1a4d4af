/** What a person reads: the diagnostics of each command, as text. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome } from "../support/engine";
import { SECRETS, withStack } from "../support/engine";
import { ACCOUNT, declare, TOPUP } from "../support/programs";
import { buy, QUICK_CONFIG } from "../support/purchases";

const START = { api: "2026-10", config: QUICK_CONFIG } as const;
const STRICT = { config: { ...QUICK_CONFIG, "cloudflare-ai-gateway-billing:preflight": "strict" } };

/** The diagnostics of each resource, in the order of their types, and the exit code. */
function read({ exitCode, output }: Outcome): string {
  const [, diagnostics = ""] = /\nDiagnostics:\n([\s\S]*?)\n\n?(?=[A-Z][a-z]+:|$)/.exec(output) ?? [];
  const sections = diagnostics
    .replaceAll(/\d{16}-EMU/g, "RAY")
    .replaceAll(/at most \d+ s/g, "at most N s")
    .replaceAll(/^ {4}error: update failed\n/gm, "")
    .replaceAll(/\n{2,}(?= {4}|$)/g, "\n")
    .replaceAll(/^ {2}/gm, "")
    .split("\n\n");
  return [...sections.map((section) => section.trim()).sort(), `(exit code ${exitCode})`].join("\n");
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
  Waiting 3 s: purchase "2026-11" is recorded once every invoice that may be under way is on the list.
  Charging the card now: US$52.50 for US$50.00 of credit (purchase "2026-11"), plus tax, if any.
  Waiting for at most N s: the payment of purchase "2026-11" (in_emulator_000001) settles.
  Charged visa …4242 US$52.50 for US$50.00 of credit (purchase "2026-11"), plus tax, if any: invoice in_emulator_000001, completed.
(exit code 0)"
`);
    stack.emulator.patchAccount(ACCOUNT, { payments: "are declined" });
    stack.write(buy({ purchase: "2026-12" }));
    expect(read(await stack.preview())).toMatchInlineSnapshot(`
"cloudflare-ai-gateway-billing:index:CreditTopup (credit):
  \`pulumi up\` will charge visa …4242 US$52.50 for US$50.00 of credit (purchase "2026-12"), plus tax, if any.
(exit code 0)"
`);
    expect(read(await stack.up())).toMatchInlineSnapshot(`
"pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:TopupCharge (credit-charge):
  error: Could not charge the card for a top-up of account 0123456789abcdef0123456789abcdef: Cloudflare answered 402 (code 1000: Your card was declined; cf-ray RAY). Nothing was charged. Mend the card in the Cloudflare dashboard (Manage account > Billing > Payment info) and run \`pulumi up\` again with the same purchase; another amount needs a new purchase.
pulumi:pulumi:Stack (engine-test-test):
  Waiting 3 s: purchase "2026-12" is recorded once every invoice that may be under way is on the list.
  Charging the card now: US$52.50 for US$50.00 of credit (purchase "2026-12"), plus tax, if any.
(exit code 1)"
`);
    expect(read(await stack.preview())).toMatchInlineSnapshot(`
"cloudflare-ai-gateway-billing:index:CreditTopup (credit):
  Purchase "2026-12" (US$50.00) was not finished: interrupted or declined. \`pulumi up\` will look for its charge for 3 s, and take it over. Only if there is none, it will charge the card US$52.50 for US$50.00 of credit (purchase "2026-12"), plus tax, if any.
(exit code 0)"
`);
    stack.emulator.patchAccount(ACCOUNT, { payments: "succeed" });
    expect(read(await stack.up())).toMatchInlineSnapshot(`
"pulumi:pulumi:Stack (engine-test-test):
  Waiting 3 s: purchase "2026-12" was not finished: interrupted or declined. Whether the card was charged shows in the list of invoices.
  Purchase "2026-12" has no invoice: it was not charged.
  Charging the card now: US$52.50 for US$50.00 of credit (purchase "2026-12"), plus tax, if any.
  Waiting for at most N s: the payment of purchase "2026-12" (in_emulator_000002) settles.
  Charged visa …4242 US$52.50 for US$50.00 of credit (purchase "2026-12"), plus tax, if any: invoice in_emulator_000002, completed.
(exit code 0)"
`);
  });
});

test("a strict preview with a wrong token", async () => {
  const secrets = { "cloudflare-ai-gateway-billing:apiToken": SECRETS.unknownToken };
  await withStack({ ...START, ...STRICT, secrets, program: declare({ topup: TOPUP }) }, async (stack) => {
    expect(read(await stack.preview())).toMatchInlineSnapshot(`
"pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:AutoTopupConfig (topup):
  error: This preview could not be compared with the live account. Could not read the auto top-up of account 0123456789abcdef0123456789abcdef: Cloudflare answered 403 (code 9109: Invalid access token; cf-ray RAY). Check that the token or key is complete, active, and of this account.
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

test("a strict preview inside an Automation process fails it, and leaves the process its own exit code", async () => {
  const secrets = { "cloudflare-ai-gateway-billing:apiToken": SECRETS.unknownToken };
  await withStack({ ...START, ...STRICT, secrets, program: declare({ topup: TOPUP }) }, async (stack) => {
    writeFileSync(join(stack.folder, "inside.js"), INSIDE);
    const { exitCode, output } = await stack.shell("node inside.js");
    expect(output).toMatch(/error: This preview could not be compared with the live account\. .*Invalid access token/);
    expect(output).not.toContain("passed");
    expect(output).toContain("goes on");
    expect(exitCode).toBe(0);
  });
});

test("a preview inside an Automation process waits for an account that answers slowly", async () => {
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
  error: This \`pulumi up\` will fail. Cannot set the auto top-up of account 0123456789abcdef0123456789abcdef: Cloudflare changes the auto top-up from its dashboard alone, not for API tokens. Set amount 5000 (US$50.00), threshold 1000 (US$10.00) in Cloudflare dashboard > AI > AI Gateway > Credits Available > Manage > auto top-up; once live equals declared, \`pulumi up\` passes without a write. (Live now: none is set.)
(exit code 1)"
`);
    stack.emulator.patchAccount(ACCOUNT, { topupConfig: { amount: TOPUP.amount, threshold: TOPUP.threshold } });
    expect(read(await stack.preview())).toMatchInlineSnapshot(`
"pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:AutoTopupConfig (topup):
  The auto top-up of account 0123456789abcdef0123456789abcdef is as declared already: nothing is written. Each time the credit of account 0123456789abcdef0123456789abcdef falls below US$10.00, Cloudflare charges its default card US$52.50 for US$50.00 of credit, plus tax, if any.
(exit code 0)"
`);
    expect(read(await stack.up())).toMatchInlineSnapshot(`
"pulumi:pulumi:Stack (engine-test-test):
  Each time the credit of account 0123456789abcdef0123456789abcdef falls below US$10.00, Cloudflare charges its default card US$52.50 for US$50.00 of credit, plus tax, if any.
(exit code 0)"
`);
  });
});
