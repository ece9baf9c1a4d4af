import * as pulumi from "@pulumi/pulumi";
import type { Inputs } from "../shapes.js";
import type { AccountArgs, AccountResult } from "../shared.js";
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
   * A Date, ISO 8601 text with its time zone, or whole Unix milliseconds.
   * Source: `start_time`.
   */
  readonly startTime: Time;
  /**
   * The end, later than the beginning. At most 31 days after it for `hour`, and 366 for `day`.
   * A Date, ISO 8601 text with its time zone, or whole Unix milliseconds.
   * Source: `end_time`.
   */
  readonly endTime: Time;
}

/** The result of {@link getUsageHistory}. */
export interface GetUsageHistoryResult extends AccountResult {
  /** One entry for each window. */
  readonly history: UsageHistoryEntry[];
}

/** What was used in one window. */
export interface UsageHistoryEntry {
  /** The entry's id. */
  readonly id: string;
  /** What was used. Cloudflare does not document the unit; it is probably US cents. Source: `aggregated_value`. */
  readonly aggregatedValue: number;
  /** The beginning of the window, ISO 8601. Cloudflare does not document the unit: numbers below 1e11 are read as seconds, others as milliseconds. */
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
 * Runs in the program, also at preview. Changes nothing.
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
  const { startTime, endTime } = args;
  const withoutDates = { ...args, startTime: withoutDate(startTime), endTime: withoutDate(endTime) };
  return answer("getUsageHistory", withoutDates, opts, (data, account) => data.getUsageHistory(account, withoutDates));
}

/** The arguments of {@link getUsageHistoryOutput}. */
export interface GetUsageHistoryOutputArgs extends Inputs<GetUsageHistoryArgs> {}

/** {@link getUsageHistory} for arguments that are outputs. It is not called while one of them is unknown. The result is secret if one of them is secret. */
export function getUsageHistoryOutput(
  args: GetUsageHistoryOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetUsageHistoryResult> {
  const { startTime, endTime } = args;
  const withoutDates = { ...args, startTime: onceKnown(startTime), endTime: onceKnown(endTime) };
  return asOutput(getUsageHistory, pulumi.output(withoutDates), opts);
}

/** Pulumi turns a Date into `{}` when it unwraps or serializes what holds it. So a Date becomes Unix milliseconds first. */
const withoutDate = (time: Time) => (time instanceof Date ? time.getTime() : time);

function onceKnown(time: pulumi.Input<Time>): pulumi.Input<string | number> {
  if (pulumi.Output.isInstance<Time>(time)) return time.apply(withoutDate);
  return time instanceof Promise ? time.then(withoutDate) : withoutDate(time);
}
