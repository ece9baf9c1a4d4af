import * as pulumi from "@pulumi/pulumi";
import type { AccountArgs, AccountOutputArgs, AccountResult, AutoTopup } from "../shared.js";
import { answer, asOutput } from "./call.js";

/**
 * The arguments of {@link getTopupConfig}.
 *
 * @example
 * ```ts
 * import { getTopupConfig } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetTopupConfigArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const args: GetTopupConfigArgs = { accountId: "0123456789abcdef0123456789abcdef" };
 * export const result = getTopupConfig(args);
 * ```
 */
export type GetTopupConfigArgs = AccountArgs;

/**
 * The result of {@link getTopupConfig}.
 *
 * @example
 * ```ts
 * import { getTopupConfig } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetTopupConfigResult } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // US cents. Null or 0 is no auto top-up.
 * const text = ({ amount, threshold, disabledReason }: GetTopupConfigResult) =>
 *   amount ? `buys ${amount} below ${threshold}, ${disabledReason ?? "in force"}` : "none";
 *
 * export const autoTopup = getTopupConfig().then(text);
 * ```
 */
export interface GetTopupConfigResult extends AccountResult, AutoTopup {}

/**
 * Reads the live auto top-up of an account. Needs the permission AI Gateway Read.
 *
 * Runs in the program, also at preview. Changes nothing.
 *
 * Source: `GET /accounts/{account_id}/ai-gateway/billing/topup/config`.
 *
 * @throws ConfigurationError, AuthenticationError, PermissionError, NotFoundError, RateLimitedError,
 *   ServiceError, NetworkError, TimeoutError or ResponseShapeError
 * @example
 * ```ts
 * import { getTopupConfig } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // Such as "card_declined"; null while the auto top-up is in force.
 * export const disabledReason = getTopupConfig().then((config) => config.disabledReason);
 * ```
 */
export async function getTopupConfig(
  args: GetTopupConfigArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetTopupConfigResult> {
  return answer("getTopupConfig", args, opts, (data, account) => data.getTopupConfig(account));
}

/**
 * The arguments of {@link getTopupConfigOutput}.
 *
 * @example
 * ```ts
 * import * as pulumi from "@pulumi/pulumi";
 * import { getTopupConfigOutput } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetTopupConfigOutputArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const args: GetTopupConfigOutputArgs = { accountId: new pulumi.Config().require("account") };
 * export const result = getTopupConfigOutput(args);
 * ```
 */
export type GetTopupConfigOutputArgs = AccountOutputArgs;

/**
 * {@link getTopupConfig} for arguments that are outputs.
 *
 * It waits for `dependsOn`. It is not called while an argument is unknown. The result is secret if an argument is.
 *
 * @throws the same errors as {@link getTopupConfig}: the output fails
 * @example
 * ```ts
 * import { getTopupConfigOutput } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // The live values as a declaration. Amounts are US cents.
 * export const declaration = getTopupConfigOutput().apply(({ amount, threshold }) =>
 *   amount ? `new AutoTopupConfig("topup", { amount: ${amount}, threshold: ${threshold} });` : "none",
 * );
 * ```
 */
export function getTopupConfigOutput(
  args: GetTopupConfigOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetTopupConfigResult> {
  return asOutput(getTopupConfig, pulumi.output(args), opts);
}
