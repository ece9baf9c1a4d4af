/** What the emulator holds, how it begins, and what may change it. */
/** The generation of the API: May 2026, when tokens could write everything, or October 2026. */
export type ApiGeneration = "2026-05" | "2026-10";

/** A credential that the emulator knows. */
export interface TokenSeed {
  /** An API token, or a global API key when `email` is given. */
  readonly value: string;
  readonly email?: string;
  /** `none` is a valid credential without any AI Gateway permission. */
  readonly permission: "write" | "read" | "none";
  /** The accounts that it may use; requests for another one answer 403. Default: all. */
  readonly accounts?: readonly string[];
}

/** Unknown behaviour of the real API. Each quirk may be either way. */
export interface Quirks {
  /** Whether a key that a request body must not have is a 400. Default: it is refused. */
  readonly extraKeys?: "refused" | "tolerated";
  /** An account of somebody else, and its code: 10000 and 9109 come with a 403, 7003 with a 404. Default: every account is one's own. */
  readonly foreignAccount?: { readonly id: string; readonly code: 10000 | 9109 | 7003 };
  /** The words of the 403 that refuses a write of the auto top-up in the generation of October 2026. Default: code 10000, `Forbidden: dashboard sessions only`. */
  readonly closedTopupConfig?: { readonly code: number; readonly message: string };
  /** Whether a global API key may still write the auto top-up in the generation of October 2026. Default: false. */
  readonly globalKeyWritesTopupConfig?: boolean;
  /** Whether an auto top-up that is set while the balance is below its threshold buys at once. Default: false. */
  readonly topupConfigBuysAtOnce?: boolean;
  /** The status for the removal of an auto top-up that is not there. Default: 200. */
  readonly absentTopupConfig?: 200 | 404;
  /** The code of the 403 that refuses a spending limit in the generation of October 2026. Default: 2021. */
  readonly retiredLimitCode?: number;
  /** The status for a spending limit before the first manual top-up has settled. Default: 400. */
  readonly noManualTopup?: 400 | 403 | 409;
  /** When a top-up answers with a `client_secret`; `for the bank` is when its payment waits for the bank. Default: always. */
  readonly clientSecret?: "always" | "for the bank" | "never";
  /** What eligibility says of the account's payment methods when the question lists none. Default: what the account has. */
  readonly unlistedPaymentMethods?: "what the account has" | "UNKNOWN" | "NONE";
  /** The tax on top of a top-up and its fee, in percent. Default: 0. */
  readonly taxPercent?: number;
  /** Whether an invoice's amount holds the fee of 5 %. Default: true. */
  readonly invoiceIncludesFee?: boolean;
  /** How an account without an upcoming invoice answers. Default: `null`. */
  readonly noInvoicePreview?: "null" | "empty" | "404";
  /** The status for an unknown top-up. Default: 404. */
  readonly unknownTopup?: 400 | 404;
  /** The unit of the times in the usage history. Default: milliseconds. */
  readonly usageTimes?: "milliseconds" | "seconds";
}

/** What exists at the beginning. */
export interface Seed {
  /** Instead of the tokens that exist otherwise. */
  readonly tokens?: readonly TokenSeed[];
  /** The accounts that begin with something set, by id. */
  readonly accounts?: Readonly<Record<string, AccountPatch>>;
  readonly quirks?: Quirks;
}

/** The auto top-up as an account holds it. */
export interface AutoTopupState {
  /** What each top-up buys, in US cents. */
  readonly amount: number;
  /** The balance below which it buys, in US cents. */
  readonly threshold: number | null;
  readonly disabledReason?: string | null;
  readonly error?: string | null;
  /** Unix seconds when it is the emulator that sets it. */
  readonly lastFailedAt?: number | null;
}

/** The spending limit as an account holds it. */
export interface SpendingLimitState {
  /** US cents. */
  readonly amount: number;
  readonly duration: string;
  readonly strategy: string;
}

/** The answer of `POST /topup/eligibility`, but for the card, which is the account's own. */
export interface EligibilityState {
  readonly eligible: boolean;
  readonly reason: string;
  readonly recoverable: boolean;
  readonly recommended_action: string;
  readonly account_payment_method_state: string;
  readonly aig_customer_state: string;
  readonly aig_default_payment_method_state: string;
}

/** How the list of invoices behaves. */
export interface InvoiceListState {
  /** How long a new invoice is missing from it, in milliseconds. */
  readonly lagMs: number;
  /** Whether it answers the first page whatever page is asked for. */
  readonly ignoresPage: boolean;
  /** Whether it leaves out the ids. */
  readonly withoutIds: boolean;
  readonly perPage: number;
}

/** What a single top-up may buy, in US cents. */
export interface LimitsState {
  readonly min_cents: number;
  readonly max_cents: number;
  readonly currency: string;
}

/** What an account holds. */
export interface AccountState {
  /** Null when unset. */
  readonly topupConfig: AutoTopupState | null;
  /** Null when unset. */
  readonly spendingLimit: SpendingLimitState | null;
  /** US cents. */
  readonly balance: number;
  /** The default card; null without one. */
  readonly paymentMethod: { readonly brand: string | null; readonly last4: string | null } | null;
  readonly eligibility: EligibilityState;
  /** Whether a first manual top-up has settled. */
  readonly firstTopupSuccess: boolean;
  /** Whether there is an upcoming invoice. */
  readonly upcomingInvoice: boolean;
  /** What happens to the next payments. */
  readonly payments: "succeed" | "are declined" | "wait for the bank";
  /** How long a payment takes to settle, in milliseconds. */
  readonly settleMs: number;
  readonly limits: LimitsState;
  readonly invoiceList: InvoiceListState;
}

/** A change of an account, as the dashboard or the bank would make it: any part of it. */
export interface AccountPatch {
  readonly topupConfig?: AutoTopupState | null;
  readonly spendingLimit?: SpendingLimitState | null;
  readonly balance?: number;
  readonly paymentMethod?: { readonly brand?: string | null; readonly last4?: string | null } | null;
  readonly eligibility?: Partial<EligibilityState>;
  readonly firstTopupSuccess?: boolean;
  readonly upcomingInvoice?: boolean;
  readonly payments?: AccountState["payments"];
  readonly settleMs?: number;
  readonly limits?: Partial<LimitsState>;
  readonly invoiceList?: Partial<InvoiceListState>;
}

/** A card charged. */
export interface Charge {
  readonly accountId: string;
  /** The credit bought, in US cents. */
  readonly amount: number;
  /** What the card is charged, in US cents: the credit, a fee of 5 %, and tax if there is one. */
  readonly charged: number;
  readonly invoiceId: string;
  readonly kind: "manual" | "auto";
  /** Unix milliseconds. */
  readonly createdAt: number;
  /** `void` is a payment that the bank has refused. */
  readonly status: "pending" | "completed" | "void";
  /** When a pending one settles, in Unix milliseconds; null while it waits for the bank. */
  readonly settlesAt: number | null;
}

/** Credit used up. */
export interface Usage {
  readonly accountId: string;
  /** US cents. */
  readonly cents: number;
  /** Unix milliseconds. */
  readonly at: number;
}

/** A request; `status` is 0 when no answer was sent. */
export interface RequestRecord {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** Everything that the emulator holds, as `GET /__emulator/state` shows it. */
export interface EmulatorState {
  readonly accounts: Record<string, AccountState>;
  /** The ledger: every charge since the beginning, the oldest first. */
  readonly charges: Charge[];
  readonly requests: RequestRecord[];
}
