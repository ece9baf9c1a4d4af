/** The runway: its properties, and its error on simulated accounts whose future is known. */
import fc from "fast-check";
import type { Runway } from "../../../cli/model/accountStatus";
import { runwayOf } from "../../../cli/model/runway";
import { report } from "../../support/report";

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 25, 12);
const dayOf = (daysAgo: number) => new Date(NOW - daysAgo * DAY_MS).toISOString().slice(0, 10);

/** @param cents of each day, yesterday last; undefined is a day without an entry */
const runway = (cents: ReadonlyArray<number | undefined>, balance: number) => {
  const days = cents.flatMap((value, index) =>
    value === undefined ? [] : [{ day: dayOf(cents.length - index), value }],
  );
  return runwayOf({ balance, days, now: NOW });
};
const valueIn = (part: ReturnType<typeof runway>): Runway => {
  if (part.state !== "known") throw new Error(part.reason);
  return part.value;
};

const history = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 7, maxLength: 28 });
const balance = fc.integer({ min: 1, max: 100_000 });

test("the range holds the middle; it is between 0 and 365; more credit lasts at least as long; it is the same each time", () => {
  fc.assert(
    fc.property(history, balance, fc.integer({ min: 0, max: 50_000 }), (days, cents, more) => {
      const found = valueIn(runway(days, cents));
      expect([0, found.low, found.days, found.high, 365]).toEqual(
        [0, found.low, found.days, found.high, 365].sort((one, other) => one - other),
      );
      expect(valueIn(runway(days, cents))).toEqual(found);
      expect(valueIn(runway(days, cents + more)).days).toBeGreaterThanOrEqual(found.days);
    }),
    { numRuns: 20, endOnFailure: true },
  );
});

test("the same spending each day is divided exactly", () => {
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 5000 }), fc.integer({ min: 1, max: 300 }), (cents, days) => {
      expect(valueIn(runway(Array(28).fill(cents), cents * days))).toMatchObject({ low: days, days, high: days });
    }),
    { numRuns: 20, endOnFailure: true },
  );
});

test("a single peak, however high, and a gap change it by less than a fifth", () => {
  const even = Array<number | undefined>(28).fill(300);
  const { days } = valueIn(runway(even, 9000));
  const peak = valueIn(
    runway(
      even.map((value, index) => (index === 14 ? 10 ** 9 : value)),
      9000,
    ),
  );
  expect(Math.abs(peak.days / days - 1)).toBeLessThan(0.2);
  expect(peak.basis).toContain("1 peak counts as 5 times the median.");
  const gap = valueIn(
    runway(
      even.map((value, index) => (index === 20 || index === 10 ? undefined : value)),
      9000,
    ),
  );
  expect(gap).toMatchObject({
    days,
    daysUsed: 26,
    basis: expect.stringContaining("2 days without an entry are left out"),
  });
});

test("no credit is 0 days, no spending is a year or more, and a few days are too few", () => {
  expect(valueIn(runway([1, 1, 1], 0))).toMatchObject({ low: 0, days: 0, high: 0 });
  expect(valueIn(runway(Array(28).fill(0), 1))).toMatchObject({ low: 365, days: 365 });
  expect(runway([1, 1, 1], 100)).toMatchObject({ state: "unknown", reason: expect.stringContaining("there are 3") });
});

/** What accounts spend on a day, in US cents, `day` days from now. */
const ACCOUNTS: Readonly<Record<string, (noise: (spread: number) => number, day: number, chance: number) => number>> = {
  steady: (noise) => 300 * noise(0.25),
  "weekdays only": (noise, day) => (((day % 7) + 7) % 7 < 5 ? 420 * noise(0.3) : 0),
  "now and then": (noise, _, chance) => (chance < 0.3 ? 1000 * noise(0.8) : 0),
  "with one peak": (noise, day) => (day === -9 ? 6000 : 300 * noise(0.25)),
  "doubled ten days ago": (noise, day) => (day >= -10 ? 600 : 300) * noise(0.25),
  "1 % more each day": (noise, day) => 300 * 1.01 ** day * noise(0.25),
};

test("on accounts whose future is known, the error is small and the range mostly holds where spending goes on as it was", () => {
  const figures = Object.entries(ACCOUNTS).map(([name, spend], kind) => {
    const errors: number[] = [];
    let held = 0;
    for (let seed = 1; seed <= 60; seed += 1) {
      const random = numbers(seed * 7919 + kind);
      const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
      const noise = (spread: number) => Math.exp(spread * normal() - spread ** 2 / 2);
      const past = Array.from({ length: 28 }, (_, index) => spend(noise, index - 28, random()) || undefined);
      const credit = 300 * (3 + 57 * random());
      let truth = 0;
      for (let left = credit; left > 0; truth += 1) left -= spend(noise, truth, random());
      const part = runway(past, credit);
      if (part.state !== "known") continue;
      errors.push(Math.abs(part.value.days / (truth - 0.5) - 1));
      if (part.value.low <= truth && part.value.high >= truth - 1) held += 1;
    }
    errors.sort((one, other) => one - other);
    return { name, error: errors[errors.length >> 1] ?? 1, held: held / errors.length };
  });
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  report(
    "runway: median error, and how often the range held",
    figures.map(({ name, error, held }) => `${name} ${percent(error)}, ${percent(held)}`).join("; "),
  );
  const of = (name: string) => figures.find((figure) => figure.name === name) ?? { error: 1, held: 0 };
  for (const name of ["steady", "weekdays only", "with one peak"]) {
    expect(of(name).error).toBeLessThan(0.2);
    expect(of(name).held).toBeGreaterThan(0.8);
  }
  expect(of("doubled ten days ago").error).toBeLessThan(0.35);
});

function numbers(seed: number) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
