/** Purchases while the wall clock jumps, or the machine is suspended: nothing gets younger, and no wait shorter or endless. */
import { ageOf, momentOf } from "../../../provider/contract/clock";
import { ACCOUNT } from "../../support/client";
import { simulatedClock } from "../../support/clock";
import type { Program } from "../../support/world";
import { Stack, World } from "../../support/world";

const NOVEMBER: Program = { accountId: ACCOUNT, amount: 5000, purchase: "2026-11" };
const HOUR = 3_600_000;

let world: World;
let stack: Stack;

beforeEach(() => {
  world = new World("2026-10");
  world.store.patch(ACCOUNT, { settleMs: 0 });
  stack = new Stack("a", world);
});

/** Something happens to the clock so many seconds from now. */
const after = (seconds: number, happen: () => void) => world.clock.sleep(seconds * 1000).then(happen);

const told = () => stack.told.join("\n");

test("an age is the larger of what the two hands show", () => {
  const clock = simulatedClock();
  const moment = momentOf(clock);
  expect(ageOf(clock, moment)).toBe(0);
  clock.jump(-HOUR);
  expect(ageOf(clock, moment)).toBe(0);
  clock.jump(HOUR);
  clock.suspend(5000);
  expect(ageOf(clock, moment)).toBe(5000);
});

test.each([
  ["the wall clock is set back", () => world.clock.jump(-HOUR), 60],
  ["the machine is suspended", () => world.clock.suspend(60_000), 1],
])("a record is not taken for a fresh one when %s before its charge", async (_, happen, pauseSeconds) => {
  void after(65.5, happen);
  expect(await stack.up(NOVEMBER, { pauseMs: pauseSeconds * 1000 })).toBe("done");
  expect(told()).toContain(
    "was not finished (interrupted or declined). The list of invoices then shows whether the card was charged",
  );
  expect(world.store.charges).toHaveLength(1);
});

test.each([[-HOUR], [HOUR]])(
  "a window does not change its length when the wall clock jumps by %d ms",
  async (jumpMs) => {
    void after(30, () => world.clock.jump(jumpMs));
    const began = world.clock.elapsed();
    expect(await stack.up(NOVEMBER)).toBe("done");
    expect(world.clock.elapsed() - began).toBe(65_000);
  },
);

test("a payment is waited for as long as ever when the wall clock is set back", async () => {
  world.store.patch(ACCOUNT, { settleMs: 10 * HOUR });
  void after(70, () => world.clock.jump(-HOUR));
  const began = world.clock.elapsed();
  expect(await stack.up(NOVEMBER)).toBe("done");
  expect(stack.state.charge?.outputs).toMatchObject({ status: "pending" });
  expect(world.clock.elapsed() - began).toBeLessThanOrEqual(185_000);
});

test("a resume that is suspended during its wait goes on waiting, and charges once", async () => {
  await stack.up(NOVEMBER, { kill: { at: "the intent is saved", providerDies: true } });
  void after(30, () => world.clock.suspend(HOUR));
  const began = world.clock.elapsed();
  expect(await stack.up(NOVEMBER)).toBe("done");
  expect(world.clock.elapsed() - began).toBe(140_000);
  expect(told()).toContain('Purchase "2026-11" has no invoice: it was not charged.');
  expect(world.store.charges).toHaveLength(1);
});

test("a resume that is suspended between reading the list and charging does not charge, and says so", async () => {
  await stack.up(NOVEMBER, { kill: { at: "the intent is saved", providerDies: true } });
  // The request for the eligibility comes between the two.
  let requests = 0;
  const delay = () => {
    requests += 1;
    if (requests === 2) void after(1, () => world.clock.suspend(HOUR));
    return requests === 2 ? 2000 : 0;
  };
  expect(await stack.up(NOVEMBER, { delay })).toMatchObject({
    error: expect.stringContaining("it took too long to begin"),
  });
  expect(world.store.charges).toHaveLength(0);
  expect(await stack.up(NOVEMBER)).toBe("done");
  expect(world.store.charges).toHaveLength(1);
});

test("a list that takes longer than a charge may wait does not keep a resume from charging", async () => {
  await stack.up(NOVEMBER, { kill: { at: "the intent is saved", providerDies: true } });
  let requests = 0;
  const delay = () => {
    requests += 1;
    return requests === 1 ? 20_000 : 0;
  };
  expect(await stack.up(NOVEMBER, { delay })).toBe("done");
  expect(world.store.charges).toHaveLength(1);
});
