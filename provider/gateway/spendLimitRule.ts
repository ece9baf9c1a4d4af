import { DURATION_SECONDS, STRATEGIES } from "../contract/facts.js";
import { dollars } from "../contract/money.js";
import { quote } from "../contract/quote.js";
import type { Refuse } from "./refuse.js";
import { refusalOf } from "./refuse.js";

/**
 * A limit, with the properties of `SpendingLimitArgs`, all as plain values.
 *
 * @example
 * ```ts
 * import { toSpendLimitRule } from "pulumi-cloudflare-ai-gateway-billing/gateway";
 * import type { Limit } from "pulumi-cloudflare-ai-gateway-billing/gateway";
 *
 * // 25000 cents: US$250.00.
 * const limit: Limit = { amount: 25000, duration: "monthly", strategy: "fixed" };
 * export const rule = toSpendLimitRule(limit, { id: "account-cap" });
 * ```
 */
export interface Limit {
  /** The most that may be spent in one `duration`. Whole US cents, at least 1; `usd(250)` is 25000. */
  readonly amount: number;
  /** The period: `daily` is 86400 seconds, `weekly` 604800, and `monthly` 2592000, which is 30 days. */
  readonly duration: "daily" | "weekly" | "monthly";
  /** How the period moves: it starts anew when it ends (`fixed`), or always ends now (`sliding`). */
  readonly strategy: "fixed" | "sliding";
}

/**
 * One rule of `spendLimits.rules` of `cloudflare.AiGateway`.
 *
 * @example
 * ```ts
 * import { toSpendLimitRule } from "pulumi-cloudflare-ai-gateway-billing/gateway";
 * import type { SpendLimitRule } from "pulumi-cloudflare-ai-gateway-billing/gateway";
 *
 * const limit = { amount: 25000, duration: "monthly", strategy: "fixed" } as const; // US cents
 * const rule: SpendLimitRule = toSpendLimitRule(limit, { id: "account-cap" });
 * export const dollars = rule.limit; // 250 US dollars
 * export const seconds = rule.window; // 2592000: 30 days
 * ```
 */
export interface SpendLimitRule {
  /** The id of the rule. Letters, digits, `_` and `-`. */
  readonly id: string;
  /** Whether the rule is in force. */
  readonly enabled: true;
  /** The most that the gateway may spend in one window. US dollars. */
  readonly limit: number;
  /** What is limited. */
  readonly limitType: "cost";
  /** The length of the window. Seconds. */
  readonly window: 86400 | 604800 | 2592000;
  /** How the window moves: it starts anew when it ends (`fixed`), or always ends now (`sliding`). */
  readonly technique: "fixed" | "sliding";
}

const ID = /^[a-zA-Z0-9_-]+$/;

/**
 * Converts a spending limit, in US cents, to a rule for the spend limits of one gateway, in US dollars.
 * No cent is lost.
 *
 * The old limit was for all gateways of the account together. A rule is for one gateway only. The same rule on two
 * gateways allows twice the cap; `BudgetedGateway` divides it.
 *
 * @param limit the inputs of the `SpendingLimit`
 * @param rule `id`: the id of the rule, letters, digits, `_` and `-`; each rule of an account needs its own
 * @returns the rule, with every field written out
 * @throws ConfigurationError if the limit or the id is invalid
 * @example
 * ```ts
 * import { usd } from "pulumi-cloudflare-ai-gateway-billing";
 * import { toSpendLimitRule } from "pulumi-cloudflare-ai-gateway-billing/gateway";
 *
 * // { id: "chat-cap", enabled: true, limit: 250, limitType: "cost", window: 2592000, technique: "fixed" }
 * export const rule = toSpendLimitRule(
 *   { amount: usd(250), duration: "monthly", strategy: "fixed" },
 *   { id: "chat-cap" },
 * );
 * ```
 */
export function toSpendLimitRule(limit: Limit, { id }: { readonly id: string }): SpendLimitRule {
  const refuse = refusalOf("toSpendLimitRule");
  checkLimit(limit, 1, refuse);
  checkId("id", id, refuse);
  const { amount, duration, strategy } = limit;
  return {
    id,
    enabled: true,
    limit: dollars(amount),
    limitType: "cost",
    window: DURATION_SECONDS[duration],
    technique: strategy,
  };
}

export function checkLimit({ amount, duration, strategy }: Limit, minimum: number, refuse: Refuse) {
  checkCents("amount", amount, minimum, refuse);
  // Without the check of the type, a list with one word would pass as the word.
  if (typeof duration !== "string" || !Object.hasOwn(DURATION_SECONDS, duration)) {
    refuse(`duration must be one of "daily", "weekly", "monthly"; got ${quote(duration)}.`);
  }
  if (!(STRATEGIES as readonly string[]).includes(strategy))
    refuse(`strategy must be "fixed" or "sliding"; got ${quote(strategy)}.`);
}

export function checkCents(name: string, cents: number, minimum: number, refuse: Refuse) {
  if (Number.isSafeInteger(cents) && cents >= minimum) return;
  // An output or a bigint cannot be multiplied.
  const meant = typeof cents === "number" ? Math.round(cents * 100) : Number.NaN;
  const inDollars = Number.isSafeInteger(meant) && meant >= minimum && meant / 100 === cents;
  const hint = inDollars ? ` If ${cents} US dollars were meant, write usd(${cents}), which is ${meant} cents.` : "";
  refuse(
    `${name} must be a whole number of US cents, at least ${minimum}, known at preview; got ${quote(cents)}.${hint}`,
  );
}

/** Checks the id of a rule or of a gateway: both have the same form. */
export function checkId(name: string, id: string, refuse: Refuse) {
  if (typeof id !== "string" || !ID.test(id)) {
    refuse(`${name} must be letters, digits, "_" and "-", and at least one of them; got ${quote(id)}.`);
  }
}
