import * as pulumi from "@pulumi/pulumi";
import type { AccountArgs, AccountOutputArgs, AccountResult } from "../shared.js";
import { answer, asOutput } from "./call.js";

/**
 * The arguments of {@link getTopupLimits}.
 *
 * @example
 * ```ts
 * import { getTopupLimits } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetTopupLimitsArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const args: GetTopupLimitsArgs = { accountId: "0123456789abcdef0123456789abcdef" };
 * export const result = getTopupLimits(args);
 * ```
 */
export type GetTopupLimitsArgs = AccountArgs;

/**
 * The result of {@link getTopupLimits}.
 *
 * @example
 * ```ts
 * import { getTopupLimits, usd } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetTopupLimitsResult } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const allows = ({ minCents, maxCents }: GetTopupLimitsResult, cents: number) =>
 *   minCents <= cents && cents <= maxCents;
 *
 * // Whether one top-up may buy US$2000.00.
 * export const isAllowed = getTopupLimits().then((limits) => allows(limits, usd(2000)));
 * ```
 */
export interface GetTopupLimitsResult extends AccountResult {
  /** The smallest amount that a top-up buys, in whole cents of `currency`. Source: `min_cents`. */
  readonly minCents: number;
  /** The largest amount that a top-up buys, in whole cents of `currency`. Source: `max_cents`. */
  readonly maxCents: number;
  /** The currency of both amounts, such as `usd`. Source: `currency`. */
  readonly currency: string;
}

/**
 * Reads how much a single top-up of an account may buy. Needs the permission AI Gateway Read.
 *
 * Runs in the program, also at preview. Changes nothing.
 * Throws a NotFoundError with the older generation of the API, which does not have this endpoint.
 *
 * Source: `GET /accounts/{account_id}/ai-gateway/billing/topup/limits`.
 *
 * @throws ConfigurationError, AuthenticationError, PermissionError, NotFoundError, RateLimitedError,
 *   ServiceError, NetworkError, TimeoutError or ResponseShapeError
 * @example
 * ```ts
 * import { getTopupLimits } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // US cents: 500000 is US$5000.00.
 * export const most = getTopupLimits().then(({ maxCents }) => maxCents);
 * ```
 */
export async function getTopupLimits(
  args: GetTopupLimitsArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetTopupLimitsResult> {
  return answer("getTopupLimits", args, opts, (data, account) => data.getTopupLimits(account));
}

/**
 * The arguments of {@link getTopupLimitsOutput}.
 *
 * @example
 * ```ts
 * import * as pulumi from "@pulumi/pulumi";
 * import { getTopupLimitsOutput } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetTopupLimitsOutputArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const args: GetTopupLimitsOutputArgs = { accountId: new pulumi.Config().require("account") };
 * export const result = getTopupLimitsOutput(args);
 * ```
 */
export type GetTopupLimitsOutputArgs = AccountOutputArgs;

/**
 * {@link getTopupLimits} for arguments that are outputs.
 *
 * It waits for `dependsOn`. It is not called while an argument is unknown. The result is secret if an argument is.
 *
 * @throws the same errors as {@link getTopupLimits}: the output fails
 * @example
 * ```ts
 * import { getTopupLimitsOutput } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // US cents: 1000 is US$10.00.
 * export const least = getTopupLimitsOutput().minCents;
 * ```
 */
export function getTopupLimitsOutput(
  args: GetTopupLimitsOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetTopupLimitsResult> {
  return asOutput(getTopupLimits, pulumi.output(args), opts);
}
