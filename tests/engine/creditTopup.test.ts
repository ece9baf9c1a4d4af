/** One-off purchases under the real engine: what is charged is read from the emulator's ledger. */
import type { StackOptions, TestStack } from "../support/engine";
import { SECRETS, withStack } from "../support/engine";
import { GENERATIONS, isFull, testInFull, testSome } from "../support/full";
import { ACCOUNT, OTHER_ACCOUNT } from "../support/programs";
import { buy, QUICK_CONFIG } from "../support/purchases";

const START = { api: "2026-10", config: QUICK_CONFIG } as const;

const invoices = ({ emulator }: TestStack) => emulator.state().charges.map(({ invoiceId }) => invoiceId);

function withPurchase(options: Partial<StackOptions>, test: (stack: TestStack) => Promise<void>) {
  return withStack({ ...START, program: buy({ purchase: "2026-11" }), ...options }, test);
}

testSome(1, GENERATIONS)("%s: one charge for each purchase, none for anything else", async (api) => {
  await withPurchase({ api }, async (stack) => {
    expect(await stack.preview()).toMatchObject({
      exitCode: 0,
      steps: { "credit-intent": "create", "credit-charge": "create" },
    });
    expect(invoices(stack)).toEqual([]);

    const bought = await stack.up();
    expect(bought).toMatchObject({ exitCode: 0, steps: { "credit-intent": "create", "credit-charge": "create" } });
    expect(bought.output).toContain("Waiting 3 s: then the list of invoices");
    expect(stack.outputs()).toMatchObject({
      amount: 5000,
      invoiceId: "in_emulator_000001",
      status: "completed",
      origin: "charged",
      cardBrand: "visa",
      cardLast4: "4242",
      onboarding: true,
    });
    expect(stack.emulator.state().charges).toMatchObject([{ amount: 5000, charged: 5250, status: "completed" }]);
    expect(stack.resources()["credit-charge"]?.id).toBe(`${ACCOUNT}/2026-11`);

    // nothing to do, nothing sent
    stack.newRequests();
    expect(await stack.up()).toMatchObject({
      exitCode: 0,
      steps: { "credit-intent": "same", "credit-charge": "same" },
    });
    if (isFull) expect(await stack.driftGate()).toMatchObject({ exitCode: 0 });
    expect(await stack.refresh()).toMatchObject({ exitCode: 0 });
    stack.write(buy({ purchase: "2026-11", amount: 6000 }));
    const changed = await stack.preview();
    expect(changed.exitCode).not.toBe(0);
    expect(changed.output).toMatch(/amount was 5000 when purchase "2026-11" was recorded/);
    expect(stack.newRequests()).toEqual([]);

    // a new word is a replacement of the charge
    stack.write(buy({ purchase: "2026-12", amount: 2000, reason: "TICKET-7" }));
    const next = await stack.preview();
    expect(next).toMatchObject({ exitCode: 0, steps: { "credit-intent": "update" } });
    expect(next.steps["credit-charge"]).toMatch(/replace/);
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    expect(stack.outputs()).toMatchObject({ amount: 2000, invoiceId: "in_emulator_000002", status: "completed" });

    // destroy forgets, and says so
    const destroyed = await stack.destroy();
    expect(destroyed.exitCode).toBe(0);
    expect(destroyed.output).toContain("is forgotten. Nothing is sent, and the credit is not refunded");
    expect(invoices(stack)).toHaveLength(2);

    // up again would be a second charge for the same decision
    const again = await stack.up();
    expect(again.exitCode).not.toBe(0);
    expect(again.errors.join()).toMatch(/may have been made already: account \w+ has in_emulator_000002/);
    stack.write(buy({ purchase: "2026-12", amount: 2000, adoptInvoiceId: "in_emulator_000002" }));
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    expect(stack.outputs()).toMatchObject({
      invoiceId: "in_emulator_000002",
      status: "completed",
      origin: "adopted",
    });
    expect(invoices(stack)).toHaveLength(2);
  });
});

const REFUSED: readonly [what: string, args: object, message: RegExp][] = [
  ["another amount", { purchase: "2026-11", amount: 6000 }, /amount was 5000 when purchase "2026-11" was recorded/],
  ["another account", { purchase: "2026-11", accountId: OTHER_ACCOUNT }, /accountId was \w+ when purchase "2026-11"/],
  ["too little", { purchase: "2026-12", amount: 50 }, /If 50 US dollars were meant, write usd\(50\)/],
  ["a padded word", { purchase: " 2026-12" }, /purchase must be the word for a purchase.*without spaces around it/],
  ["no word", {}, /purchase must be the word for a purchase/],
  ["a typing mistake", { purchase: "2026-12", Reason: "x" }, /"Reason" is not a property of CreditTopup.*Write reason/],
  ["an invalid wait", { purchase: "2026-12", settleWithinSeconds: -1 }, /settleWithinSeconds must be a whole number/],
  ["the purchase itself given up", { purchase: "2026-12", abandonPurchase: ["2026-12"] }, /names the purchase itself/],
];

// Without an engine, each rule has its test.
testInFull(
  "refused at preview, and nothing is sent",
  async () => {
    await withPurchase({}, async (stack) => {
      await stack.up();
      stack.newRequests();
      for (const [what, args, message] of REFUSED) {
        stack.write(buy(args));
        const { exitCode, output } = await stack.preview();
        expect({ what, refused: exitCode !== 0, output }).toEqual({
          what,
          refused: true,
          output: expect.stringMatching(message),
        });
      }
      // and so they are by `up`, which runs the same program
      for (const [, args, message] of REFUSED) {
        stack.write(buy(args));
        const { exitCode, output } = await stack.up();
        expect(exitCode).not.toBe(0);
        expect(output).toMatch(message);
      }
      expect(stack.newRequests()).toEqual([]);
      expect(invoices(stack)).toHaveLength(1);
    });
  },
  300_000,
);

// npm test has the older word in terminal.test.ts
testInFull("what the recorded purchases refuse, a preview refuses too, in one clean error", async () => {
  await withPurchase({}, async (stack) => {
    await stack.up();
    stack.emulator.patchAccount(ACCOUNT, { payments: "are declined" });
    stack.write(buy({ purchase: "2026-12" }));
    await stack.up();
    stack.emulator.patchAccount(ACCOUNT, { payments: "succeed" });

    const refuses = async (args: object, message: RegExp) => {
      stack.newRequests();
      stack.write(buy(args));
      for (const outcome of [await stack.preview(), await stack.up()]) {
        expect(outcome.exitCode).not.toBe(0);
        expect(outcome.errors.filter((error) => message.test(error))).toHaveLength(1);
        expect(outcome.output).not.toMatch(/\n\s+at .*:\d+:\d+/);
      }
      expect(stack.newRequests()).toEqual([]);
    };
    await refuses({ purchase: "2026-11" }, /"2026-11" is older than "2026-12": purchases move forward only/);

    stack.write(buy({ purchase: "2027-01", abandonPurchase: "2026-12" }));
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    await refuses({ purchase: "2026-12" }, /"2026-12" was given up \(abandonPurchase\), and cannot be resumed/);
    expect(invoices(stack)).toHaveLength(2);
  });
});

test("an answer that is lost is found on the list, and nothing is charged again", async () => {
  await withPurchase({}, async (stack) => {
    stack.emulator.addFault({ endpoint: "POST /topup", mode: "reset-after-commit" });
    const outcome = await stack.up();
    expect(outcome.exitCode).toBe(0);
    expect(outcome.output).toMatch(
      /Purchase "2026-11" was already charged\. Invoice in_emulator_000001 .* is taken over/,
    );
    expect(stack.outputs()).toMatchObject({ invoiceId: "in_emulator_000001", origin: "adopted", status: "completed" });
    expect(invoices(stack)).toHaveLength(1);
  });
});

// npm test has it, word for word, in terminal.test.ts
testInFull("a declined card is one clean error, and the same word is tried again", async () => {
  await withPurchase({}, async (stack) => {
    stack.emulator.patchAccount(ACCOUNT, { payments: "are declined" });
    const declined = await stack.up();
    expect(declined.errors.join()).toMatch(/Cloudflare answered 402.*Nothing was charged/);
    stack.emulator.patchAccount(ACCOUNT, { payments: "succeed" });
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    expect(stack.outputs()).toMatchObject({ status: "completed", origin: "charged" });
    expect(invoices(stack)).toHaveLength(1);
  });
});

test("a payment that waits for the bank is pending, and completed once it is confirmed", async () => {
  await withPurchase({ program: buy({ purchase: "2026-11", settleWithinSeconds: 1 }) }, async (stack) => {
    stack.emulator.patchAccount(ACCOUNT, { payments: "wait for the bank" });
    const pending = await stack.up();
    expect(pending.exitCode).toBe(0);
    expect(pending.output).toMatch(/warning: Purchase "2026-11": .* It waits for the bank's confirmation/);
    expect(stack.outputs()).toMatchObject({ status: "pending", origin: "charged" });
    expect(await stack.refresh()).toMatchObject({ exitCode: 0 });
    expect(stack.outputs()).toMatchObject({ status: "pending" });
    if (isFull) {
      await stack.pulumi("config", "set", "--secret", "cloudflare-ai-gateway-billing:apiToken", SECRETS.readToken);
      expect(await stack.refresh("--run-program")).toMatchObject({ exitCode: 0 });
      await stack.pulumi("config", "set", "--secret", "cloudflare-ai-gateway-billing:apiToken", SECRETS.token);
    }
    stack.emulator.bank(ACCOUNT, "confirms");
    expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { "credit-charge": "update" } });
    expect(stack.outputs()).toMatchObject({ status: "completed" });
    expect(invoices(stack)).toHaveLength(1);
  });
});

testInFull("protect reaches the intent and not the charge, so that the next purchase goes through", async () => {
  await withPurchase({ program: buy({ purchase: "2026-11" }, { protect: true }) }, async (stack) => {
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    stack.write(buy({ purchase: "2026-12" }, { protect: true }));
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    expect(invoices(stack)).toHaveLength(2);
    expect((await stack.destroy()).exitCode).not.toBe(0);
  });
});

test("PULUMI_SKIP_CHECKPOINTS is refused with the reason", async () => {
  await withPurchase({ env: { PULUMI_SKIP_CHECKPOINTS: "true" } }, async (stack) => {
    const outcome = await stack.preview();
    expect(outcome.exitCode).not.toBe(0);
    expect(outcome.output).toMatch(
      /PULUMI_SKIP_CHECKPOINTS is set\. Pulumi would then charge the card before it has saved/,
    );
    expect(stack.newRequests()).toEqual([]);
  });
});

// programs.test.ts has it with two settings
testInFull("a second CreditTopup for the account is refused", async () => {
  const program = `${buy({ purchase: "2026-11" })}\nnew CreditTopup("more", { accountId: "${ACCOUNT}", amount: 5000, purchase: "x" });`;
  await withPurchase({ program }, async (stack) => {
    const outcome = await stack.preview();
    expect(outcome.exitCode).not.toBe(0);
    expect(outcome.output).toMatch(
      /CreditTopup "more" and "credit" declare the same account.*To buy again, change the word/,
    );
  });
});

test("an unknown purchase or amount is refused at preview", async () => {
  const program = `
const { CreditTopup, AutoTopupConfig } = require("pulumi-cloudflare-ai-gateway-billing");
const topup = new AutoTopupConfig("topup", { accountId: "${ACCOUNT}", amount: 5000, threshold: 1000 });
new CreditTopup("credit", { accountId: "${ACCOUNT}", amount: 5000, purchase: topup.id });`;
  await withPurchase({ program }, async (stack) => {
    const outcome = await stack.preview();
    expect(outcome.exitCode).not.toBe(0);
    expect(outcome.output).toMatch(/purchase must be known at preview/);
  });
});
