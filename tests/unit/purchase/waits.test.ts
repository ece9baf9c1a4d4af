/** How long each way through a purchase takes, with the times of a real account, on simulated time. */
import type { Client } from "../../../provider/billing/client";
import { resolveConnection } from "../../../provider/config/config";
import type { RequestFacts } from "../../../provider/contract/errors";
import { TimeoutError } from "../../../provider/contract/errors";
import { topupCharge } from "../../../provider/purchase/charge/topupCharge";
import { createProviderProcess } from "../../../provider/purchase/providerProcess";
import { ACCOUNT, rejection } from "../../support/client";
import { simulatedClock } from "../../support/clock";
import { surroundings } from "../../support/surroundings";
import type { Ending, Program, UpOptions } from "../../support/world";
import { Stack, World } from "../../support/world";

const NOVEMBER: Program = { accountId: ACCOUNT, amount: 5000, purchase: "2026-11" };
const DECEMBER: Program = { ...NOVEMBER, purchase: "2026-12" };

let world: World;
let stack: Stack;

beforeEach(() => {
  world = new World("2026-10");
  world.store.patch(ACCOUNT, { settleMs: 0 });
  stack = new Stack("a", world);
});

/** Seconds until `up` has ended. */
async function secondsOf(program: Program, options: UpOptions = {}): Promise<[number, Ending]> {
  const began = world.clock.elapsed();
  const ending = await stack.up(program, options);
  return [(world.clock.elapsed() - began) / 1000, ending];
}

async function interrupted() {
  await stack.up(NOVEMBER, { kill: { at: "the intent is saved", providerDies: true } });
}

test("a new purchase takes 65 s, and so does the next one", async () => {
  expect(await secondsOf(NOVEMBER)).toEqual([65, "done"]);
  expect(await secondsOf(DECEMBER)).toEqual([65, "done"]);
});

test("a purchase that was interrupted takes 140 s, whether it was charged or not", async () => {
  await interrupted();
  expect(await secondsOf(NOVEMBER)).toEqual([140, "done"]);
  await stack.up(DECEMBER, { kill: { at: "the charge is not saved", providerDies: true } });
  expect(await secondsOf(DECEMBER)).toEqual([140, "done"]);
  expect(stack.told.join("\n")).toContain('Waiting 140 s: purchase "2026-12" was not finished');
});

test("so does one that was declined, and is tried again", async () => {
  world.store.patch(ACCOUNT, { payments: "are declined" });
  expect(await secondsOf(NOVEMBER)).toMatchObject([65, { error: expect.stringContaining("402") }]);
  world.store.patch(ACCOUNT, { payments: "succeed" });
  expect(await secondsOf(NOVEMBER)).toEqual([140, "done"]);
});

test.each<[string, Program]>([
  ["giving it up for a new one", { ...DECEMBER, abandonPurchase: ["2026-11"] }],
  ["taking an invoice over", { ...NOVEMBER, adoptInvoiceId: "in_emulator_000001" }],
])("%s takes 140 s", async (_, program) => {
  await interrupted();
  world.buyByHand(5000);
  expect(await secondsOf({ ...program, repeatGuardDays: 0 })).toEqual([140, "done"]);
});

test("giving it up for an older one takes 140 s", async () => {
  await stack.up(NOVEMBER);
  await stack.up(DECEMBER, { kill: { at: "the intent is saved", providerDies: true } });
  expect(await secondsOf({ ...NOVEMBER, abandonPurchase: ["2026-12"] })).toEqual([140, "done"]);
});

test("a lost answer costs one more window: at once, or after the time limit of the charge", async () => {
  expect(await secondsOf(NOVEMBER, { charge: "lost after commit" })).toEqual([130, "done"]);
  expect(await secondsOf(DECEMBER, { charge: "hangs after commit" })).toEqual([160, "done"]);
});

test.each([
  ["directly, 65 s are enough: its connection was reset", {}, 65],
  ["through a proxy, which may still deliver it, it is 140 s", { isProxied: true }, 140],
])("where an answer is lost %s", async (_, facts: RequestFacts, seconds) => {
  const clock = simulatedClock();
  const { timing } = resolveConnection((key) => (key.endsWith(":apiToken") ? "t" : undefined));
  const lost = new TimeoutError("No answer.", { mayHaveHappened: true, ...facts });
  const client: Client = {
    timing,
    credentials: "token",
    async call(endpoint) {
      if (endpoint.path === "/topup") throw lost;
      return endpoint.result.parse({
        invoices: [],
        pagination: { has_more: false, page: 1, per_page: 20, total_count: 0 },
      });
    },
  };
  const record = { recordedAt: "", knownInvoices: [], otherInvoices: [], mark: "mark", isNewest: true };
  const process = createProviderProcess(async () => true);
  process.marks.set("mark", { wall: clock.now(), monotonic: clock.monotonic() });
  const around = surroundings(client, { clock });
  const error = await rejection(
    topupCharge(process).create({ ...NOVEMBER, record: { ...NOVEMBER, ...record } }, around),
  );
  expect(error.message).toContain(`No answer. ${seconds} s later there is no invoice for purchase "2026-11"`);
  expect(clock.elapsed()).toBe(seconds * 1000);
});
