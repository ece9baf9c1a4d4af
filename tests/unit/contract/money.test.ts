import fc from "fast-check";
import { formatCents, usd } from "../../../provider/contract/money";

test("usd converts every whole number of cents exactly", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (cents) => {
      expect(usd(cents / 100)).toBe(cents);
    }),
  );
});

test.each([
  [50, 5000],
  [0, 0],
  [0.01, 1],
  [19.99, 1999],
  [1.1, 110],
  [4.35, 435],
  [1_000_000, 100_000_000],
])("usd(%d) is %d", (dollars, cents) => expect(usd(dollars)).toBe(cents));

test("usd(-0) is plain zero", () => expect(Object.is(usd(-0), 0)).toBe(true));

test.each([
  [-1],
  [-0.01],
  [Number.NaN],
  [Number.POSITIVE_INFINITY],
  [0.001],
  [19.999],
  [1e15],
  [0.1 + 0.2],
  ["50"],
  [null],
  [undefined],
  [{}],
])("usd(%p) is refused", (dollars) => {
  expect(() => usd(dollars as number)).toThrow(
    /^usd\(\) takes US dollars that are not negative, with at most two decimals/,
  );
});

test.each([
  [5000, "US$50.00"],
  [0, "US$0.00"],
  [1, "US$0.01"],
  [-250, "-US$2.50"],
  [123.4, "US$1.234"],
  [-123.45, "-US$1.2345"],
  [100.001, "US$1.00"],
  [100_000_000, "US$1000000.00"],
])("formatCents(%d) is %s", (cents, text) => expect(formatCents(cents)).toBe(text));
