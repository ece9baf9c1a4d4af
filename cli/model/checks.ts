/** What is wrong with an account, or may soon be. Each check says what it found, in one or two sentences. */
import { formatCents } from "../../provider/contract/money.js";
import { cite } from "../../provider/contract/quote.js";
import type { AccountStatus, Part, Purchase } from "./accountStatus.js";

/** The limits that somebody has given. A check without its limit is not made. */
export interface Limits {
  /** The least credit, in US cents. */
  readonly minBalance: number | undefined;
  /** The shortest runway, in days. */
  readonly minRunway: number | undefined;
  /** The most that may be used on one day, in US cents. */
  readonly maxDailySpend: number | undefined;
  /** The largest upcoming invoice, in US cents. */
  readonly maxInvoice: number | undefined;
}

/** An account and its checks. */
export interface CheckedAccount {
  /** The Cloudflare account: 32 lower-case hex digits. */
  readonly accountId: string;
  /** Its name in the file of `--accounts`; null without one. */
  readonly name: string | null;
  /** When it was read, ISO 8601. */
  readonly readAt: string;
  /** The verdict on the account: `crossed` if one check is, else `unknown` if one is, else `fine`. */
  readonly verdict: Verdict;
  /** Each check that was made. */
  readonly checks: readonly Check[];
}

export interface Check {
  /** Which check it is. */
  readonly check: CheckName;
  /** `fine`, `crossed`: a limit is crossed, or something is wrong. `unknown`: it could not be told. */
  readonly verdict: Verdict;
  /** What was found, in US cents, or in days for the runway; null when it is unknown or not a number. */
  readonly value: number | null;
  /** The limit, in the unit of `value`; null for a check without one. */
  readonly limit: number | null;
  /** What was found and what to do, in whole sentences. */
  readonly reason: string;
}

export type CheckName = "balance" | "runway" | "dailySpend" | "invoice" | "autoTopup" | "card" | "payments";

export type Verdict = "fine" | "crossed" | "unknown";

/** A payment that takes longer waits for somebody, in hours. */
export const LONGEST_PAYMENT_HOURS = 24;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export function checkAccount(account: AccountStatus, limits: Limits): CheckedAccount {
  const { accountId, name, readAt } = account;
  const { minBalance, minRunway, maxDailySpend, maxInvoice } = limits;
  const checks = [
    ...(minBalance === undefined ? [] : [checkBalance(account, minBalance)]),
    ...(minRunway === undefined ? [] : [checkRunway(account, minRunway)]),
    ...(maxDailySpend === undefined ? [] : [checkDailySpend(account, maxDailySpend)]),
    ...(maxInvoice === undefined ? [] : [checkInvoice(account, maxInvoice)]),
    checkAutoTopup(account),
    checkCard(account),
    checkPayments(account),
  ];
  return { accountId, name, readAt, verdict: verdictOf(checks), checks };
}

/** One verdict for many checks: what is crossed counts more than what is unknown. */
export function verdictOf(checks: ReadonlyArray<{ readonly verdict: Verdict }>): Verdict {
  const verdicts = checks.map(({ verdict }) => verdict);
  return verdicts.includes("crossed") ? "crossed" : verdicts.includes("unknown") ? "unknown" : "fine";
}

type Finding = Pick<Check, "verdict" | "reason"> & Partial<Pick<Check, "value">>;

const fine = (reason: string, value?: number): Finding => ({ verdict: "fine", reason, value: value ?? null });
const crossed = (reason: string, value?: number): Finding => ({ verdict: "crossed", reason, value: value ?? null });
const unknown = (reason: string): Finding => ({ verdict: "unknown", reason });

function checkOf<Value>(
  check: CheckName,
  limit: number | null,
  part: Part<Value>,
  judge: (value: Value) => Finding,
): Check {
  const { verdict, reason, value = null } = part.state === "known" ? judge(part.value) : unknown(part.reason);
  return { check, verdict, value, limit, reason };
}

const checkBalance = ({ balance }: AccountStatus, least: number) =>
  checkOf("balance", least, balance, (cents) =>
    cents < least
      ? crossed(`${formatCents(cents)} is left, less than ${formatCents(least)}. Buy credit.`, cents)
      : fine(`${formatCents(cents)} is left.`, cents),
  );

const checkRunway = ({ runway }: AccountStatus, least: number) =>
  checkOf("runway", least, runway, ({ days, low, high, daysUsed }) => {
    const text = `The credit lasts about ${days} days (${low} to ${high}), going by the usage of ${daysUsed} days`;
    return days < least ? crossed(`${text}: less than ${least}. Buy credit.`, days) : fine(`${text}.`, days);
  });

/** Yesterday and today, of which the higher one counts. A day without an entry had no usage. */
const checkDailySpend = ({ usage, readAt }: AccountStatus, most: number) =>
  checkOf("dailySpend", most, usage, ({ days, unit }) => {
    const today = readAt.slice(0, 10);
    const yesterday = new Date(Date.parse(today) - DAY_MS).toISOString().slice(0, 10);
    const [highest] = days
      .filter(({ day }) => day === today || day === yesterday)
      .sort((one, other) => other.value - one.value);
    if (highest === undefined || highest.value <= 0) return fine("Nothing was used yesterday and today.", 0);
    if (unit.state !== "known") return unknown(unit.reason);
    const cents = highest.value * unit.value.cents;
    const text = `${formatCents(cents)} was used on ${highest.day}`;
    return cents > most
      ? crossed(`${text}, more than ${formatCents(most)}. Find out what uses it.`, cents)
      : fine(`${text}.`, cents);
  });

const checkInvoice = ({ upcomingInvoice }: AccountStatus, most: number) =>
  checkOf("invoice", most, upcomingInvoice, (invoice) => {
    if (invoice === null) return fine("There is no upcoming invoice.");
    const { amountDue, currency, periodEnd } = invoice;
    if (currency.toLowerCase() !== "usd")
      return unknown(`The upcoming invoice is in ${cite(currency, 10)}, and the limit is in US dollars.`);
    const text = `The upcoming invoice is ${formatCents(amountDue)} on ${periodEnd.slice(0, 10)}`;
    return amountDue > most
      ? crossed(`${text}, more than ${formatCents(most)}. Look at it in the dashboard.`, amountDue)
      : fine(`${text}.`, amountDue);
  });

const checkAutoTopup = ({ autoTopup }: AccountStatus) =>
  checkOf("autoTopup", null, autoTopup, (setting) => {
    if (setting === null) return fine("The auto top-up is unset.");
    const { amount, threshold, disabledReason, error } = setting;
    const said = [disabledReason, error].filter((text) => text !== null).map((text) => cite(text, 100));
    const why = said.length === 0 ? "" : ` (${said.join("; ")})`;
    if (disabledReason !== null)
      return crossed(
        `Cloudflare has disabled the auto top-up${why}. Fix the card, and set the auto top-up again in the dashboard.`,
      );
    if (error !== null)
      return crossed(`The last purchase of the auto top-up failed${why}. Look at the card in the dashboard.`);
    return fine(`It buys ${formatCents(amount)} whenever less than ${formatCents(threshold ?? 0)} is left.`);
  });

const checkCard = ({ card }: AccountStatus) =>
  checkOf("card", null, card, (value) =>
    value === null
      ? crossed("The account has no default card: nothing can be bought. Add one in the dashboard.")
      : fine("The account has a default card."),
  );

const checkPayments = ({ purchases, readAt }: AccountStatus) =>
  checkOf("payments", null, purchases, (all) => {
    const pending = all.filter(isPending);
    const oldest = Date.parse(readAt) - LONGEST_PAYMENT_HOURS * HOUR_MS;
    const late = pending.filter(({ at }) => at !== null && Date.parse(at) < oldest);
    const [first] = late;
    if (first !== undefined) {
      const others = late.length > 1 ? ` So are ${late.length - 1} more.` : "";
      const bank = "Its bank may ask somebody to confirm it: look at the invoice in the dashboard.";
      return crossed(
        `${inWords(first)} has been pending for more than ${LONGEST_PAYMENT_HOURS} hours.${others} ${bank}`,
      );
    }
    const [undated] = pending.filter(({ at }) => at === null);
    if (undated !== undefined)
      return unknown(`${inWords(undated)} is pending, and Cloudflare does not say since when.`);
    return fine(pending.length === 0 ? "No payment is pending." : `A payment is pending, not for long yet.`);
  });

/** Neither paid nor given up. */
const isPending = ({ status, amountDue, amountPaid }: Purchase) =>
  amountPaid < amountDue && !["paid", "void", "uncollectible"].includes(status ?? "");

const inWords = ({ invoiceId, at }: Purchase) =>
  `The payment of ${invoiceId === null ? "an invoice without an id" : `invoice ${cite(invoiceId, 100)}`}${at === null ? "" : ` of ${at.slice(0, 10)}`}`;
