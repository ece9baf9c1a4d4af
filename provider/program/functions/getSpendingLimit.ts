import * as pulumi from "@pulumi/pulumi";
import type { AccountArgs, AccountOutputArgs, AccountResult } from "../shared.js";
import { answer, asOutput } from "./call.js";

/** The arguments of {@link getSpendingLimit}. */
export type GetSpendingLimitArgs = AccountArgs;

/** The result of {@link getSpendingLimit}. */
export interface GetSpendingLimitResult extends AccountResult {
  /** Whether the limit is in force. While it is not, the other values limit nothing. Source: `enabled`. */
  readonly enabled: boolean;
  /** The most that may be spent in one period, in whole US cents; null when unset. Source: `config.amount`. */
  readonly amount: number | null;
  /** The period: `daily`, `weekly` or `monthly`; null when unset. Source: `config.duration`. */
  readonly duration: string | null;
  /** How the period moves: `fixed` or `sliding`; null when unset. Source: `config.strategy`. */
  readonly strategy: string | null;
}

/**
 * Reads the live spending limit of an account. Needs the permission AI Gateway Read.
 *
 * Runs in the program, also at preview. Changes nothing.
 *
 * @throws ConfigurationError, AuthenticationError, PermissionError, NotFoundError, RateLimitedError,
 *   ServiceError, NetworkError, TimeoutError or ResponseShapeError
 *
 * Source: `GET /accounts/{account_id}/ai-gateway/billing/spending-limit`.
 */
export async function getSpendingLimit(
  args: GetSpendingLimitArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetSpendingLimitResult> {
  return answer("getSpendingLimit", args, opts, (data, account) => data.getSpendingLimit(account));
}

/** The arguments of {@link getSpendingLimitOutput}. */
export type GetSpendingLimitOutputArgs = AccountOutputArgs;

/** {@link getSpendingLimit} for arguments that are outputs. It is not called while one of them is unknown. The result is secret if one of them is secret. */
export function getSpendingLimitOutput(
  args: GetSpendingLimitOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetSpendingLimitResult> {
  return asOutput(getSpendingLimit, pulumi.output(args), opts);
}
