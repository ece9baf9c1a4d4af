/** Two programs that buy for one account at the same time, their requests shuffled. PAIRS says how many times (200). */
import { ACCOUNT } from "../../support/client";
import { judge } from "../../support/invariants";
import { report } from "../../support/report";
import type { Program } from "../../support/world";
import { Stack, World } from "../../support/world";

const PAIRS = Number(process.env.PAIRS ?? 200);

/** Chance that is the same on every run. */
function shuffled(seed: number) {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return (state / 2 ** 31) * 3000;
  };
}

test.each([
  ["the same amount", 5000, 5000],
  ["different amounts", 5000, 9000],
])(`${PAIRS} times with %s: each ends with an invoice of its own`, async (what, first, second) => {
  const orders = new Map<string, number>();
  for (let seed = 1; seed <= PAIRS; seed += 1) {
    const world = new World(seed % 2 === 0 ? "2026-05" : "2026-10");
    const delay = shuffled(seed);
    const [a, b] = [new Stack("a", world), new Stack("b", world)];
    const programs = [first, second].map((amount) => ({ accountId: ACCOUNT, amount, purchase: "2026-11" }));
    const endings = await Promise.all([a, b].map((stack, index) => stack.up(programs[index] as Program, { delay })));
    const asked = endings.map((ending) => typeof ending === "object");
    // Whoever comes late may find the other's invoice and asks; nothing is charged before somebody says that it is another.
    for (const [index, stack] of [a, b].entries()) {
      if (!asked[index]) continue;
      expect(endings[index]).toMatchObject({ error: expect.stringMatching(/may have been made already/) });
      expect(stack.posted).toEqual([]);
      expect(await stack.up({ ...(programs[index] as Program), repeatGuardDays: 0 })).toBe("done");
    }
    for (const { state, posted } of [a, b]) {
      expect(state.charge?.outputs).toMatchObject({ status: "completed", origin: "charged" });
      expect(posted.map(({ invoiceId }) => invoiceId)).toEqual([state.charge?.outputs.invoiceId]);
    }
    expect(world.store.charges).toHaveLength(2);
    expect(judge(world.store.charges, world.byHand, [a.evidence, b.evidence])).toEqual([]);
    const order = a.state.charge?.outputs.invoiceId === "in_emulator_000001" ? "a before b" : "b before a";
    const how = asked.includes(true) ? ", the second asked" : "";
    orders.set(order + how, (orders.get(order + how) ?? 0) + 1);
  }
  report(
    `two programs at once, ${what}`,
    `${PAIRS} pairs: ${[...orders].map(([order, times]) => `${order} ${times} times`).join("; ")}`,
  );
  expect(orders.size).toBeGreaterThan(1);
});
