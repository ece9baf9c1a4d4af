/** The life of purchases, rule by rule: who is charged is read from the ledger. */

import { topupCharge } from "../../../provider/purchase/charge/topupCharge";
import { createProviderProcess } from "../../../provider/purchase/providerProcess";
import { ACCOUNT, clientOf, rejection } from "../../support/client";
import { judge } from "../../support/invariants";
import { surroundings } from "../../support/surroundings";
import type { Ending, Fate, Kill, Program } from "../../support/world";
import { Stack, World } from "../../support/world";

const NOVEMBER: Program = { accountId: ACCOUNT, amount: 5000, purchase: "2026-11" };
const DECEMBER: Program = { ...NOVEMBER, purchase: "2026-12" };

let world: World;
let stack: Stack;

beforeEach(() => {
  world = new World("2026-10");
  stack = new Stack("a", world);
});

const charges = () => world.store.charges.map(({ invoiceId }) => invoiceId);
const outcome = () => stack.state.charge?.outputs;
const errorOf = (ending: Ending) => (typeof ending === "object" ? ending.error : ending);
const told = () => stack.told.join("\n");

async function bought(program: Program = NOVEMBER) {
  expect(await stack.up(program)).toBe("done");
}

afterEach(() => {
  expect(judge(world.store.charges, world.byHand, [stack.evidence])).toEqual([]);
});

describe("a purchase", () => {
  test("is recorded after one window, and then charged at once", async () => {
    await bought();
    expect(charges()).toEqual(["in_emulator_000001"]);
    const [charge] = world.store.charges;
    expect((charge?.createdAt ?? 0) - Date.UTC(2026, 10, 1)).toBe(65_000);
    expect(outcome()).toMatchObject({
      invoiceId: "in_emulator_000001",
      status: "completed",
      origin: "charged",
      cardBrand: "visa",
      cardLast4: "4242",
      onboarding: true,
    });
    expect(told()).toMatch(
      /Waiting 65 s: .* is recorded, and the card is charged\. Ctrl-C does not cancel the purchase: the next `pulumi up` charges the card\./,
    );
  });

  test("is one decision: up again charges nothing", async () => {
    await bought();
    await bought();
    await stack.refresh();
    await bought();
    expect(charges()).toHaveLength(1);
  });

  test("with a new word is another one", async () => {
    await bought();
    await bought(DECEMBER);
    await bought({ ...DECEMBER, purchase: "2027-01", amount: 2000 });
    expect(charges()).toHaveLength(3);
  });

  test.each<[Partial<Program>, RegExp]>([
    [
      { amount: 6000 },
      /A recorded purchase cannot change: name a new one\. If "2026-11" was not charged, also give it up with abandonPurchase: "2026-11"\./,
    ],
    [{ accountId: "f".repeat(32) }, /A recorded purchase cannot change: name a new one\.$/],
  ])("may not change: %p", async (change, message) => {
    await bought();
    expect(errorOf(await stack.up({ ...NOVEMBER, ...change }))).toMatch(message);
    expect(charges()).toHaveLength(1);
  });
});

describe("before it is recorded", () => {
  test.each([
    ["too little", { limits: { min_cents: 6000 } }, /one top-up of account \w+ buys from 6000 \(US\$60\.00\)/],
    ["too much", { limits: { max_cents: 4000 } }, /to 4000 \(US\$40\.00\)/],
    ["another currency", { limits: { currency: "eur" } }, /buys credit in eur/],
    ["no card", { paymentMethod: null }, /the account has no payment method\. Add a card/],
    [
      "a contract",
      { eligibility: { eligible: false, reason: "CONTRACT_BILLING_NOT_SELF_SERVE" } },
      /billed by contract and cannot buy credit by itself/,
    ],
    ["a new reason", { eligibility: { eligible: false, reason: "MOON" } }, /Cloudflare says MOON and recommends NONE/],
  ] as const)("%s is refused at once", async (_, patch, message) => {
    world.store.patch(ACCOUNT, patch);
    const began = world.clock.now();
    expect(errorOf(await stack.up(NOVEMBER))).toMatch(message);
    expect(world.clock.now() - began).toBeLessThan(1000);
    expect(stack.state).toEqual({});
    expect(charges()).toEqual([]);
  });

  test("the older generation has neither limits nor eligibility, and still sells", async () => {
    world = new World("2026-05");
    stack = new Stack("a", world);
    await bought();
    world.store.patch(ACCOUNT, { paymentMethod: null });
    expect(errorOf(await stack.up(DECEMBER))).toMatch(/the account has no payment method/);
  });
});

describe("the first purchase of a stack", () => {
  test("is refused when the account has an invoice of any age that fits, unless the guard says less", async () => {
    world.buyByHand(4900);
    await world.clock.sleep(400 * 86_400_000);
    expect(errorOf(await stack.up(NOVEMBER))).toMatch(
      /may have been made already: .* in_emulator_000001 \(US\$51\.45, paid/,
    );
    expect(charges()).toHaveLength(1);
    await bought({ ...NOVEMBER, repeatGuardDays: 30 });
    expect(charges()).toHaveLength(2);
  });

  test("names the other manual invoices of the last 30 days, and goes on", async () => {
    world.buyByHand(20_000);
    await bought();
    expect(told()).toContain("The account bought credit by hand in the last 30 days: in_emulator_000001 (US$210.00");
  });

  test("takes over the invoice that is named, and charges nothing", async () => {
    world.buyByHand(5000);
    world.buyByHand(5100);
    await bought({ ...NOVEMBER, adoptInvoiceId: "in_emulator_000001" });
    expect(outcome()).toMatchObject({ invoiceId: "in_emulator_000001", origin: "adopted", status: "completed" });
    expect(told()).toContain("Others fit too: in_emulator_000002");
    expect(charges()).toHaveLength(2);
  });

  test.each([
    ["in_unknown", /is not among the account's manual invoices: in_emulator_000001/],
    ["in_emulator_000001", /does not fit US\$50\.00/],
  ])("takes over no other invoice: %s", async (adoptInvoiceId, message) => {
    world.buyByHand(9000);
    expect(errorOf(await stack.up({ ...NOVEMBER, adoptInvoiceId }))).toMatch(message);
  });
});

describe("the next purchase", () => {
  test("waits for the one before", async () => {
    world.store.patch(ACCOUNT, { payments: "are declined" });
    expect(errorOf(await stack.up(NOVEMBER))).toMatch(/402.*Nothing was charged/);
    world.store.patch(ACCOUNT, { payments: "succeed" });
    expect(errorOf(await stack.up(DECEMBER))).toMatch(/"2026-11" .* comes before "2026-12" and is not finished/);
    await bought({ ...DECEMBER, abandonPurchase: ["2026-11"] });
    expect(told()).toContain('Purchase "2026-11" is given up. No manual invoice has appeared');
    expect(told()).toContain("After this `pulumi up`, you can remove abandonPurchase.");
    expect(charges()).toHaveLength(1);
    await bought(DECEMBER);
    expect(charges()).toHaveLength(1);
    expect(errorOf(await stack.up(NOVEMBER))).toMatch(/was given up \(abandonPurchase\), and cannot be resumed/);
  });

  test("is refused when somebody else has bought what fits", async () => {
    await bought();
    world.buyByHand(5000);
    expect(errorOf(await stack.up(DECEMBER))).toMatch(/in_emulator_000002.*only that of "2026-11" was expected/);
    await bought({ ...DECEMBER, adoptInvoiceId: "in_emulator_000002" });
    expect(outcome()).toMatchObject({ invoiceId: "in_emulator_000002", origin: "adopted" });
    expect(charges()).toHaveLength(2);
    // after one that was taken over, none is expected
    await bought({ ...DECEMBER, purchase: "2027-01" });
    expect(charges()).toHaveLength(3);
  });

  test("is refused when the state is older than the account", async () => {
    await bought();
    const old = stack.states.length - 1;
    await bought(DECEMBER);
    stack.rollBack(old);
    expect(errorOf(await stack.up(DECEMBER))).toMatch(/the state of this stack is out of date/);
    expect(charges()).toHaveLength(2);
  });

  test("names purchases in between that fit neither, such as one of a lost state", async () => {
    await bought();
    world.buyByHand(20_000);
    world.store.patch(ACCOUNT, { payments: "are declined" });
    world.buyByHand(30_000);
    world.store.patch(ACCOUNT, { payments: "succeed" });
    await bought(DECEMBER);
    expect(told()).toMatch(
      /Since purchase "2026-11" was recorded, account \w+ also got in_emulator_000002 \(US\$210\.00, paid, 2026-11-01\)\. No purchase in this state owns it\./,
    );
    expect(charges()).toEqual(["in_emulator_000001", "in_emulator_000002", "in_emulator_000003"]);
    stack.told.length = 0;
    await bought({ ...DECEMBER, purchase: "2027-01" });
    expect(told()).not.toContain("also got");
  });

  test("records the invoice of a purchase whose answer was lost", async () => {
    await stack.up(NOVEMBER, { kill: { at: "the charge is not saved", providerDies: true } });
    await bought(DECEMBER);
    expect(stack.state.intent?.outputs.purchases).toMatchObject([{ invoiceId: "in_emulator_000001" }, {}]);
    expect(charges()).toHaveLength(2);
  });

  test("may not take the invoice of the last one along", async () => {
    world.buyByHand(5000);
    await bought({ ...NOVEMBER, adoptInvoiceId: "in_emulator_000001" });
    expect(errorOf(await stack.up({ ...DECEMBER, adoptInvoiceId: "in_emulator_000001" }))).toMatch(
      /adoptInvoiceId is still "in_emulator_000001", the invoice of purchase "2026-11"/,
    );
  });

  test("is not given up once it was charged", async () => {
    await bought();
    await bought(DECEMBER);
    expect(errorOf(await stack.up({ ...NOVEMBER, abandonPurchase: ["2026-12"] }))).toMatch(
      /"2026-12" .* cannot be given up for the older "2026-11": since it was recorded, account \w+ got in_emulator_000002/,
    );
    await bought(DECEMBER);
  });

  test("is not given up for an older one while its charge is under way", async () => {
    await bought();
    // The request has left when Pulumi and the provider die, and is charged half a minute later.
    const kill: Kill = { at: { ms: 70_000 }, providerDies: true };
    expect(await stack.up(DECEMBER, { kill, onItsWay: [30_000, 0] })).toBe("killed");
    expect(charges()).toHaveLength(1);
    expect(errorOf(await stack.up({ ...NOVEMBER, abandonPurchase: ["2026-12"] }))).toMatch(/cannot be given up/);
    expect(charges()).toHaveLength(2);
    await bought(DECEMBER);
  });

  test("may not take over the only invoice that the one before can have", async () => {
    await bought();
    expect(errorOf(await stack.up({ ...DECEMBER, adoptInvoiceId: "in_emulator_000001" }))).toMatch(
      /"2026-11" .* is not finished: account \w+ has no invoice for it but in_emulator_000001 \(.*\), which adoptInvoiceId gives to "2026-12"\./,
    );
  });

  test("takes over the invoice that is named later, and says what becomes of the other", async () => {
    await bought();
    world.buyByHand(5000);
    await bought({ ...NOVEMBER, adoptInvoiceId: "in_emulator_000002" });
    expect(outcome()).toMatchObject({ invoiceId: "in_emulator_000002", origin: "adopted" });
    expect(told()).toContain("Invoice in_emulator_000001 no longer belongs to any purchase");
  });

  test("may not take over the invoice of the one before", async () => {
    await bought();
    await bought(DECEMBER);
    expect(errorOf(await stack.up({ ...DECEMBER, adoptInvoiceId: "in_emulator_000001" }))).toMatch(
      /invoice in_emulator_000001 belongs to purchase "2026-11"/,
    );
  });

  test("may not take repeatGuardDays along, and says whom it left out", async () => {
    world.buyByHand(5000);
    await bought({ ...NOVEMBER, repeatGuardDays: 0 });
    expect(told()).toContain(
      "Because of repeatGuardDays: 0, in_emulator_000001 (US$52.50, paid, 2026-11-01) counts as another purchase",
    );
    expect(errorOf(await stack.up({ ...DECEMBER, repeatGuardDays: 0 }))).toMatch(/repeatGuardDays is still 0/);
    await bought(DECEMBER);
    expect(charges()).toHaveLength(3);
  });

  test("never goes back, save past one that was given up", async () => {
    await bought();
    world.store.patch(ACCOUNT, { payments: "are declined" });
    await stack.up(DECEMBER);
    expect(errorOf(await stack.up(NOVEMBER))).toMatch(/"2026-11" is older than "2026-12": purchases move forward only/);
    await bought({ ...NOVEMBER, abandonPurchase: ["2026-12"] });
    await bought(NOVEMBER);
    expect(outcome()).toMatchObject({ purchase: "2026-11" });
    expect(charges()).toHaveLength(1);
  });
});

describe("an answer that is lost", () => {
  test.each<Fate>(["lost after commit", "500 after commit", "hangs after commit"])(
    "to one that was %s: the list tells, and nothing is charged again",
    async (charge) => {
      expect(await stack.up(NOVEMBER, { charge })).toBe("done");
      expect(outcome()).toMatchObject({ invoiceId: "in_emulator_000001", origin: "adopted", status: "completed" });
      expect(charges()).toHaveLength(1);
    },
  );

  test("before anything was done ends in a question, and up again buys", async () => {
    expect(errorOf(await stack.up(NOVEMBER, { charge: "lost before commit" }))).toMatch(
      /65 s later there is no invoice for purchase "2026-11" \(US\$50\.00\)\. Run `pulumi up` again/,
    );
    await bought();
    expect(outcome()).toMatchObject({ origin: "charged" });
    expect(charges()).toHaveLength(1);
  });
});

describe("an interrupted purchase", () => {
  const kills: Array<[string, Kill["at"], number]> = [
    ["before its charge", "the intent is saved", 0],
    ["after its charge", "the charge is not saved", 1],
    ["before its intent was saved", "the intent is not saved", 0],
  ];
  test.each(kills)("%s is finished by the next up", async (_, at, made) => {
    expect(await stack.up(NOVEMBER, { kill: { at, providerDies: true } })).toBe("killed");
    expect(charges()).toHaveLength(made);
    await bought();
    expect(outcome()).toMatchObject({ status: "completed", origin: made === 0 ? "charged" : "adopted" });
    expect(charges()).toHaveLength(1);
  });

  test("is not charged by a provider whose engine is gone", async () => {
    expect(await stack.up(NOVEMBER, { kill: { at: { request: 4, when: "after" }, providerDies: false } })).toBe(
      "killed",
    );
    await bought();
    await world.clock.sleep(600_000);
    expect(charges()).toHaveLength(1);
  });

  test("is not charged by a resume whose engine is gone, while the next up runs", async () => {
    await stack.up(NOVEMBER, { kill: { at: "the intent is saved", providerDies: true } });
    // killed in the middle of its window, and run again at once
    expect(await stack.up(NOVEMBER, { kill: { at: { ms: 30_000 }, providerDies: false } })).toBe("killed");
    await bought();
    await world.clock.sleep(600_000);
    expect(charges()).toHaveLength(1);
  });

  test("is not charged at all by a resume whose engine is gone", async () => {
    await stack.up(NOVEMBER, { kill: { at: "the intent is saved", providerDies: true } });
    await stack.up(NOVEMBER, { kill: { at: { ms: 30_000 }, providerDies: false } });
    await world.clock.sleep(600_000);
    expect(charges()).toEqual([]);
  });

  test("is looked for first where the charge comes long after the record", async () => {
    const saves = stack.up(NOVEMBER, { pauseMs: 60_000 });
    await saves;
    expect(charges()).toHaveLength(1);
    expect(told()).toContain(
      "was not finished (interrupted or declined). The list of invoices then shows whether the card was charged. If not, the card is charged then, even if you press Ctrl-C once.",
    );
  });

  test("is asked about where more than one invoice fits", async () => {
    await stack.up(NOVEMBER, { kill: { at: "the charge is not saved", providerDies: true } });
    world.buyByHand(5000);
    expect(errorOf(await stack.up(NOVEMBER))).toMatch(/More than one fits\. Find out/);
    await bought({ ...NOVEMBER, adoptInvoiceId: "in_emulator_000001" });
    expect(outcome()).toMatchObject({ invoiceId: "in_emulator_000001" });
    expect(charges()).toHaveLength(2);
  });

  test("is asked about where an invoice has come that does not fit, instead of being charged beside it", async () => {
    await stack.up(NOVEMBER, { kill: { at: "the intent is saved", providerDies: true } });
    world.buyByHand(20_000);
    const question =
      /was not finished \(interrupted or declined\)\. Since it was recorded, account \w+ got in_emulator_000001 \(US\$210\.00, paid, 2026-11-01\), which does not fit US\$50\.00\. .* set adoptInvoiceId to its id: nothing is charged\. If not, name a new purchase, and give this one up with abandonPurchase: "2026-11"\./;
    expect(errorOf(await stack.up(NOVEMBER))).toMatch(question);
    expect(charges()).toHaveLength(1);
    // it is another: bought with a new word
    await bought({ ...DECEMBER, abandonPurchase: ["2026-11"] });
    expect(charges()).toHaveLength(2);
  });

  test("takes over an invoice that does not fit when it is named, and says so", async () => {
    await stack.up(NOVEMBER, { kill: { at: "the intent is saved", providerDies: true } });
    world.buyByHand(20_000);
    await bought({ ...NOVEMBER, adoptInvoiceId: "in_emulator_000001" });
    expect(outcome()).toMatchObject({ invoiceId: "in_emulator_000001", origin: "adopted" });
    expect(told()).toContain(
      "Invoice in_emulator_000001 (US$210.00, paid, 2026-11-01) does not fit US$50.00. It is taken over because adoptInvoiceId names it.",
    );
    await bought(DECEMBER);
    expect(charges()).toHaveLength(2);
  });

  test("takes over no invoice that does not fit and was there before", async () => {
    world.buyByHand(20_000);
    await stack.up(NOVEMBER, { kill: { at: "the intent is saved", providerDies: true } });
    expect(errorOf(await stack.up({ ...NOVEMBER, adoptInvoiceId: "in_emulator_000001" }))).toMatch(
      /does not fit US\$50\.00/,
    );
  });

  test("is asked about where the payment is not through", async () => {
    world.store.patch(ACCOUNT, { payments: "wait for the bank" });
    await stack.up(NOVEMBER, { kill: { at: "the charge is not saved", providerDies: true } });
    expect(errorOf(await stack.up(NOVEMBER))).toMatch(/may belong to it and is not paid yet/);
    world.ledger.bank(ACCOUNT, "confirms");
    await bought();
    expect(charges()).toHaveLength(1);
  });

  test("is asked about where the list has no ids", async () => {
    await stack.up(NOVEMBER, { kill: { at: "the charge is not saved", providerDies: true } });
    world.store.patch(ACCOUNT, { invoiceList: { withoutIds: true } });
    expect(errorOf(await stack.up(NOVEMBER))).toMatch(/without ids, so they cannot be told apart/);
    expect(charges()).toHaveLength(1);
  });
});

describe("unusual operations", () => {
  test("--replace of the charge takes its own invoice over", async () => {
    await bought();
    expect(await stack.up(NOVEMBER, { replace: "charge" })).toBe("done");
    expect(outcome()).toMatchObject({ invoiceId: "in_emulator_000001", origin: "adopted" });
    expect(charges()).toHaveLength(1);
  });

  test.each([{ replace: "intent" }, { rename: true }] as const)("%p is stopped by the guard", async (options) => {
    await bought();
    expect(errorOf(await stack.up(NOVEMBER, options))).toMatch(/may have been made already/);
    expect(charges()).toHaveLength(1);
  });

  test("--target of the charge alone is refused, of the intent alone is finished later", async () => {
    await bought();
    expect(errorOf(await stack.up(DECEMBER, { target: "charge" }))).toMatch(/is not what the intent has recorded/);
    expect(await stack.up(DECEMBER, { target: "intent" })).toBe("done");
    expect(charges()).toHaveLength(1);
    await bought(DECEMBER);
    expect(charges()).toHaveLength(2);
  });

  test("--target of the charge alone does not take over the invoice of another purchase", async () => {
    await bought();
    world.buyByHand(2000);
    const adopting = { ...DECEMBER, amount: 2000, adoptInvoiceId: "in_emulator_000002" };
    expect(await stack.up(adopting, { target: "intent" })).toBe("done");
    expect(errorOf(await stack.up(NOVEMBER, { target: "charge" }))).toMatch(/is not what the intent has recorded/);
    expect(outcome()).toMatchObject({ purchase: "2026-11", invoiceId: "in_emulator_000001" });
  });

  test("a state from before the charge, or none at all, does not buy again", async () => {
    await bought();
    stack.rollBack(1);
    await bought();
    expect(outcome()).toMatchObject({ invoiceId: "in_emulator_000001", origin: "adopted" });
    stack.rollBack(0);
    expect(errorOf(await stack.up(NOVEMBER))).toMatch(/may have been made already/);
    expect(charges()).toHaveLength(1);
  });

  test("a rename that forgets a purchase does not let it be bought again", async () => {
    await bought({ ...NOVEMBER, amount: 2000 });
    expect(await stack.up({ ...DECEMBER, amount: 9000 }, { rename: true })).toBe("done");
    expect(errorOf(await stack.up({ ...NOVEMBER, amount: 2000 }))).toMatch(/no purchase of this stack owns it/);
    expect(charges()).toHaveLength(2);
    // what the user has said is another is not asked about again
    await bought({ ...NOVEMBER, purchase: "2027-01", amount: 2000, repeatGuardDays: 0 });
    await bought({ ...NOVEMBER, purchase: "2027-02", amount: 2000 });
    expect(charges()).toHaveLength(4);
  });

  test("a destroy in the middle of a purchase says where to look", async () => {
    await stack.up(NOVEMBER, { kill: { at: "the charge is not saved", providerDies: true } });
    await stack.destroy();
    expect(told()).toMatch(
      /"2026-11" is forgotten, and this state has no charge for it.* look for an invoice of US\$50\.00 or a little more, made since 2026-11-01T/,
    );
    expect(charges()).toHaveLength(1);
  });

  test("destroy sends nothing, says that credit is not refunded, and up again is stopped by the guard", async () => {
    await bought();
    await stack.destroy();
    expect(told()).toContain('Purchase "2026-11" (in_emulator_000001) is forgotten. Nothing is sent');
    expect(errorOf(await stack.up(NOVEMBER))).toMatch(/may have been made already/);
  });
});

test("a charge is refused for a record that is not the newest, or was given up", async () => {
  await bought();
  const record = { ...Object(stack.state.intent?.outputs.record) };
  const charge = topupCharge(createProviderProcess(async () => true));
  const around = surroundings(clientOf({ url: "http://127.0.0.1:1" }), { clock: world.clock });
  for (const change of [{ isNewest: false }, { abandoned: true }]) {
    const refused = charge.create({ ...NOVEMBER, record: { ...record, ...change } }, around);
    expect((await rejection(refused)).message).toMatch(
      /"2026-11" is not the newest of account \w+, and older ones are not/,
    );
  }
});
