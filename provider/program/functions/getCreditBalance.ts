import * as pulumi from "@pulumi/pulumi";
import type { AccountArgs, AccountOutputArgs, AccountResult, AutoTopup, PaymentMethod } from "../shared.js";
import { answer, asOutput } from "./call.js";

/**
 * The arguments of {@link getCreditBalance}.
 *
 * @example
 * ```ts
 * import { getCreditBalance } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetCreditBalanceArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const args: GetCreditBalanceArgs = { accountId: "0123456789abcdef0123456789abcdef" };
 * export const result = getCreditBalance(args);
 * ```
 */
export type GetCreditBalanceArgs = AccountArgs;

/**
 * The result of {@link getCreditBalance}.
 *
 * @example
 * ```ts
 * import { getCreditBalance } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetCreditBalanceResult } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // Less than US$5.00, and nothing buys more.
 * const runsDry = ({ balance, topupConfig }: GetCreditBalanceResult) => balance < 500 && !topupConfig?.amount;
 *
 * export const alarm = getCreditBalance().then(runsDry);
 * ```
 */
export interface GetCreditBalanceResult extends AccountResult {
  /** The credit left, in US cents: may have a fraction, and may be negative. Source: `balance`. */
  readonly balance: number;
  /** Whether a top-up has a card to charge. Source: `has_default_payment_method`. */
  readonly hasDefaultPaymentMethod: boolean;
  /** The card that a top-up charges; null without one. Source: `payment_method`. */
  readonly paymentMethod: CreditBalancePaymentMethod | null;
  /** The auto top-up as the balance shows it; null when the answer leaves it out. Source: `topup_config`. */
  readonly topupConfig: CreditBalanceTopupConfig | null;
  /** Whether a first manual top-up has settled; null when the answer leaves it out. Source: `first_topup_success`. */
  readonly firstTopupSuccess: boolean | null;
}

/**
 * The card of the account.
 *
 * @example
 * ```ts
 * import { getCreditBalance } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { CreditBalancePaymentMethod } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const label = ({ brand, last4 }: CreditBalancePaymentMethod) => `${brand ?? "card"} …${last4 ?? "????"}`;
 *
 * export const card = getCreditBalance().then(({ paymentMethod }) => (paymentMethod ? label(paymentMethod) : "none"));
 * ```
 */
export interface CreditBalancePaymentMethod extends PaymentMethod {}

/**
 * The auto top-up of the account.
 *
 * @example
 * ```ts
 * import { getCreditBalance } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { CreditBalanceTopupConfig } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const works = ({ amount, disabledReason }: CreditBalanceTopupConfig) => Boolean(amount) && disabledReason === null;
 *
 * export const isOn = getCreditBalance().then(({ topupConfig }) => topupConfig !== null && works(topupConfig));
 * ```
 */
export interface CreditBalanceTopupConfig extends AutoTopup {}

/**
 * Reads the AI Gateway credit balance of an account. Needs the permission AI Gateway Read.
 *
 * Runs in the program, also at preview. Changes nothing.
 *
 * Source: `GET /accounts/{account_id}/ai-gateway/billing/credit-balance`.
 *
 * @throws ConfigurationError, AuthenticationError, PermissionError, NotFoundError, RateLimitedError,
 *   ServiceError, NetworkError, TimeoutError or ResponseShapeError
 * @example
 * ```ts
 * import { getCreditBalance } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // US cents: 1234.5 is US$12.345.
 * export const balance = getCreditBalance().then((result) => result.balance);
 * ```
 */
export async function getCreditBalance(
  args: GetCreditBalanceArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetCreditBalanceResult> {
  return answer("getCreditBalance", args, opts, (data, account) => data.getCreditBalance(account));
}

/**
 * The arguments of {@link getCreditBalanceOutput}.
 *
 * @example
 * ```ts
 * import * as pulumi from "@pulumi/pulumi";
 * import { getCreditBalanceOutput } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetCreditBalanceOutputArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const args: GetCreditBalanceOutputArgs = { accountId: new pulumi.Config().require("account") };
 * export const result = getCreditBalanceOutput(args);
 * ```
 */
export type GetCreditBalanceOutputArgs = AccountOutputArgs;

/**
 * {@link getCreditBalance} for arguments that are outputs.
 *
 * It waits for `dependsOn`. It is not called while an argument is unknown. The result is secret if an argument is.
 *
 * @throws the same errors as {@link getCreditBalance}: the output fails
 * @example
 * ```ts
 * import { CreditTopup, getCreditBalanceOutput, usd } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const credit = new CreditTopup("credit", { purchase: "2026-11", amount: usd(50) }); // US$50.00
 *
 * // US cents, read after the purchase.
 * export const balance = getCreditBalanceOutput({}, { dependsOn: credit }).balance;
 * ```
 */
export function getCreditBalanceOutput(
  args: GetCreditBalanceOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetCreditBalanceResult> {
  return asOutput(getCreditBalance, pulumi.output(args), opts);
}
