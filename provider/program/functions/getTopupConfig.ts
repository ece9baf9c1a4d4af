import * as pulumi from "@pulumi/pulumi";
import type { AccountArgs, AccountOutputArgs, AccountResult, AutoTopup } from "../shared.js";
import { answer, asOutput } from "./call.js";

/** The arguments of {@link getTopupConfig}. */
export type GetTopupConfigArgs = AccountArgs;

/** The result of {@link getTopupConfig}. */
export interface GetTopupConfigResult extends AccountResult, AutoTopup {}

/**
 * Reads the live auto top-up of an account. Needs the permission AI Gateway Read.
 *
 * Runs in the program, also at preview. Changes nothing.
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

/** {@link getTopupConfig} for arguments that are outputs. It is not called while one of them is unknown. The result is secret if one of them is secret. */
export function getTopupConfigOutput(
  args: GetTopupConfigOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetTopupConfigResult> {
  return asOutput(getTopupConfig, pulumi.output(args), opts);
}
