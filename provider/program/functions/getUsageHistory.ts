import * as pulumi from "@pulumi/pulumi";
import type { Inputs } from "../shapes.js";
import type { AccountArgs, AccountResult } from "../shared.js";
import { answer, asOutput } from "./call.js";

/**
 * A point in time: a Date, ISO 8601 text with its time zone, or whole Unix milliseconds. A positive number below 1e11 is
 * refused, since it is probably in seconds.
 *
 * `pulumi.output()`, `pulumi.all()` and `pulumi.secret()` turn a Date into an empty object. Give them text or a number.
 * A Date that `apply` returns stays a Date.
 *
 * @example
 * ```ts
 * import { getUsageHistory } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { Time } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // The same moment, three times.
 * const november: Time[] = [new Date("2026-11-01T00:00:00Z"), "2026-11-01T00:00:00Z", 1793491200000];
 *
 * export const days = november.map((startTime) =>
 *   getUsageHistory({ valueGroupingWindow: "day", startTime, endTime: "2026-12-01T00:00:00Z" }),
 * );
 * ```
 */
export type Time = Date | string | number;

/**
 * The arguments of {@link getUsageHistory}.
 *
 * @example
 * ```ts
 * import { getUsageHistory } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetUsageHistoryArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const dayMs = 86_400_000;
 * const args: GetUsageHistoryArgs = {
 *   valueGroupingWindow: "hour",
 *   startTime: new Date(Date.now() - 7 * dayMs),
 *   endTime: new Date(),
 * };
 * export const lastWeek = getUsageHistory(args).then(({ history }) => history);
 * ```
 */
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

/**
 * The result of {@link getUsageHistory}.
 *
 * @example
 * ```ts
 * import { getUsageHistory } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetUsageHistoryResult } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // Probably US cents; Cloudflare does not document the unit.
 * const total = ({ history }: GetUsageHistoryResult) =>
 *   history.reduce((sum, { aggregatedValue }) => sum + aggregatedValue, 0);
 *
 * const november = { startTime: "2026-11-01T00:00:00Z", endTime: "2026-12-01T00:00:00Z" };
 * export const used = getUsageHistory({ valueGroupingWindow: "day", ...november }).then(total);
 * ```
 */
export interface GetUsageHistoryResult extends AccountResult {
  /** One entry for each window. Source: `history`. */
  readonly history: UsageHistoryEntry[];
}

/**
 * What was used in one window.
 *
 * @example
 * ```ts
 * import { getUsageHistory } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { UsageHistoryEntry } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const text = ({ startTime, aggregatedValue }: UsageHistoryEntry) => `${startTime.slice(0, 10)}: ${aggregatedValue}`;
 *
 * const november = { startTime: "2026-11-01T00:00:00Z", endTime: "2026-12-01T00:00:00Z" };
 * export const days = getUsageHistory({ valueGroupingWindow: "day", ...november }).then(({ history }) => history.map(text));
 * ```
 */
export interface UsageHistoryEntry {
  /** The entry's id. Source: `id`. */
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
 * Source: `GET /accounts/{account_id}/ai-gateway/billing/usage-history`.
 *
 * @throws ConfigurationError, AuthenticationError, PermissionError, NotFoundError, RateLimitedError,
 *   ServiceError, NetworkError, TimeoutError or ResponseShapeError
 * @example
 * ```ts
 * import { getUsageHistory } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * export const november = getUsageHistory({
 *   valueGroupingWindow: "day",
 *   startTime: new Date("2026-11-01T00:00:00Z"),
 *   endTime: new Date("2026-12-01T00:00:00Z"),
 * }).then(({ history }) => history);
 * ```
 */
export async function getUsageHistory(
  args: GetUsageHistoryArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetUsageHistoryResult> {
  const { startTime, endTime } = args;
  const withoutDates = { ...args, startTime: withoutDate(startTime), endTime: withoutDate(endTime) };
  return answer("getUsageHistory", withoutDates, opts, (data, account) => data.getUsageHistory(account, withoutDates));
}

/**
 * The arguments of {@link getUsageHistoryOutput}.
 *
 * @example
 * ```ts
 * import * as pulumi from "@pulumi/pulumi";
 * import { getUsageHistoryOutput } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetUsageHistoryOutputArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // The stack "project" exports when the project began, as ISO 8601 text.
 * const began = new pulumi.StackReference("acme/project/prod").getOutput("began");
 * const args: GetUsageHistoryOutputArgs = { valueGroupingWindow: "day", startTime: began, endTime: new Date() };
 * export const usage = getUsageHistoryOutput(args).history;
 * ```
 */
export interface GetUsageHistoryOutputArgs extends Inputs<GetUsageHistoryArgs> {}

/**
 * {@link getUsageHistory} for arguments that are outputs.
 *
 * It waits for `dependsOn`. It is not called while an argument is unknown. The result is secret if an argument is.
 *
 * @throws the same errors as {@link getUsageHistory}: the output fails
 * @example
 * ```ts
 * import { getUsageHistoryOutput } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * export const november = getUsageHistoryOutput({
 *   valueGroupingWindow: "day",
 *   startTime: new Date("2026-11-01T00:00:00Z"),
 *   endTime: new Date("2026-12-01T00:00:00Z"),
 * }).history;
 * ```
 */
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
