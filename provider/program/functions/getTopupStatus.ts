import * as pulumi from "@pulumi/pulumi";
import type { Inputs } from "../shapes.js";
import type { AccountArgs, AccountResult } from "../shared.js";
import { answer, asOutput } from "./call.js";

/** The arguments of {@link getTopupStatus}. */
export interface GetTopupStatusArgs extends AccountArgs {
  /**
   * The id that `POST /topup` returned for the top-up. It is the id of an invoice, `in_…`.
   * Not empty.
   * Source: `POST /topup/status`, `payment_intent_id`.
   */
  readonly paymentIntentId: string;
}

/** The result of {@link getTopupStatus}. */
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
 * @throws ConfigurationError, AuthenticationError, PermissionError, NotFoundError or RequestRejectedError (an
 *   unknown top-up), RateLimitedError, ServiceError, NetworkError, TimeoutError or ResponseShapeError
 *
 * Source: `POST /accounts/{account_id}/ai-gateway/billing/topup/status`.
 */
export async function getTopupStatus(
  args: GetTopupStatusArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetTopupStatusResult> {
  return answer("getTopupStatus", args, opts, (data, account) => data.getTopupStatus(account, args));
}

/** The arguments of {@link getTopupStatusOutput}. */
export interface GetTopupStatusOutputArgs extends Inputs<GetTopupStatusArgs> {}

/** {@link getTopupStatus} for arguments that are outputs. It is not called while one of them is unknown. The result is secret if one of them is secret. */
export function getTopupStatusOutput(
  args: GetTopupStatusOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetTopupStatusResult> {
  return asOutput(getTopupStatus, pulumi.output(args), opts);
}
