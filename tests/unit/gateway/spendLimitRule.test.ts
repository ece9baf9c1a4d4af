import fc from "fast-check";
import { dollars, usd } from "../../../provider/contract/money";
import type { Limit } from "../../../provider/gateway/index";
import { toSpendLimitRule } from "../../../provider/gateway/index";

const SECONDS = { daily: 24 * 60 * 60, weekly: 7 * 24 * 60 * 60, monthly: 30 * 24 * 60 * 60 };

const limits: fc.Arbitrary<Limit> = fc.record({
  amount: fc.oneof(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 10 ** 15 })),
  duration: fc.constantFrom("daily", "weekly", "monthly"),
  strategy: fc.constantFrom("fixed", "sliding"),
});
const ids = fc.stringMatching(/^[a-zA-Z0-9_-]{1,64}$/);

test("no cent of a limit is lost on the way to dollars, on the wire and back", () => {
  fc.assert(
    fc.property(limits, ids, (limit, id) => {
      const rule = JSON.parse(JSON.stringify(toSpendLimitRule(limit, { id })));
      expect(usd(rule.limit)).toBe(limit.amount);
      // Cents are the last digits that are written, so that a reader sees no other amount either.
      expect(String(rule.limit)).toMatch(/^\d+(\.\d\d?)?$/);
    }),
  );
});

test("a rule has every field written out, in dollars and seconds", () => {
  fc.assert(
    fc.property(limits, ids, (limit, id) => {
      expect(toSpendLimitRule(limit, { id })).toStrictEqual({
        id,
        enabled: true,
        limit: limit.amount / 100,
        limitType: "cost",
        window: SECONDS[limit.duration],
        technique: limit.strategy,
      });
    }),
  );
});

test("a larger limit is never a smaller rule", () => {
  fc.assert(
    fc.property(limits, fc.integer({ min: 1, max: 10 ** 9 }), (limit, more) => {
      const rule = toSpendLimitRule(limit, { id: "cap" });
      const larger = toSpendLimitRule({ ...limit, amount: limit.amount + more }, { id: "cap" });
      expect(larger.limit).toBeGreaterThan(rule.limit);
    }),
  );
});

test("a SpendingLimit's other inputs do not reach the rule", () => {
  const args = { accountId: "a".repeat(32), amount: 25_000, duration: "monthly", strategy: "fixed" } as const;
  expect(toSpendLimitRule({ ...args, ...{ allowOverwrite: true } }, { id: "cap" })).toStrictEqual({
    id: "cap",
    enabled: true,
    limit: 250,
    limitType: "cost",
    window: 2_592_000,
    technique: "fixed",
  });
});

const LIMIT: Limit = { amount: 25_000, duration: "monthly", strategy: "fixed" };

test.each([[""], ["a b"], ["cap!"], ["cäp"], ["cap\n"], ["a/b"], [undefined], [7], [["cap"]]])(
  "the id %p is refused",
  (id) => {
    expect(() => toSpendLimitRule(LIMIT, { id: id as string })).toThrow(
      /^toSpendLimitRule: id must be letters, digits, "_" and "-", and at least one of them; got /,
    );
  },
);

test.each([
  [0],
  [-1],
  [-0],
  [Number.NaN],
  [Number.POSITIVE_INFINITY],
  [2 ** 53],
  ["25000"],
  [25_000n],
  [null],
  [undefined],
  [{}],
])("the amount %p is refused", (amount) => {
  expect(() => toSpendLimitRule({ ...LIMIT, amount: amount as number }, { id: "cap" })).toThrow(
    /^toSpendLimitRule: amount must be a whole number of US cents, at least 1, known at preview; got [^.]*\.$/,
  );
});

test("an amount that looks like dollars is refused with the cents it would be", () => {
  expect(() => toSpendLimitRule({ ...LIMIT, amount: 19.99 }, { id: "cap" })).toThrow(
    "got 19.99. If 19.99 US dollars were meant, write usd(19.99), which is 1999 cents.",
  );
  expect(() => toSpendLimitRule({ ...LIMIT, amount: 19.999 }, { id: "cap" })).toThrow(/got 19.999.$/);
});

test.each([["yearly"], ["Daily"], ["toString"], ["__proto__"], [""], [undefined], [86400], [["daily"]]])(
  "the duration %p is refused",
  (duration) => {
    expect(() => toSpendLimitRule({ ...LIMIT, duration: duration as "daily" }, { id: "cap" })).toThrow(
      /^toSpendLimitRule: duration must be one of "daily", "weekly", "monthly"; got /,
    );
  },
);

test.each([["rolling"], ["Fixed"], [""], [undefined], [true]])("the strategy %p is refused", (strategy) => {
  expect(() => toSpendLimitRule({ ...LIMIT, strategy: strategy as "fixed" }, { id: "cap" })).toThrow(
    /^toSpendLimitRule: strategy must be "fixed" or "sliding"; got /,
  );
});

test("a refusal is a ConfigurationError, which Pulumi shows as one line", () => {
  expect.assertions(1);
  try {
    toSpendLimitRule(LIMIT, { id: "" });
  } catch (error) {
    expect(error).toMatchObject({ name: "ConfigurationError", __pulumiRunError: true });
  }
});

test("dollars is the opposite of usd", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 10 ** 15 }), (cents) => usd(dollars(cents)) === cents));
});

test("so many cents that a number of dollars cannot tell them apart are refused", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (cents) => {
      let amount: number;
      try {
        amount = dollars(cents);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        expect(cents).toBeGreaterThan(10 ** 15);
        return;
      }
      expect(Math.round(amount * 100)).toBe(cents);
    }),
  );
  expect(() => dollars(Number.MAX_SAFE_INTEGER - 1)).toThrow(RangeError);
});

test.each([[-1], [0.5], [Number.NaN], [Number.POSITIVE_INFINITY], [2 ** 53], ["5"], [null], [undefined]])(
  "dollars(%p) is refused",
  (cents) => {
    expect(() => dollars(cents as number)).toThrow(/^dollars\(\) takes whole US cents that are not negative; got /);
  },
);

test("dollars(-0) is plain zero", () => expect(Object.is(dollars(-0), 0)).toBe(true));
