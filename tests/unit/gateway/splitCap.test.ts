import fc from "fast-check";
import type { Claim } from "../../../provider/gateway/splitCap";
import { splitCap } from "../../../provider/gateway/splitCap";

const refuse = (problem: string): never => {
  throw new Error(problem);
};
const split = (cap: number, claims: Record<string, Claim>) =>
  Object.fromEntries(splitCap(cap, Object.entries(claims), refuse).map(({ id, cents }) => [id, cents]));

const weights: fc.Arbitrary<Record<string, Claim>> = fc.dictionary(
  fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/),
  fc.oneof(fc.constant({}), fc.record({ weight: fc.integer({ min: 1, max: 1_000_000 }) })),
  { minKeys: 1, maxKeys: 12 },
);
/** So much that everybody gets a cent. */
const caps = fc.integer({ min: 100_000_000, max: 10 ** 15 });

test("weights divide the cap to the cent, each within a cent of its exact share", () => {
  fc.assert(
    fc.property(caps, weights, (cap, claims) => {
      const amounts = split(cap, claims);
      const total = Object.values(claims).reduce((sum, { weight = 1 }) => sum + BigInt(weight), 0n);
      let sum = 0;
      for (const [id, { weight = 1 }] of Object.entries(claims)) {
        const amount = amounts[id] ?? Number.NaN;
        sum += amount;
        const off = BigInt(amount) * total - BigInt(cap) * BigInt(weight);
        expect(off < total && off > -total).toBe(true);
      }
      expect(sum).toBe(cap);
    }),
  );
});

test("the order in which gateways are declared does not matter", () => {
  fc.assert(
    fc.property(caps, weights, (cap, claims) => {
      const reversed = Object.fromEntries(Object.entries(claims).reverse());
      expect(split(cap, reversed)).toEqual(split(cap, claims));
    }),
  );
});

test("a larger weight never gets less", () => {
  fc.assert(
    fc.property(caps, weights, (cap, claims) => {
      const amounts = split(cap, claims);
      const byWeight = Object.entries(claims).sort(([, a], [, b]) => (a.weight ?? 1) - (b.weight ?? 1));
      byWeight.reduce(
        (last, [id, { weight = 1 }]) => {
          const amount = amounts[id] ?? Number.NaN;
          // A cent more at the same weight may go to either.
          expect(amount).toBeGreaterThanOrEqual(last.weight === weight ? last.amount - 1 : last.amount);
          return { weight, amount: Math.max(amount, last.weight === weight ? last.amount : 0) };
        },
        { weight: 0, amount: 0 },
      );
    }),
  );
});

test("the largest remainders get the cents that are left, ties in the order of ids", () => {
  expect(split(100, { c: {}, b: {}, a: {} })).toEqual({ a: 34, b: 33, c: 33 });
  expect(split(101, { c: {}, b: {}, a: {} })).toEqual({ a: 34, b: 34, c: 33 });
  expect(split(10, { a: { weight: 1 }, b: { weight: 2 }, c: { weight: 3 } })).toEqual({ a: 2, b: 3, c: 5 });
});

test("amounts are given as they are, and the others share the rest", () => {
  expect(split(10_000, { a: { amount: 2_500 }, b: {}, c: { weight: 2 } })).toEqual({ a: 2_500, b: 2_500, c: 5_000 });
});

test("beside amounts, the shares are the rest to the cent", () => {
  const amount = fc.integer({ min: 1, max: 1_000_000 });
  fc.assert(
    fc.property(caps, weights, fc.array(amount, { minLength: 1, maxLength: 5 }), (cap, claims, given) => {
      const fixed = Object.fromEntries(given.map((amount, n) => [`Fixed${n}`, { amount }]));
      const amounts = split(cap, { ...fixed, ...claims });
      expect(Object.values(amounts).reduce((sum, cents) => sum + cents, 0)).toBe(cap);
      expect(amounts).toMatchObject(Object.fromEntries(given.map((amount, n) => [`Fixed${n}`, amount])));
    }),
  );
});

test("amounts may add up to the cap to the cent, or to less", () => {
  expect(split(10_000, { a: { amount: 2_500 }, b: { amount: 7_500 } })).toEqual({ a: 2_500, b: 7_500 });
  expect(split(10_000, { a: { amount: 2_500 }, b: { amount: 7_499 } })).toEqual({ a: 2_500, b: 7_499 });
});

test("amounts over the cap are refused", () => {
  expect(() => split(10_000, { a: { amount: 2_500 }, b: { amount: 7_501 } })).toThrow(
    "the gateways' amounts are 10001 US cents together, but the cap is 10000. Lower them, or raise the cap.",
  );
});

test("an error names the gateway that would get less than a cent", () => {
  expect(() => split(10_000, { a: { amount: 10_000 }, b: {} })).toThrow(
    'less than a cent of the cap of 10000 US cents is left for the gateway "b". Raise the cap.',
  );
  expect(() => split(100, { a: { weight: 1_000_000 }, b: {} })).toThrow(/gateway "b"/);
});

test("an id that JavaScript knows is an id as any other", () => {
  expect(split(100, JSON.parse('{"__proto__": {}, "constructor": {}}'))).toEqual(
    JSON.parse('{"__proto__": 50, "constructor": 50}'),
  );
});
