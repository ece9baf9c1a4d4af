/**
 * How much the card of an account can be charged in a month of 30 days, as far as a program declares it.
 * Gateways use dollars and billing uses cents: this function converts between them.
 */
import { toCents } from "./money.js";

const MONTH_SECONDS = 2_592_000;

interface Window {
  readonly windowSeconds: number;
  /** A sliding window looks back. A fixed one starts anew, so a month may touch one more window. */
  readonly technique: "fixed" | "sliding";
}

/** A rule that limits everything that the gateway spends. */
export interface GatewayRule extends Window {
  /** US dollars, above 0. */
  readonly limitUsd: number;
}

/** The retired limit of a whole account. */
export interface LegacyLimit extends Window {
  /** US cents, above 0. */
  readonly limitCents: number;
}

/** What a program declares for one account. */
export interface Declared {
  /** The rules of each gateway. */
  readonly gateways: readonly (readonly GatewayRule[])[];
  /** An account has one; of several, the largest counts. */
  readonly legacyLimits: readonly LegacyLimit[];
  /** The amount of the auto top-up, in US cents; undefined without one. */
  readonly autoTopupCents: number | undefined;
  /** The amounts of the charges, in US cents. */
  readonly chargeCents: readonly number[];
}

/**
 * The most that the card can be charged: what the gateways may spend in the month, one auto top-up at its end, and the
 * charges of the program, with the fee. It counts declared gateways only, and not those that another program or the
 * dashboard has made.
 *
 * @param feePercent the fee that the card pays on top of the credit
 * @returns whole US cents, rounded up; or "unbounded", if a gateway has no limit, or there is an auto top-up and no
 *   gateway, and the account has no legacy limit
 */
export function monthlyExposure(declared: Declared, feePercent: number): number | "unbounded" {
  const { gateways, legacyLimits, autoTopupCents, chargeCents } = declared;
  const ofGateways =
    gateways.length === 0 && autoTopupCents !== undefined
      ? Number.POSITIVE_INFINITY
      : sum(gateways.map((rules) => Math.min(...rules.map((rule) => toCents(rule.limitUsd) * windowsInMonth(rule)))));
  const ofLegacy =
    legacyLimits.length === 0
      ? Number.POSITIVE_INFINITY
      : Math.max(...legacyLimits.map((limit) => limit.limitCents * windowsInMonth(limit)));
  const credit = Math.min(ofGateways, ofLegacy) + (autoTopupCents ?? 0) + sum(chargeCents);
  if (!Number.isFinite(credit)) return "unbounded";
  return roundUp((credit * (100 + feePercent)) / 100);
}

/** How many windows a month can touch. */
function windowsInMonth({ windowSeconds, technique }: Window): number {
  const extra = technique === "fixed" && windowSeconds < MONTH_SECONDS ? 1 : 0;
  return Math.ceil(MONTH_SECONDS / windowSeconds) + extra;
}

const roundUp = (cents: number) => Math.ceil(Number(cents.toFixed(6)));

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
