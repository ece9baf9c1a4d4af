/** What the commands know of an account. Without any face: how it is printed is another matter. */

/** One part of an account, or why it is not known. */
export type Part<Value> = Known<Value> | Unknown;

export interface Known<Value> {
  readonly state: "known";
  readonly value: Value;
}

export interface Unknown {
  /** `forbidden`: the credentials lack a permission. `notAvailable`: this generation of the API has no such endpoint. `failed`: the read failed. `unknown`: what was read does not tell. */
  readonly state: "forbidden" | "notAvailable" | "failed" | "unknown";
  /** Why, in whole sentences. */
  readonly reason: string;
}

export interface AccountStatus {
  /** The Cloudflare account: 32 lower-case hex digits. */
  readonly accountId: string;
  /** Its name in the file of `--accounts`; null without one. */
  readonly name: string | null;
  /** When it was read, ISO 8601. */
  readonly readAt: string;
  /** The credit left, in US cents: may have a fraction, and may be negative. */
  readonly balance: Part<number>;
  /** The default card; null without one. */
  readonly card: Part<Card | null>;
  /** Whether a first manual top-up has settled; null when Cloudflare does not say. */
  readonly firstTopupSettled: Part<boolean | null>;
  /** The auto top-up; null when it is unset. */
  readonly autoTopup: Part<AutoTopup | null>;
  /** The spending limit; null when it is unset. */
  readonly spendingLimit: Part<SpendingLimit | null>;
  /** Whether the account can buy credit. Known only to credentials that may write. */
  readonly eligibility: Part<Eligibility>;
  /** The upcoming invoice; null when there is none. */
  readonly upcomingInvoice: Part<UpcomingInvoice | null>;
  /** The purchases by hand and by the auto top-up, the newest first. */
  readonly purchases: Part<readonly Purchase[]>;
  /** What was used, by day. */
  readonly usage: Part<Usage>;
  /** How long the credit lasts if spending goes on as it was, and nothing is bought. */
  readonly runway: Part<Runway>;
}

export interface Card {
  /** Such as `visa`; null when unknown. */
  readonly brand: string | null;
  /** The last four digits; null when unknown. */
  readonly last4: string | null;
}

export interface AutoTopup {
  /** What each top-up buys, in US cents. */
  readonly amount: number;
  /** The balance below which it buys, in US cents; null when Cloudflare has none. */
  readonly threshold: number | null;
  /** Why Cloudflare has disabled it; null while it is in force. */
  readonly disabledReason: string | null;
  /** The error of the last failed purchase; null without one. */
  readonly error: string | null;
}

export interface SpendingLimit {
  /** The most that may be spent in one period, in US cents; null when Cloudflare has none. */
  readonly amount: number | null;
  /** The period, such as `monthly`; null when Cloudflare has none. */
  readonly duration: string | null;
  /** How the period moves, such as `fixed`; null when Cloudflare has none. */
  readonly strategy: string | null;
}

export interface Eligibility {
  /** Whether the account can buy credit. */
  readonly eligible: boolean;
  /** Why, as Cloudflare words it, such as `ELIGIBLE`; null when left out. */
  readonly reason: string | null;
  /** What Cloudflare recommends, such as `NONE`; null when left out. */
  readonly recommendedAction: string | null;
}

export interface UpcomingInvoice {
  /** What will be due, in cents of `currency`. */
  readonly amountDue: number;
  /** Such as `usd`. */
  readonly currency: string;
  /** The start of the billing period, ISO 8601. */
  readonly periodStart: string;
  /** The end of the billing period, ISO 8601. */
  readonly periodEnd: string;
}

export interface Purchase {
  /** The invoice, such as `in_1QXmZ2AbCdEfGh`; null when Cloudflare leaves it out. */
  readonly invoiceId: string | null;
  /** `manual`: somebody bought it. `auto`: the auto top-up did. */
  readonly kind: "manual" | "auto";
  /** When, ISO 8601; null when Cloudflare does not say. */
  readonly at: string | null;
  /** What was or is due, in cents of `currency`. The fee and a tax may be part of it. */
  readonly amountDue: number;
  /** What has been paid, in cents of `currency`. */
  readonly amountPaid: number;
  /** Such as `usd`. */
  readonly currency: string;
  /** Such as `paid`, `open` or `void`; null when left out. */
  readonly status: string | null;
}

export interface Usage {
  /** The days with an entry, the oldest first. The last one may be today, which is not over. */
  readonly days: readonly Day[];
  /** The first day that was asked for: `2026-11-24`. */
  readonly since: string;
  /** The unit of `value`. Cloudflare does not document it; unknown until the account's own books tell. */
  readonly unit: Part<UsageUnit>;
}

export interface Day {
  /** Such as `2026-11-24`, in UTC. */
  readonly day: string;
  /** What was used, as the API's number. `unit` says what it counts. */
  readonly value: number;
}

export interface UsageUnit {
  /** `cents`: US cents. `dollars`: US dollars. `microDollars`: millionths of a US dollar. */
  readonly name: UnitName;
  /** US cents in one unit. */
  readonly cents: number;
  /** How that is known, in a whole sentence. */
  readonly basis: string;
}

export type UnitName = "cents" | "dollars" | "microDollars";

export interface Runway {
  /** Days until the credit is used up, in the middle of the range; at most 365, which means 365 or more. */
  readonly days: number;
  /** The short end of the range: in 5 of 100 futures the credit ends earlier. */
  readonly low: number;
  /** The long end of the range: in 5 of 100 futures the credit lasts longer. */
  readonly high: number;
  /** How many days of spending it rests on. */
  readonly daysUsed: number;
  /** The first of these days: `2026-10-28`. */
  readonly from: string;
  /** The last of these days: `2026-11-24`. */
  readonly to: string;
  /** How it was found, in whole sentences. */
  readonly basis: string;
}

export const known = <Value>(value: Value): Known<Value> => ({ state: "known", value });

/** The value of a part; undefined if it is not known. */
export const valueIn = <Value>(part: Part<Value>): Value | undefined =>
  part.state === "known" ? part.value : undefined;

/** A part made of another one; if that is not known, neither is this. */
export const mapPart = <Value, Other>(part: Part<Value>, change: (value: Value) => Other): Part<Other> =>
  part.state === "known" ? known(change(part.value)) : part;
