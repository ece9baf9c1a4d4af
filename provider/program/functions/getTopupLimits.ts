import * as pulumi from "@pulumi/pulumi";
import type { AccountArgs, AccountOutputArgs, AccountResult } from "../shared.js";
import { answer, asOutput } from "./call.js";

/** The arguments of {@link getTopupLimits}. */
export type GetTopupLimitsArgs = AccountArgs;

/** The result of {@link getTopupLimits}. */
export interface GetTopupLimitsResult extends AccountResult {
  /** The smallest amount that a top-up buys, in whole cents of `currency`. Source: `min_cents`. */
  readonly minCents: number;
  /** The largest amount that a top-up buys, in whole cents of `currency`. Source: `max_cents`. */
  readonly maxCents: number;
  /** Such as `usd`. */
  readonly currency: string;
}

/**
 * Reads how much a single top-up of an account may buy. Needs the permission AI Gateway Read.
 *
 * Runs in the program, also at preview. Changes nothing.
 * Throws a NotFoundError with the older generation of the API, which does not have this endpoint.
 *
 * @throws ConfigurationError, AuthenticationError, PermissionError, NotFoundError, RateLimitedError,
 *   ServiceError, NetworkError, TimeoutError or ResponseShapeError
 *
 * Source: `GET /accounts/{account_id}/ai-gateway/billing/topup/limits`.
 */
export async function getTopupLimits(
  args: GetTopupLimitsArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetTopupLimitsResult> {
  return answer("getTopupLimits", args, opts, (data, account) => data.getTopupLimits(account));
}

/** The arguments of {@link getTopupLimitsOutput}. */
export type GetTopupLimitsOutputArgs = AccountOutputArgs;

/** {@link getTopupLimits} for arguments that are outputs. It is not called while one of them is unknown. The result is secret if one of them is secret. */
export function getTopupLimitsOutput(
  args: GetTopupLimitsOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetTopupLimitsResult> {
  return asOutput(getTopupLimits, pulumi.output(args), opts);
}
