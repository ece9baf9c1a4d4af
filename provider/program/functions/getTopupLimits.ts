import * as pulumi from "@pulumi/pulumi";
import type { AccountArgs, AccountOutputArgs, AccountResult } from "../shared.js";
import { answer, asOutput } from "./call.js";

/** The arguments of {@link getTopupLimits}. */
export type GetTopupLimitsArgs = AccountArgs;

/** The result of {@link getTopupLimits}. */
export interface GetTopupLimitsResult extends AccountResult {
  /** The least that a top-up buys, in whole cents of `currency`. Source: `min_cents`. */
  readonly minCents: number;
  /** The most that a top-up buys, in whole cents of `currency`. Source: `max_cents`. */
  readonly maxCents: number;
  /** Such as `usd`. */
  readonly currency: string;
}

/**
 * Reads how much a single top-up of an account may buy. Needs the permission AI Gateway Read.
 *
 * Runs in the program, at preview too; changes nothing.
 * The older generation of the API has no such endpoint: a NotFoundError.
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

/** {@link getTopupLimits} for arguments that are outputs: not called while one of them is unknown, and secret if one of them is. */
export function getTopupLimitsOutput(
  args: GetTopupLimitsOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetTopupLimitsResult> {
  return asOutput(getTopupLimits, pulumi.output(args), opts);
}
