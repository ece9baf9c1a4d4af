import * as pulumi from "@pulumi/pulumi";
import type { Inputs } from "../shapes.js";
import type { AccountArgs, AccountResult } from "../shared.js";
import { answer, asOutput } from "./call.js";

/**
 * The arguments of {@link getTopupStatus}.
 *
 * @example
 * ```ts
 * import { getTopupStatus } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetTopupStatusArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const args: GetTopupStatusArgs = { paymentIntentId: "in_1QXmZ2AbCdEfGh" };
 * export const result = getTopupStatus(args);
 * ```
 */
export interface GetTopupStatusArgs extends AccountArgs {
  /**
   * The id that `POST /topup` returned for the top-up. It is the id of an invoice, `in_…`.
   * Not empty.
   * Source: `POST /topup/status`, `payment_intent_id`.
   */
  readonly paymentIntentId: string;
}

/**
 * The result of {@link getTopupStatus}.
 *
 * @example
 * ```ts
 * import { getTopupStatus } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetTopupStatusResult } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const text = ({ paymentIntentId, status }: GetTopupStatusResult) =>
 *   status === "completed" ? `${paymentIntentId} is paid` : `${paymentIntentId} is not paid yet`;
 *
 * export const payment = getTopupStatus({ paymentIntentId: "in_1QXmZ2AbCdEfGh" }).then(text);
 * ```
 */
export interface GetTopupStatusResult extends AccountResult {
  /** The top-up that was asked for. Source: `payment_intent_id`. */
  readonly paymentIntentId: string;
  /** Whether the payment has settled. Cloudflare has no status for a failed payment: it stays `pending`. Source: `status`. */
  readonly status: "completed" | "pending";
}

/**
 * Asks whether a top-up has settled. Needs the permission AI Gateway Write.
 *
 * Runs in the program, also at preview. Changes nothing.
 *
 * Source: `POST /accounts/{account_id}/ai-gateway/billing/topup/status`.
 *
 * @throws ConfigurationError, AuthenticationError, PermissionError, NotFoundError or RequestRejectedError (an
 *   unknown top-up), RateLimitedError, ServiceError, NetworkError, TimeoutError or ResponseShapeError
 * @example
 * ```ts
 * import { getTopupStatus } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // The id of the invoice of a purchase, such as the output `invoiceId` of a CreditTopup.
 * export const status = getTopupStatus({ paymentIntentId: "in_1QXmZ2AbCdEfGh" }).then((topup) => topup.status);
 * ```
 */
export async function getTopupStatus(
  args: GetTopupStatusArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetTopupStatusResult> {
  return answer("getTopupStatus", args, opts, (data, account) => data.getTopupStatus(account, args));
}

/**
 * The arguments of {@link getTopupStatusOutput}.
 *
 * @example
 * ```ts
 * import { CreditTopup, getTopupStatusOutput, usd } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetTopupStatusOutputArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const credit = new CreditTopup("credit", { purchase: "2026-11", amount: usd(50) }); // US$50.00
 * const args: GetTopupStatusOutputArgs = { paymentIntentId: credit.invoiceId };
 * export const result = getTopupStatusOutput(args);
 * ```
 */
export interface GetTopupStatusOutputArgs extends Inputs<GetTopupStatusArgs> {}

/**
 * {@link getTopupStatus} for arguments that are outputs.
 *
 * It waits for `dependsOn`. It is not called while an argument is unknown. The result is secret if an argument is.
 *
 * @throws the same errors as {@link getTopupStatus}: the output fails
 * @example
 * ```ts
 * import { CreditTopup, getTopupStatusOutput, usd } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const credit = new CreditTopup("credit", { purchase: "2026-11", amount: usd(50) }); // US$50.00
 *
 * // "completed", or "pending" while the payment has not settled.
 * export const statusNow = getTopupStatusOutput({ paymentIntentId: credit.invoiceId }).status;
 * ```
 */
export function getTopupStatusOutput(
  args: GetTopupStatusOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetTopupStatusResult> {
  return asOutput(getTopupStatus, pulumi.output(args), opts);
}
