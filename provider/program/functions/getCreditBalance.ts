import * as pulumi from "@pulumi/pulumi";
import type { AccountArgs, AccountOutputArgs, AccountResult, AutoTopup, PaymentMethod } from "../shared.js";
import { answer, asOutput } from "./call.js";

/** The arguments of {@link getCreditBalance}. */
export type GetCreditBalanceArgs = AccountArgs;

/** The result of {@link getCreditBalance}. */
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

/** The card of the account. */
export interface CreditBalancePaymentMethod extends PaymentMethod {}

/** The auto top-up of the account. */
export interface CreditBalanceTopupConfig extends AutoTopup {}

/**
 * Reads the AI Gateway credit balance of an account. Needs the permission AI Gateway Read.
 *
 * Runs in the program, also at preview. Changes nothing.
 *
 * @throws ConfigurationError, AuthenticationError, PermissionError, NotFoundError, RateLimitedError,
 *   ServiceError, NetworkError, TimeoutError or ResponseShapeError
 *
 * Source: `GET /accounts/{account_id}/ai-gateway/billing/credit-balance`.
 */
export async function getCreditBalance(
  args: GetCreditBalanceArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetCreditBalanceResult> {
  return answer("getCreditBalance", args, opts, (data, account) => data.getCreditBalance(account));
}

/** The arguments of {@link getCreditBalanceOutput}. */
export type GetCreditBalanceOutputArgs = AccountOutputArgs;

/** {@link getCreditBalance} for arguments that are outputs. It is not called while one of them is unknown. The result is secret if one of them is secret. */
export function getCreditBalanceOutput(
  args: GetCreditBalanceOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetCreditBalanceResult> {
  return asOutput(getCreditBalance, pulumi.output(args), opts);
}
