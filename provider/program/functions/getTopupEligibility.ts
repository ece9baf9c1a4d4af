import * as pulumi from "@pulumi/pulumi";
import type { AccountArgs, AccountOutputArgs, AccountResult, PaymentMethod } from "../shared.js";
import { answer, asOutput } from "./call.js";

/**
 * The arguments of {@link getTopupEligibility}.
 *
 * @example
 * ```ts
 * import { getTopupEligibility } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetTopupEligibilityArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const args: GetTopupEligibilityArgs = { accountId: "0123456789abcdef0123456789abcdef" };
 * export const result = getTopupEligibility(args);
 * ```
 */
export type GetTopupEligibilityArgs = AccountArgs;

/**
 * The result of {@link getTopupEligibility}.
 *
 * @example
 * ```ts
 * import { getTopupEligibility } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetTopupEligibilityResult } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const advice = ({ eligible, reason, recommendedAction }: GetTopupEligibilityResult) =>
 *   eligible ? "can buy" : `cannot buy: ${reason}. Next: ${recommendedAction}`;
 *
 * export const topups = getTopupEligibility().then(advice);
 * ```
 */
export interface GetTopupEligibilityResult extends AccountResult {
  /** Whether the account can buy credit. Source: `eligible`. */
  readonly eligible: boolean;
  /** Why, such as `ELIGIBLE` or `NO_ACCOUNT_PAYMENT_METHOD`; null when the answer leaves it out. Source: `reason`. */
  readonly reason: string | null;
  /** Whether the user can do something about it; null when left out. Source: `recoverable`. */
  readonly recoverable: boolean | null;
  /** What to do, such as `NONE` or `ADD_SUPPORTED_PAYMENT_METHOD`; null when left out. Source: `recommended_action`. */
  readonly recommendedAction: string | null;
  /** The account's payment methods, such as `SUPPORTED_PRESENT`; null when left out. This function sends no list of payment methods, so it is probably `UNKNOWN` or `NONE`. Source: `account_payment_method_state`. */
  readonly accountPaymentMethodState: string | null;
  /** Whether AI Gateway knows the customer, such as `RESOLVED`; null when left out. Source: `aig_customer_state`. */
  readonly aigCustomerState: string | null;
  /** AI Gateway's default payment method, such as `PRESENT`; null when left out. Source: `aig_default_payment_method_state`. */
  readonly aigDefaultPaymentMethodState: string | null;
  /** The card that would be charged; null without one. Source: `display_payment_method`. */
  readonly displayPaymentMethod: TopupEligibilityPaymentMethod | null;
}

/**
 * The card of the account.
 *
 * @example
 * ```ts
 * import { getTopupEligibility } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { TopupEligibilityPaymentMethod } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const label = ({ brand, last4 }: TopupEligibilityPaymentMethod) => `${brand ?? "card"} …${last4 ?? "????"}`;
 *
 * export const card = getTopupEligibility().then(({ displayPaymentMethod }) =>
 *   displayPaymentMethod ? label(displayPaymentMethod) : "none",
 * );
 * ```
 */
export interface TopupEligibilityPaymentMethod extends PaymentMethod {}

/**
 * Asks whether the account can buy credit, and if not, why. Needs the permission AI Gateway Write.
 *
 * Runs in the program, also at preview. Changes nothing.
 * Throws a NotFoundError with the older generation of the API, which does not have this endpoint.
 *
 * Source: `POST /accounts/{account_id}/ai-gateway/billing/topup/eligibility`.
 *
 * @throws ConfigurationError, AuthenticationError, PermissionError, NotFoundError, RateLimitedError,
 *   ServiceError, NetworkError, TimeoutError or ResponseShapeError
 * @example
 * ```ts
 * import { getTopupEligibility } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // Such as NO_ACCOUNT_PAYMENT_METHOD.
 * export const obstacle = getTopupEligibility().then(({ eligible, reason }) => (eligible ? "none" : reason));
 * ```
 */
export async function getTopupEligibility(
  args: GetTopupEligibilityArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetTopupEligibilityResult> {
  return answer("getTopupEligibility", args, opts, (data, account) => data.getTopupEligibility(account));
}

/**
 * The arguments of {@link getTopupEligibilityOutput}.
 *
 * @example
 * ```ts
 * import * as pulumi from "@pulumi/pulumi";
 * import { getTopupEligibilityOutput } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetTopupEligibilityOutputArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const args: GetTopupEligibilityOutputArgs = { accountId: new pulumi.Config().require("account") };
 * export const result = getTopupEligibilityOutput(args);
 * ```
 */
export type GetTopupEligibilityOutputArgs = AccountOutputArgs;

/**
 * {@link getTopupEligibility} for arguments that are outputs.
 *
 * It waits for `dependsOn`. It is not called while an argument is unknown. The result is secret if an argument is.
 *
 * @throws the same errors as {@link getTopupEligibility}: the output fails
 * @example
 * ```ts
 * import { getTopupEligibilityOutput } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const eligibility = getTopupEligibilityOutput();
 * export const canBuy = eligibility.eligible;
 * export const whatToDo = eligibility.recommendedAction;
 * ```
 */
export function getTopupEligibilityOutput(
  args: GetTopupEligibilityOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetTopupEligibilityResult> {
  return asOutput(getTopupEligibility, pulumi.output(args), opts);
}
