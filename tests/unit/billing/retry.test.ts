import fc from "fast-check";
import type { Transience } from "../../../provider/billing/retry";
import { RETRY_AFTER_CAP_MS, retryDelay } from "../../../provider/billing/retry";
import { NetworkError } from "../../../provider/contract/errors";

const failure = (transient: Transience, facts: { mayHaveHappened?: boolean; retryAfterMs?: number } = {}) => ({
  transient,
  error: new NetworkError("x", facts),
});
const READ = { method: "GET", effect: "read" } as const;
const WRITE = { method: "POST", effect: "write" } as const;

test("a write whose outcome is unknown is never sent again", () => {
  fc.assert(
    fc.property(
      fc.constantFrom<Transience>("no", "once", "yes"),
      fc.integer({ min: 1, max: 9 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (transient, attempt, random) => {
        expect(retryDelay(WRITE, failure(transient, { mayHaveHappened: true }), attempt, random)).toBeUndefined();
        expect(retryDelay(WRITE, failure(transient), attempt, random)).toBeUndefined();
      },
    ),
  );
});

test("attempts end, and every delay is bounded", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.option(fc.integer({ min: 0, max: 10 ** 6 }), { nil: undefined }),
      (attempt, random, retryAfterMs) => {
        const delay = retryDelay(
          READ,
          failure("yes", retryAfterMs === undefined ? {} : { retryAfterMs }),
          attempt,
          random,
        );
        if (attempt >= 5 || (retryAfterMs ?? 0) > RETRY_AFTER_CAP_MS) expect(delay).toBeUndefined();
        else {
          expect(delay).toBeGreaterThanOrEqual(retryAfterMs ?? 0);
          expect(delay).toBeLessThanOrEqual((retryAfterMs ?? 0) + 8000);
        }
      },
    ),
  );
});

test("the jitter is full: from nothing to double the last bound", () => {
  const bounds = [1, 2, 3, 4].map((attempt) => retryDelay(READ, failure("yes"), attempt, 0.999999) ?? 0);
  expect(bounds.map(Math.round)).toEqual([500, 1000, 2000, 4000]);
  expect(retryDelay(READ, failure("yes"), 3, 0)).toBe(0);
});

test("a write that certainly changed nothing is sent again when that may help", () => {
  expect(retryDelay(WRITE, failure("yes", { mayHaveHappened: false }), 1, 0.5)).toBe(250);
  expect(retryDelay(WRITE, failure("no", { mayHaveHappened: false }), 1, 0.5)).toBeUndefined();
});

test("a usually final error is tried once more, and only for GET", () => {
  expect(retryDelay(READ, failure("once"), 1, 0.5)).toBe(250);
  expect(retryDelay(READ, failure("once"), 2, 0.5)).toBeUndefined();
  expect(retryDelay({ method: "POST", effect: "read" }, failure("once"), 1, 0.5)).toBeUndefined();
});
