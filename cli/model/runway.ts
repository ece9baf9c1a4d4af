/**
 * How long the credit lasts if spending goes on as it was and nothing is bought: from the usage of the last 28 days.
 * Futures are drawn from these days, recent ones more often. Their middle is the runway, and nine in ten are its range.
 * The draws are the same on every run.
 */
import type { Day, Part, Runway } from "./accountStatus.js";
import { known } from "./accountStatus.js";

const DAY_MS = 86_400_000;

/** How many days before today are looked at. */
const WINDOW_DAYS = 28;
/** Fewer days say too little. */
const FEWEST_DAYS = 7;
/** A day that many days ago is drawn half as often as yesterday. */
const HALF_LIFE_DAYS = 7;
/** A day counts at most as that many times the median of the days with spending. */
const HIGHEST_PEAK = 5;
const FUTURES = 400;
const RANGE = { low: 0.05, high: 0.95 };
/** No future is followed for longer. */
export const LONGEST_DAYS = 365;

interface Spending {
  /** US cents. */
  readonly balance: number;
  /** The days with an entry, in US cents, the oldest first. */
  readonly days: readonly Day[];
  /** Unix milliseconds. */
  readonly now: number;
}

/** @returns unknown if there are too few days */
export function runwayOf({ balance, days, now }: Spending): Part<Runway> {
  const { spent, gaps, from, to } = windowOf(days, now);
  if (balance > 0 && spent.length < FEWEST_DAYS) {
    return {
      state: "unknown",
      reason: `The runway is not known: it takes the usage of ${FEWEST_DAYS} whole days, and there are ${spent.length}.`,
    };
  }
  const clipped = withoutPeaks(spent);
  const futures = balance <= 0 ? [0] : drawFutures(clipped.spent, balance);
  const at = (share: number) => rounded(futures[Math.round(share * (futures.length - 1))] ?? 0);
  const basis = [
    `Drawn ${FUTURES} times from the usage of ${spent.length} days (${from} to ${to}), a day of a week ago half as often as yesterday; ${RANGE.high * 100 - RANGE.low * 100} % of the draws are in the range.`,
    gaps > 0 ? `${gaps === 1 ? "1 day" : `${gaps} days`} without an entry ${gaps === 1 ? "is" : "are"} left out.` : "",
    clipped.peaks > 0
      ? `${clipped.peaks === 1 ? "1 peak counts" : `${clipped.peaks} peaks count`} as ${HIGHEST_PEAK} times the median.`
      : "",
    "It follows no trend, and counts no top-up.",
  ].filter((sentence) => sentence !== "");
  const numbers = { days: at(0.5), low: at(RANGE.low), high: at(RANGE.high) };
  return known({ ...numbers, daysUsed: spent.length, from, to, basis: basis.join(" ") });
}

/** What was spent on a day, and how many days ago that is: 1 is yesterday. */
interface Spent {
  readonly cents: number;
  readonly daysAgo: number;
}

/**
 * The whole days of the window, from the first one with an entry on. A day without an entry had no spending if the same
 * weekday mostly has none, or if more than a third of all days have none. Else it is a gap, and left out.
 */
function windowOf(days: readonly Day[], now: number) {
  const today = Math.floor(now / DAY_MS);
  const dayOf = (daysAgo: number) => new Date((today - daysAgo) * DAY_MS).toISOString().slice(0, 10);
  const entries = new Map(days.map(({ day, value }) => [day, value]));
  const first = Array.from({ length: WINDOW_DAYS }, (_, index) => WINDOW_DAYS - index).find((daysAgo) =>
    entries.has(dayOf(daysAgo)),
  );
  const window = Array.from({ length: first ?? 0 }, (_, index) => index + 1).map((daysAgo) => ({
    daysAgo,
    cents: entries.get(dayOf(daysAgo)),
  }));
  const isEmpty = ({ cents }: { readonly cents: number | undefined }) => cents === undefined;
  const isSeldom = window.filter(isEmpty).length * 3 > window.length;
  const isFree = (daysAgo: number) => {
    const same = window.filter((other) => other.daysAgo % 7 === daysAgo % 7);
    return isSeldom || same.filter(isEmpty).length * 2 > same.length;
  };
  const spent = window.flatMap(({ daysAgo, cents }): Spent[] => {
    if (cents !== undefined) return [{ daysAgo, cents: Math.max(0, cents) }];
    return isFree(daysAgo) ? [{ daysAgo, cents: 0 }] : [];
  });
  return { spent, gaps: window.length - spent.length, from: dayOf(first ?? 1), to: dayOf(1) };
}

/** A single peak does not make the days to come. */
function withoutPeaks(spent: readonly Spent[]): { spent: readonly Spent[]; peaks: number } {
  const positive = spent.map(({ cents }) => cents).filter((cents) => cents > 0);
  const most = HIGHEST_PEAK * medianOf(positive);
  return {
    spent: spent.map((day) => ({ ...day, cents: Math.min(day.cents, most) })),
    peaks: positive.filter((cents) => cents > most).length,
  };
}

/**
 * Days until the credit is used up in each future, the shortest first. A future first draws the days that it knows, as
 * many as count in full. So a history of few days gives a wide range.
 */
function drawFutures(spent: readonly Spent[], balance: number): number[] {
  const weights = spent.map(({ daysAgo }) => 0.5 ** (daysAgo / HALF_LIFE_DAYS));
  const total = sumOf(weights);
  const draw = (random: () => number) => {
    let left = random() * total;
    const index = weights.findIndex((weight) => {
      left -= weight;
      return left < 0;
    });
    return spent.at(index)?.cents ?? 0;
  };
  const count = Math.max(3, Math.round(total ** 2 / sumOf(weights.map((weight) => weight ** 2))));
  const futures = Array.from({ length: FUTURES }, (_, index) => {
    // Each future has numbers of its own, so that more credit never ends earlier.
    const random = numbers(index + 1);
    const sample = Array.from({ length: count }, () => draw(random));
    let left = balance;
    for (let day = 0; day < LONGEST_DAYS; day += 1) {
      const cents = sample[Math.floor(random() * count)] ?? 0;
      if (cents >= left) return day + left / cents;
      left -= cents;
    }
    return LONGEST_DAYS;
  });
  return futures.sort((one, other) => one - other);
}

/** Numbers from 0 up to 1 that look random, and are the same each time (mulberry32). */
function numbers(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

const rounded = (days: number) => Math.round(days * 10) / 10;
