/** What the emulator holds, how it begins, and what may change it. */
/**
 * The generation of the API: May 2026, when tokens could write everything, or October 2026.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { ApiGeneration } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * const generations: ApiGeneration[] = ["2026-05", "2026-10"];
 * for (const api of generations) {
 *   const emulator = await createEmulator({ api });
 *   await emulator.close();
 * }
 * ```
 */
export type ApiGeneration = "2026-05" | "2026-10";

/**
 * A credential that the emulator knows.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { TokenSeed } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * const reader: TokenSeed = { value: "only-reads", permission: "read" };
 * const globalKey: TokenSeed = { value: "a-global-key", email: "owner@example.com", permission: "write" };
 * const emulator = await createEmulator({ seed: { tokens: [reader, globalKey] } });
 * await emulator.close();
 * ```
 */
export interface TokenSeed {
  /** An API token, or a global API key when `email` is given. */
  readonly value: string;
  /** The owner of a global API key. Default: none, it is an API token. */
  readonly email?: string;
  /** `write` may read too.  `none` is a valid credential without any AI Gateway permission. */
  readonly permission: "write" | "read" | "none";
  /** The accounts that it may use; requests for another one answer 403. Default: all. */
  readonly accounts?: readonly string[];
}

/**
 * Unknown behaviour of the real API. Each quirk may be either way.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { Quirks } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * const quirks: Quirks = { taxPercent: 20, noInvoicePreview: "404" };
 * const emulator = await createEmulator({ seed: { quirks } });
 * await emulator.close();
 * ```
 */
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

/**
 * How many requests one credential may send.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { RateLimitOptions } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * // 100 requests in 10 s. Above that, requests are refused for 10 s.
 * const rateLimit: RateLimitOptions = { requests: 100, windowMs: 10_000 };
 * const emulator = await createEmulator({ rateLimit });
 * await emulator.close();
 * ```
 */
export interface RateLimitOptions {
  /** How many requests fit into one window, at least 1. */
  readonly requests: number;
  /** The length of a window, and of the block after too many requests, in milliseconds. */
  readonly windowMs: number;
}

/**
 * What exists at the beginning.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { Seed } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * // A balance of US$12.34, and an auto top-up of US$50.00 below US$10.00.
 * const seed: Seed = {
 *   accounts: { "0123456789abcdef0123456789abcdef": { balance: 1234, topupConfig: { amount: 5000, threshold: 1000 } } },
 * };
 * const emulator = await createEmulator({ seed });
 * await emulator.close();
 * ```
 */
export interface Seed {
  /** The credentials that exist. Default: `test-token-write`, `test-token-read` and the global key `test-global-key`. */
  readonly tokens?: readonly TokenSeed[];
  /** The accounts that begin with something set, by id. Default: none; every account begins with US$10.00 and a card. */
  readonly accounts?: Readonly<Record<string, AccountPatch>>;
  /** How the real API is assumed to behave. Default: as each quirk says. */
  readonly quirks?: Quirks;
}

/**
 * The auto top-up as an account holds it.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { AutoTopupState } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * // US$50.00, below US$10.00.
 * const topupConfig: AutoTopupState = { amount: 5000, threshold: 1000, disabledReason: "card_declined" };
 * const emulator = await createEmulator();
 * emulator.patchAccount("0123456789abcdef0123456789abcdef", { topupConfig });
 * await emulator.close();
 * ```
 */
export interface AutoTopupState {
  /** What each top-up buys, in US cents. */
  readonly amount: number;
  /** The balance below which it buys, in US cents; null when the API has none. */
  readonly threshold: number | null;
  /** Why Cloudflare has disabled it, such as `card_declined`; null while it is in force. Default: null. */
  readonly disabledReason?: string | null;
  /** The error of the last failed purchase. Default: null. */
  readonly error?: string | null;
  /** When the last purchase failed: Unix seconds when it is the emulator that sets it. Default: null. */
  readonly lastFailedAt?: number | null;
}

/**
 * The spending limit as an account holds it.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { SpendingLimitState } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * // US$250.00 in each month.
 * const spendingLimit: SpendingLimitState = { amount: 25000, duration: "monthly", strategy: "fixed" };
 * const emulator = await createEmulator();
 * emulator.patchAccount("0123456789abcdef0123456789abcdef", { spendingLimit });
 * await emulator.close();
 * ```
 */
export interface SpendingLimitState {
  /** The most that may be spent in one period, in US cents. */
  readonly amount: number;
  /** The period, such as `daily`, `weekly` or `monthly`. */
  readonly duration: string;
  /** How the period moves, such as `fixed` or `sliding`. */
  readonly strategy: string;
}

/**
 * The answer of `POST /topup/eligibility`, but for the card, which is the account's own.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { EligibilityState } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * const eligibility: Partial<EligibilityState> = { eligible: false, reason: "NO_ACCOUNT_PAYMENT_METHOD" };
 * const emulator = await createEmulator();
 * emulator.patchAccount("0123456789abcdef0123456789abcdef", { eligibility });
 * await emulator.close();
 * ```
 */
export interface EligibilityState {
  /** Whether the account can buy credit. */
  readonly eligible: boolean;
  /** Why, such as `ELIGIBLE` or `NO_ACCOUNT_PAYMENT_METHOD`. */
  readonly reason: string;
  /** Whether the user can do something about it. */
  readonly recoverable: boolean;
  /** What to do, such as `NONE` or `ADD_SUPPORTED_PAYMENT_METHOD`. */
  readonly recommended_action: string;
  /** The account's payment methods, such as `SUPPORTED_PRESENT`. */
  readonly account_payment_method_state: string;
  /** Whether AI Gateway knows the customer, such as `RESOLVED`. */
  readonly aig_customer_state: string;
  /** AI Gateway's default payment method, such as `PRESENT`. */
  readonly aig_default_payment_method_state: string;
}

/**
 * How the list of invoices behaves.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { InvoiceListState } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * // A new invoice is missing for 20 s.
 * const invoiceList: Partial<InvoiceListState> = { lagMs: 20_000, perPage: 5 };
 * const emulator = await createEmulator();
 * emulator.patchAccount("0123456789abcdef0123456789abcdef", { invoiceList });
 * await emulator.close();
 * ```
 */
export interface InvoiceListState {
  /** How long a new invoice is missing from it, in milliseconds. */
  readonly lagMs: number;
  /** Whether it answers the first page whatever page is asked for. */
  readonly ignoresPage: boolean;
  /** Whether it leaves out the ids. */
  readonly withoutIds: boolean;
  /** How many invoices a page has, at least 1. */
  readonly perPage: number;
}

/**
 * What a single top-up may buy, in US cents.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { LimitsState } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * // US$10.00 to US$200.00.
 * const limits: LimitsState = { min_cents: 1000, max_cents: 20000, currency: "usd" };
 * const emulator = await createEmulator();
 * emulator.patchAccount("0123456789abcdef0123456789abcdef", { limits });
 * await emulator.close();
 * ```
 */
export interface LimitsState {
  /** The smallest amount, in whole US cents. */
  readonly min_cents: number;
  /** The largest amount, in whole US cents. */
  readonly max_cents: number;
  /** Such as `usd`. */
  readonly currency: string;
}

/**
 * What an account holds.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { AccountState } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * const text = ({ balance, payments }: AccountState) => `US$${(balance / 100).toFixed(2)}, payments ${payments}`;
 *
 * const emulator = await createEmulator();
 * emulator.use("0123456789abcdef0123456789abcdef", 250); // US$2.50
 * console.log(Object.values(emulator.state().accounts).map(text));
 * await emulator.close();
 * ```
 */
export interface AccountState {
  /** The auto top-up; null when unset. */
  readonly topupConfig: AutoTopupState | null;
  /** The spending limit; null when unset. */
  readonly spendingLimit: SpendingLimitState | null;
  /** The credit left, in US cents; may have a fraction, and may be negative. */
  readonly balance: number;
  /** The default card; null without one. */
  readonly paymentMethod: { readonly brand: string | null; readonly last4: string | null } | null;
  /** What `POST /topup/eligibility` answers. */
  readonly eligibility: EligibilityState;
  /** Whether a first manual top-up has settled. */
  readonly firstTopupSuccess: boolean;
  /** Whether there is an upcoming invoice. */
  readonly upcomingInvoice: boolean;
  /** What happens to the next payments. */
  readonly payments: "succeed" | "are declined" | "wait for the bank";
  /** How long a payment takes to settle, in milliseconds. */
  readonly settleMs: number;
  /** What a single top-up may buy. */
  readonly limits: LimitsState;
  /** How the list of invoices behaves. */
  readonly invoiceList: InvoiceListState;
}

/**
 * A change of an account, as the dashboard or the bank would make it: any part of it.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { AccountPatch } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * // US$3.00 are left, and the bank asks about each payment.
 * const patch: AccountPatch = { balance: 300, payments: "wait for the bank" };
 * const emulator = await createEmulator();
 * emulator.patchAccount("0123456789abcdef0123456789abcdef", patch);
 * await emulator.close();
 * ```
 */
export interface AccountPatch
  extends Partial<Omit<AccountState, "paymentMethod" | "eligibility" | "limits" | "invoiceList">> {
  /** The default card; null removes it. A part that is left out becomes null. */
  readonly paymentMethod?: { readonly brand?: string | null; readonly last4?: string | null } | null;
  /** Any part of what `POST /topup/eligibility` answers. */
  readonly eligibility?: Partial<EligibilityState>;
  /** Any part of what a single top-up may buy. */
  readonly limits?: Partial<LimitsState>;
  /** Any part of how the list of invoices behaves. */
  readonly invoiceList?: Partial<InvoiceListState>;
}

/**
 * A card charged.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { Charge } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * // 5250 cents are "in_emulator_000001: US$52.50".
 * const text = ({ invoiceId, charged }: Charge) => `${invoiceId}: US$${(charged / 100).toFixed(2)}`;
 *
 * const emulator = await createEmulator();
 * console.log(emulator.state().charges.map(text));
 * await emulator.close();
 * ```
 */
export interface Charge {
  /** The account whose card it is. */
  readonly accountId: string;
  /** The credit bought, in US cents. */
  readonly amount: number;
  /** What the card is charged, in US cents: the credit, a fee of 5 %, and tax if there is one. */
  readonly charged: number;
  /** The invoice, such as `in_emulator_000001`. */
  readonly invoiceId: string;
  /** `manual` is a `POST /topup`; `auto` is a purchase of the auto top-up. */
  readonly kind: "manual" | "auto";
  /** When the card was charged, in Unix milliseconds. */
  readonly createdAt: number;
  /** Whether the payment has settled. `void` is a payment that the bank has refused. */
  readonly status: "pending" | "completed" | "void";
  /** When a pending one settles, in Unix milliseconds; null while it waits for the bank. */
  readonly settlesAt: number | null;
}

/**
 * Credit used up.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { Usage } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * const total = (usage: readonly Usage[]) => usage.reduce((sum, { cents }) => sum + cents, 0); // US cents
 *
 * const emulator = await createEmulator();
 * console.log(total(emulator.snapshot().store.usage));
 * await emulator.close();
 * ```
 */
export interface Usage {
  /** The account that used it. */
  readonly accountId: string;
  /** How much, in US cents. */
  readonly cents: number;
  /** When, in Unix milliseconds. */
  readonly at: number;
}

/**
 * A request that the emulator has received.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { RequestRecord } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * const isCharge = ({ method, path }: RequestRecord) => method === "POST" && path.endsWith("/topup");
 *
 * const emulator = await createEmulator();
 * console.log(emulator.state().requests.filter(isCharge).length);
 * await emulator.close();
 * ```
 */
export interface RequestRecord {
  /** Such as `POST`. */
  readonly method: string;
  /** The path of the URL, without the query, such as `/client/v4/accounts/…/ai-gateway/billing/topup`. */
  readonly path: string;
  /** The HTTP status of the answer; 0 when none was sent. */
  readonly status: number;
}

/**
 * Everything that the emulator holds, as `GET /__emulator/state` shows it.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { EmulatorState } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * const charges = ({ charges }: EmulatorState) => charges.filter(({ kind }) => kind === "auto").length;
 *
 * const emulator = await createEmulator();
 * console.log(charges(emulator.state()));
 * await emulator.close();
 * ```
 */
export interface EmulatorState {
  /** The accounts that a request or a change has named, by id. */
  readonly accounts: Record<string, AccountState>;
  /** The ledger: every charge since the beginning, the oldest first. */
  readonly charges: Charge[];
  /** Every request to the API since the beginning, the oldest first. */
  readonly requests: RequestRecord[];
}
