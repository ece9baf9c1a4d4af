/** The range of a usage history: which ranges are allowed, and the errors for the others. */
import { ConfigurationError } from "../contract/errors.js";
import { quote } from "../contract/quote.js";

export interface UsageRange {
  readonly valueGroupingWindow: "hour" | "day";
  /** ISO 8601 text with its time zone, or Unix milliseconds; NaN is what an invalid Date has. */
  readonly startTime: string | number;
  readonly endTime: string | number;
}

const DAY_MS = 86_400_000;

/** The longest range, in days. A longer one has too many windows for a single answer, and there are no pages. */
const MOST_DAYS = { hour: 31, day: 366 } as const;

/** The range in Unix milliseconds. Throws a ConfigurationError that names the argument and its rule. */
export function rangeOf({ valueGroupingWindow, startTime, endTime }: UsageRange): { start: number; end: number } {
  if (!Object.hasOwn(MOST_DAYS, valueGroupingWindow)) {
    throw refusal(`valueGroupingWindow must be "hour" or "day"; got ${quote(valueGroupingWindow)}.`);
  }
  const start = milliseconds("startTime", startTime);
  const end = milliseconds("endTime", endTime);
  if (end <= start) throw refusal(`endTime must be later than startTime; got ${iso(start)} to ${iso(end)}.`);
  const days = MOST_DAYS[valueGroupingWindow];
  if (end - start > days * DAY_MS) {
    const advice = valueGroupingWindow === "hour" ? ' Use "day", or a shorter range.' : " Use a shorter range.";
    throw refusal(
      `startTime and endTime may be at most ${days} days apart for "${valueGroupingWindow}"; got ${iso(start)} to ${iso(end)}.${advice}`,
    );
  }
  return { start, end };
}

function milliseconds(property: string, time: string | number): number {
  // Text without a time zone means another moment on every machine.
  const isText = typeof time === "string" && /^\d{4}-\d\d-\d\d(T.*(Z|[+-]\d\d:?\d\d))?$/.test(time);
  const ms = isText ? Date.parse(time) : time;
  if (typeof ms !== "number" || !Number.isInteger(ms) || Math.abs(ms) > 8.64e15 || areSeconds(time)) {
    throw refusal(
      `${property} must be a Date, ISO 8601 text with its time zone such as "2026-11-01T00:00:00Z", or whole Unix milliseconds; got ${shown(time)}.${hint(time)}`,
    );
  }
  return ms;
}

const areSeconds = (time: unknown) => typeof time === "number" && time > 0 && time < 1e11;

const shown = (time: unknown) => (Number.isNaN(time) ? "an invalid Date" : quote(time));

function hint(time: unknown): string {
  if (areSeconds(time)) return ` If these are seconds, write ${Number(time) * 1000}.`;
  const isLostDate =
    typeof time === "object" && time !== null && !Array.isArray(time) && Object.keys(time).length === 0;
  return isLostDate
    ? " pulumi.output(), pulumi.all() and pulumi.secret() turn a Date into an empty object. Give them date.toISOString()."
    : "";
}

const iso = (ms: number) => new Date(ms).toISOString();

const refusal = (rule: string) => new ConfigurationError(`getUsageHistory(): ${rule}`);
