import fc from "fast-check";
import type { Declared, GatewayRule, LegacyLimit } from "../../../policy/src/exposure";
import { monthlyExposure } from "../../../policy/src/exposure";
import { inWords, toCents, toUsd } from "../../../policy/src/money";

const MONTH = 2_592_000;

const NOTHING: Declared = { gateways: [], legacyLimits: [], autoTopupCents: undefined, chargeCents: [] };

const cents = fc.integer({ min: 1, max: 10 ** 7 });
const window = fc.record({
  windowSeconds: fc.oneof(fc.integer({ min: 60, max: 3 * MONTH }), fc.constantFrom(3600, 86_400, 604_800, MONTH)),
  technique: fc.constantFrom("fixed" as const, "sliding" as const),
});
const gatewayRule = fc.tuple(window, cents).map(([at, limit]): GatewayRule => ({ ...at, limitUsd: limit / 100 }));
const legacyLimit = fc.tuple(window, cents).map(([at, limit]): LegacyLimit => ({ ...at, limitCents: limit }));
const declared = fc.record({
  gateways: fc.array(fc.array(gatewayRule, { maxLength: 3 }), { maxLength: 3 }),
  legacyLimits: fc.array(legacyLimit, { maxLength: 1 }),
  autoTopupCents: fc.option(cents, { nil: undefined }),
  chargeCents: fc.array(cents, { maxLength: 3 }),
});

/** The formula, in whole numbers of any size; undefined is unbounded. */
function reference({ gateways, legacyLimits, autoTopupCents, chargeCents }: Declared): bigint | undefined {
  const windows = ({ windowSeconds, technique }: GatewayRule | LegacyLimit) => {
    const touched = (BigInt(MONTH) + BigInt(windowSeconds) - 1n) / BigInt(windowSeconds);
    return technique === "fixed" && windowSeconds < MONTH ? touched + 1n : touched;
  };
  const least = (numbers: bigint[]) => numbers.reduce((a, b) => (a < b ? a : b));
  let spending: bigint | undefined = gateways.length === 0 && autoTopupCents !== undefined ? undefined : 0n;
  for (const rules of gateways) {
    const months = rules.map((rule) => BigInt(Math.round(rule.limitUsd * 100)) * windows(rule));
    if (months.length === 0) spending = undefined;
    else if (spending !== undefined) spending += least(months);
  }
  const [legacy] = legacyLimits.map((limit) => BigInt(limit.limitCents) * windows(limit));
  if (legacy !== undefined) spending = spending === undefined ? legacy : least([spending, legacy]);
  if (spending === undefined) return undefined;
  const credit = [autoTopupCents ?? 0, ...chargeCents].reduce((total, part) => total + BigInt(part), spending);
  return (credit * 105n + 99n) / 100n;
}

test("the exposure is the formula, to the cent, and a word when it has no bound", () => {
  fc.assert(
    fc.property(declared, (program) => {
      const expected = reference(program);
      expect(monthlyExposure(program, 5)).toBe(expected === undefined ? "unbounded" : Number(expected));
    }),
    { numRuns: 1000 },
  );
});

test("another rule or a legacy limit never raises it; another charge always does", () => {
  const asNumber = (exposure: number | "unbounded") => (exposure === "unbounded" ? Number.POSITIVE_INFINITY : exposure);
  fc.assert(
    fc.property(declared, gatewayRule, legacyLimit, cents, (program, rule, limit, more) => {
      const before = asNumber(monthlyExposure(program, 5));
      const tighter = { ...program, gateways: program.gateways.map((rules) => [...rules, rule]) };
      expect(asNumber(monthlyExposure(tighter, 5))).toBeLessThanOrEqual(before);
      if (program.legacyLimits.length === 0)
        expect(asNumber(monthlyExposure({ ...program, legacyLimits: [limit] }, 5))).toBeLessThanOrEqual(before);
      const dearer = asNumber(monthlyExposure({ ...program, chargeCents: [...program.chargeCents, more] }, 5));
      if (before === Number.POSITIVE_INFINITY) expect(dearer).toBe(before);
      else expect(dearer).toBeGreaterThan(before);
    }),
  );
});

test.each<[string, Partial<Declared>, number, number | "unbounded"]>([
  ["nothing", {}, 5, 0],
  ["a charge", { chargeCents: [5000] }, 5, 5250],
  ["a part of a cent is rounded up", { chargeCents: [1001] }, 5, 1052],
  ["another fee", { chargeCents: [1000] }, 2.9, 1029],
  ["no fee", { chargeCents: [1000] }, 0, 1000],
  ["an auto top-up alone", { autoTopupCents: 5000 }, 5, "unbounded"],
  ["a gateway without a limit", { gateways: [[]] }, 5, "unbounded"],
  ["one of two gateways without a limit", { gateways: [[day(1)], []] }, 5, "unbounded"],
  ["a gateway without a limit under a legacy limit", { gateways: [[]], legacyLimits: [legacy(25_000)] }, 5, 26_250],
  ["an auto top-up under a legacy limit", { autoTopupCents: 1000, legacyLimits: [legacy(25_000)] }, 5, 27_300],
  ["a legacy limit that is more than the gateways", { gateways: [[day(1)]], legacyLimits: [legacy(25_000)] }, 0, 3000],
  ["of two legacy limits, the larger", { gateways: [[]], legacyLimits: [legacy(100), legacy(200)] }, 0, 200],
  ["a sliding day is 30 windows", { gateways: [[day(1)]] }, 0, 3000],
  ["a fixed day is 31", { gateways: [[{ ...day(1), technique: "fixed" }]] }, 0, 3100],
  ["a fixed month is one", { gateways: [[{ ...day(1), technique: "fixed", windowSeconds: MONTH }]] }, 0, 100],
  ["a fixed window just below a month is three", { gateways: [[fixed(MONTH - 1)]] }, 0, 300],
  ["a longer window is one", { gateways: [[fixed(MONTH + 1)]] }, 0, 100],
  ["a sliding week is five", { gateways: [[{ ...day(1), windowSeconds: 604_800 }]] }, 0, 500],
  ["the smallest rule counts", { gateways: [[day(2), day(1), day(3)]] }, 0, 3000],
  ["gateways add up", { gateways: [[day(2)], [day(1)]] }, 0, 9000],
  ["a fraction of a cent in a limit", { gateways: [[day(0.001)]] }, 0, 3],
])("%s", (_, program, fee, expected) => expect(monthlyExposure({ ...NOTHING, ...program }, fee)).toBe(expected));

function day(limitUsd: number): GatewayRule {
  return { limitUsd, windowSeconds: 86_400, technique: "sliding" };
}

function fixed(windowSeconds: number): GatewayRule {
  return { limitUsd: 1, windowSeconds, technique: "fixed" };
}

function legacy(limitCents: number): LegacyLimit {
  return { limitCents, windowSeconds: MONTH, technique: "fixed" };
}

test("dollars and cents convert into each other without a loss", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (whole) => expect(toCents(toUsd(whole))).toBe(whole)));
  expect(toCents(19.99)).toBe(1999);
  expect(toUsd(1999)).toBe(19.99);
});

test.each([
  [5000, "US$50.00 (5000 cents)"],
  [1, "US$0.01 (1 cents)"],
  [123_456_789, "US$1234567.89 (123456789 cents)"],
])("%d cents are %s", (amount, words) => expect(inWords(amount)).toBe(words));
