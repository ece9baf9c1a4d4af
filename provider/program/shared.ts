/** What several resources and functions take or give, documented once. */
import type { Inputs } from "./shapes.js";

/**
 * The arguments of a function that needs only an account.
 *
 * @example
 * ```ts
 * import { getCreditBalance, getTopupLimits } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { AccountArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const account: AccountArgs = { accountId: "0123456789abcdef0123456789abcdef" };
 * export const balance = getCreditBalance(account).then((result) => result.balance); // US cents
 * export const limits = getTopupLimits(account);
 * ```
 */
export interface AccountArgs {
  /**
   * The Cloudflare account.
   * 32 lower-case hex digits.
   * Default: `cloudflare-ai-gateway-billing:accountId` of the stack configuration, else `CLOUDFLARE_ACCOUNT_ID`.
   * In a resource, a change replaces a setting: it is set for the new account, then removed from the old one. In a
   * `CreditTopup`, a change needs a new `purchase`, and buys for the new account.
   * Source: the path of every endpoint.
   */
  readonly accountId?: string | undefined;
}

/**
 * The same for an `…Output` function: the account may be an output.
 *
 * @example
 * ```ts
 * import * as pulumi from "@pulumi/pulumi";
 * import { getCreditBalanceOutput, getTopupConfigOutput } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { AccountOutputArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // The stack "accounts" exports the id of the account.
 * const account: AccountOutputArgs = { accountId: new pulumi.StackReference("acme/accounts/prod").getOutput("ai") };
 * export const balance = getCreditBalanceOutput(account).balance; // US cents
 * export const autoTopup = getTopupConfigOutput(account);
 * ```
 */
export interface AccountOutputArgs extends Inputs<AccountArgs> {}

/** What every function gives. */
export interface AccountResult {
  /** The account that was read: the one given, else the default. */
  readonly accountId: string;
}

/** What every setting takes. */
export interface SettingInputs extends AccountArgs {
  /**
   * Whether creating the resource may replace another setting that the account already has.
   * Default: false. The creation then fails, and the error shows both values.
   * A change alone writes nothing.
   */
  readonly allowOverwrite?: boolean;
}

/** Whether the auto top-up of an account works. */
export interface AutoTopupStatus {
  /** Why Cloudflare has disabled the auto top-up; null while it is in force. Source: `GET /topup/config`, `disabledReason`. */
  readonly disabledReason: string | null;
  /** The error of the last failed purchase; null without one. Source: `GET /topup/config`, `error`. */
  readonly error: string | null;
  /** When the last purchase failed, as the API's raw number. Cloudflare does not document its unit. Null without a failure. Source: `GET /topup/config`, `lastFailedAt`. */
  readonly lastFailedAt: number | null;
}

/** The live auto top-up of an account. */
export interface AutoTopup extends AutoTopupStatus {
  /** What each top-up buys, in whole US cents; null or 0 when there is none. Source: `GET /topup/config`, `amount`. */
  readonly amount: number | null;
  /** The balance below which it buys, in whole US cents; null or 0 when there is none. Source: `GET /topup/config`, `threshold`. */
  readonly threshold: number | null;
}

/** A payment method, as far as Cloudflare shows it. */
export interface PaymentMethod {
  /** The brand of the card, such as `visa`; null when unknown. Source: `brand`. */
  readonly brand: string | null;
  /** The last four digits of the card; null when unknown. Source: `last4`. */
  readonly last4: string | null;
}

/** What has been paid of an invoice, and what remains. */
export interface InvoiceAmounts {
  /** What has been paid, in cents of `currency`. Source: `amount_paid`. */
  readonly amountPaid: number;
  /** What remains to be paid, in cents of `currency`. Source: `amount_remaining`. */
  readonly amountRemaining: number;
  /** The currency of the amounts, such as `usd`. Source: `currency`. */
  readonly currency: string;
}
