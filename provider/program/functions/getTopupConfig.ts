import * as pulumi from "@pulumi/pulumi";
import type { AccountArgs, AccountOutputArgs } from "./args.js";
import { answer, asOutput } from "./call.js";

/** The arguments of {@link getTopupConfig}. */
export type GetTopupConfigArgs = AccountArgs;

/** The result of {@link getTopupConfig}. */
export interface GetTopupConfigResult {
  /** The account that was asked for. */
  readonly accountId: string;
  /** What each top-up buys, in whole US cents; null or 0 when there is none. Source: `amount`. */
  readonly amount: number | null;
  /** The balance below which it buys, in whole US cents; null or 0 when there is none. Source: `threshold`. */
  readonly threshold: number | null;
  /** Why Cloudflare has disabled it; null while it is in force. Source: `disabledReason`. */
  readonly disabledReason: string | null;
  /** The error of the last failed purchase; null without one. Source: `error`. */
  readonly error: string | null;
  /** When the last purchase failed, as the API's raw number, whose unit is not documented; null without a failure. Source: `lastFailedAt`. */
  readonly lastFailedAt: number | null;
}

/**
 * Reads the live auto top-up of an account. Needs the permission AI Gateway Read.
 *
 * Runs in the program, at preview too; changes nothing.
 *
 * @throws ConfigurationError, AuthenticationError, PermissionError, NotFoundError, RateLimitedError,
 *   ServiceError, NetworkError, TimeoutError or ResponseShapeError
 *
 * Source: `GET /accounts/{account_id}/ai-gateway/billing/topup/config`.
 */
export async function getTopupConfig(
  args: GetTopupConfigArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetTopupConfigResult> {
  return answer("getTopupConfig", args, opts, (data, account) => data.getTopupConfig(account));
}

/** The arguments of {@link getTopupConfigOutput}. */
export type GetTopupConfigOutputArgs = AccountOutputArgs;

/** {@link getTopupConfig} for arguments that are outputs: not called while one of them is unknown, and secret if one of them is. */
export function getTopupConfigOutput(
  args: GetTopupConfigOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetTopupConfigResult> {
  return asOutput(getTopupConfig, pulumi.output(args), opts);
}
