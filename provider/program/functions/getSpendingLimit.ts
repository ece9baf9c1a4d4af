import * as pulumi from "@pulumi/pulumi";
import type { AccountArgs, AccountOutputArgs, AccountResult } from "../shared.js";
import { answer, asOutput } from "./call.js";

/**
 * The arguments of {@link getSpendingLimit}.
 *
 * @example
 * ```ts
 * import { getSpendingLimit } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetSpendingLimitArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const args: GetSpendingLimitArgs = { accountId: "0123456789abcdef0123456789abcdef" };
 * export const result = getSpendingLimit(args);
 * ```
 */
export type GetSpendingLimitArgs = AccountArgs;

/**
 * The result of {@link getSpendingLimit}.
 *
 * @example
 * ```ts
 * import { getSpendingLimit } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetSpendingLimitResult } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // 25000 cents are "US$250.00 monthly".
 * const text = ({ enabled, amount, duration }: GetSpendingLimitResult) =>
 *   enabled && amount !== null ? `US$${(amount / 100).toFixed(2)} ${duration}` : "no limit";
 *
 * export const limit = getSpendingLimit().then(text);
 * ```
 */
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
 * Source: `GET /accounts/{account_id}/ai-gateway/billing/spending-limit`.
 *
 * @throws ConfigurationError, AuthenticationError, PermissionError, NotFoundError, RateLimitedError,
 *   ServiceError, NetworkError, TimeoutError or ResponseShapeError
 * @example
 * ```ts
 * import { getSpendingLimit } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // US cents; null without a limit that is in force.
 * export const limit = getSpendingLimit().then(({ enabled, amount }) => (enabled ? amount : null));
 * ```
 */
export async function getSpendingLimit(
  args: GetSpendingLimitArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetSpendingLimitResult> {
  return answer("getSpendingLimit", args, opts, (data, account) => data.getSpendingLimit(account));
}

/**
 * The arguments of {@link getSpendingLimitOutput}.
 *
 * @example
 * ```ts
 * import * as pulumi from "@pulumi/pulumi";
 * import { getSpendingLimitOutput } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetSpendingLimitOutputArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const args: GetSpendingLimitOutputArgs = { accountId: new pulumi.Config().require("account") };
 * export const result = getSpendingLimitOutput(args);
 * ```
 */
export type GetSpendingLimitOutputArgs = AccountOutputArgs;

/**
 * {@link getSpendingLimit} for arguments that are outputs.
 *
 * It waits for `dependsOn`. It is not called while an argument is unknown. The result is secret if an argument is.
 *
 * @throws the same errors as {@link getSpendingLimit}: the output fails
 * @example
 * ```ts
 * import { getSpendingLimitOutput } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const limit = getSpendingLimitOutput();
 * export const isLimited = limit.enabled;
 * export const limitCents = limit.amount; // US cents
 * ```
 */
export function getSpendingLimitOutput(
  args: GetSpendingLimitOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetSpendingLimitResult> {
  return asOutput(getSpendingLimit, pulumi.output(args), opts);
}
