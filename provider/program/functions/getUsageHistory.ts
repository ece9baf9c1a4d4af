import * as pulumi from "@pulumi/pulumi";
import { ConfigurationError } from "../../contract/errors.js";
import { quote } from "../../contract/quote.js";
import type { AccountArgs, AccountOutputArgs } from "./args.js";
import { answer, asOutput } from "./call.js";

/** A point in time: a Date, ISO 8601 text with its time zone, or Unix milliseconds. */
export type Time = Date | string | number;

/** The arguments of {@link getUsageHistory}. */
export interface GetUsageHistoryArgs extends AccountArgs {
  /**
   * How long each window of the history is.
   * `hour` or `day`.
   * Source: `value_grouping_window`.
   */
  readonly valueGroupingWindow: "hour" | "day";
  /**
   * The beginning, inclusive.
   * A Date, ISO 8601 text with its time zone, or Unix milliseconds.
   * Source: `start_time`.
   */
  readonly startTime: Time;
  /**
   * The end. At most 31 days after the beginning for `hour`, and 366 for `day`.
   * A Date, ISO 8601 text with its time zone, or Unix milliseconds.
   * Source: `end_time`.
   */
  readonly endTime: Time;
}

/** The result of {@link getUsageHistory}. */
export interface GetUsageHistoryResult {
  /** The account that was asked for. */
  readonly accountId: string;
  /** One entry for each window. */
  readonly history: UsageHistoryEntry[];
}

/** What was used in one window. */
export interface UsageHistoryEntry {
  /** The entry's id. */
  readonly id: string;
  /** What was used. Cloudflare has not documented the unit; US cents are likely. Source: `aggregated_value`. */
  readonly aggregatedValue: number;
  /** The beginning of the window, ISO 8601. Cloudflare has not documented the unit: numbers below 1e11 are taken for seconds, others for milliseconds. */
  readonly startTime: string;
  /** The same as the API's raw number. Source: `start_time`. */
  readonly startTimeRaw: number;
  /** The end of the window, ISO 8601, read like `startTime`. */
  readonly endTime: string;
  /** The same as the API's raw number. Source: `end_time`. */
  readonly endTimeRaw: number;
}

/**
 * Reads what an account has spent through AI Gateway. Needs the permission AI Gateway Read.
 *
 * Runs in the program, at preview too; changes nothing.
 *
 * @throws ConfigurationError, AuthenticationError, PermissionError, NotFoundError, RateLimitedError,
 *   ServiceError, NetworkError, TimeoutError or ResponseShapeError
 *
 * Source: `GET /accounts/{account_id}/ai-gateway/billing/usage-history`.
 */
export async function getUsageHistory(
  args: GetUsageHistoryArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetUsageHistoryResult> {
  return answer("getUsageHistory", args, opts, async ({ accountId, client, endpoints }) => {
    const times = rangeOf(args);
    const history = await endpoints.getUsageHistory(client, accountId, args.valueGroupingWindow, times);
    return { accountId, history };
  });
}

/** The arguments of {@link getUsageHistoryOutput}. */
export interface GetUsageHistoryOutputArgs extends AccountOutputArgs {
  /** How long each window of the history is: `hour` or `day`. */
  readonly valueGroupingWindow: pulumi.Input<"hour" | "day">;
  /** The beginning, inclusive: ISO 8601 text with its time zone, or Unix milliseconds. */
  readonly startTime: pulumi.Input<string | number>;
  /** The end: ISO 8601 text with its time zone, or Unix milliseconds. At most 31 days after the beginning for `hour`, and 366 for `day`. */
  readonly endTime: pulumi.Input<string | number>;
}

/** {@link getUsageHistory} for arguments that are outputs: not called while one of them is unknown, and secret if one of them is. */
export function getUsageHistoryOutput(
  args: GetUsageHistoryOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetUsageHistoryResult> {
  return asOutput(getUsageHistory, pulumi.output(args), opts);
}

const DAY_MS = 86_400_000;

/** The longest range that is asked for, in days: wider ones have too many windows for one answer without pages. */
const MOST_DAYS = { hour: 31, day: 366 } as const;

function rangeOf({ valueGroupingWindow, startTime, endTime }: GetUsageHistoryArgs): { start: number; end: number } {
  if (!Object.hasOwn(MOST_DAYS, valueGroupingWindow)) {
    throw refusal(`valueGroupingWindow must be "hour" or "day"; got ${quote(valueGroupingWindow)}.`);
  }
  const start = milliseconds("startTime", startTime);
  const end = milliseconds("endTime", endTime);
  if (end <= start) throw refusal(`endTime must be later than startTime; got ${iso(start)} to ${iso(end)}.`);
  const days = MOST_DAYS[valueGroupingWindow];
  if (end - start > days * DAY_MS) {
    const advice =
      valueGroupingWindow === "hour" ? ' Ask for "day", or for less at a time.' : " Ask for less at a time.";
    throw refusal(
      `startTime and endTime may be ${days} days apart for "${valueGroupingWindow}"; got ${iso(start)} to ${iso(end)}.${advice}`,
    );
  }
  return { start, end };
}

function milliseconds(property: string, time: Time): number {
  // Text without a time zone would mean another moment on every machine.
  const isText = typeof time === "string" && /^\d{4}-\d\d-\d\d(T.*(Z|[+-]\d\d:?\d\d))?$/.test(time);
  const ms = time instanceof Date ? time.getTime() : isText ? Date.parse(time) : time;
  const secondsMeant = typeof ms === "number" && ms > 0 && ms < 1e11;
  if (typeof ms !== "number" || !Number.isInteger(ms) || Math.abs(ms) > 8.64e15 || secondsMeant) {
    const hint = secondsMeant ? ` If these are seconds, write ${ms * 1000}.` : "";
    throw refusal(
      `${property} must be a Date, ISO 8601 text with its time zone such as "2026-11-01T00:00:00Z", or whole Unix milliseconds; got ${quote(time)}.${hint}`,
    );
  }
  return ms;
}

const iso = (ms: number) => new Date(ms).toISOString();

const refusal = (rule: string) => new ConfigurationError(`getUsageHistory(): ${rule}`);
