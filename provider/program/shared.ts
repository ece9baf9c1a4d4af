/** What several resources and functions take or give, documented once. */
import type { Inputs } from "./shapes.js";

/** The arguments of a function that asks about an account and nothing else. */
export interface AccountArgs {
  /**
   * The Cloudflare account.
   * 32 lower-case hex digits.
   * Default: `cloudflare-ai-gateway-billing:accountId` of the stack configuration, else `CLOUDFLARE_ACCOUNT_ID`.
   * In a resource, a change replaces a setting: the new account's is set, then the old account's is removed. For a
   * `CreditTopup`, a change needs a new `purchase`, which buys for the new account.
   * Source: the path of every endpoint.
   */
  readonly accountId?: string | undefined;
}

/** The same for an `…Output` function: the account may be an output. */
export interface AccountOutputArgs extends Inputs<AccountArgs> {}

/** What every function gives. */
export interface AccountResult {
  /** The account that was asked for. */
  readonly accountId: string;
}

/** What every setting takes. */
export interface SettingInputs extends AccountArgs {
  /**
   * Whether creating the resource may replace another setting that the account already has.
   * Default: false, and the creation is refused with both values.
   * A change is made in place and writes nothing by itself.
   */
  readonly allowOverwrite?: boolean;
}

/** Whether the auto top-up of an account works. */
export interface AutoTopupStatus {
  /** Why Cloudflare has disabled the auto top-up; null while it is in force. Source: `GET /topup/config`, `disabledReason`. */
  readonly disabledReason: string | null;
  /** The error of the last failed purchase; null without one. Source: `GET /topup/config`, `error`. */
  readonly error: string | null;
  /** When the last purchase failed, as the API's raw number, whose unit Cloudflare has not documented; null without a failure. Source: `GET /topup/config`, `lastFailedAt`. */
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
  /** Such as `visa`; null when unknown. */
  readonly brand: string | null;
  /** The last four digits; null when unknown. */
  readonly last4: string | null;
}

/** What has been paid of an invoice, and what remains. */
export interface InvoiceAmounts {
  /** What has been paid, in cents of `currency`. Source: `amount_paid`. */
  readonly amountPaid: number;
  /** What remains to be paid, in cents of `currency`. Source: `amount_remaining`. */
  readonly amountRemaining: number;
  /** Such as `usd`. */
  readonly currency: string;
}
