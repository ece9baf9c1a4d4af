/** What an account has, in words. Texts of Cloudflare may contain anything: they are cited. */
import { formatCents } from "../provider/contract/money.js";
import { cite } from "../provider/contract/quote.js";
import type { AccountStatus, AutoTopup, Card, Runway, SpendingLimit, UpcomingInvoice } from "./model/accountStatus.js";
import { valueIn } from "./model/accountStatus.js";
import { LONGEST_DAYS } from "./model/runway.js";

interface Named {
  readonly accountId: string;
  readonly name: string | null;
}

/**
 * What accounts are called in a list: by name, else by id. Names that look alike there also get their ids.
 *
 * @param show makes a name safe to show
 */
export function titlesOf(accounts: readonly Named[], show: (text: string) => string): (account: Named) => string {
  const shown = ({ name, accountId }: Named) => show(name ?? accountId);
  const counts = new Map<string, number>();
  for (const title of accounts.map(shown)) counts.set(title, (counts.get(title) ?? 0) + 1);
  return (account) => {
    const title = shown(account);
    const isAlone = account.name === null || counts.get(title) === 1;
    return isAlone ? title : `${title} (${account.accountId})`;
  };
}

export const inDays = ({ days }: Runway) => (days >= LONGEST_DAYS ? "a year or more" : `${Math.round(days)} days`);

export const inRange = ({ low, high }: Runway) =>
  `${Math.round(low)} to ${high >= LONGEST_DAYS ? "365 or more" : Math.round(high)} in nine of ten futures`;

export const word = (text: string | null) => cite(text ?? "unknown", 60);

export const cardInWords = (card: Card | null) =>
  card === null ? "NONE" : cite(`${card.brand ?? "card"}${card.last4 === null ? "" : ` …${card.last4}`}`, 30);

export function autoTopupInAWord(setting: AutoTopup | null): string {
  if (setting === null) return "unset";
  if (setting.disabledReason !== null) return "DISABLED";
  return setting.error === null ? "on" : "FAILING";
}

export function autoTopupInWords(setting: AutoTopup | null): string {
  if (setting === null) return "unset";
  const { amount, threshold, disabledReason, error } = setting;
  const what = `${formatCents(amount)} whenever less than ${formatCents(threshold ?? 0)} is left`;
  const why = error === null ? "" : ` (${word(error)})`;
  if (disabledReason !== null) return `DISABLED: ${word(disabledReason)}${why}; ${what}`;
  return error === null ? what : `${what}; its last purchase failed${why}`;
}

export const limitInWords = (limit: SpendingLimit | null) =>
  limit === null ? "unset" : `${formatCents(limit.amount ?? 0)} ${word(limit.duration)}, ${word(limit.strategy)}`;

export const invoiceInWords = (invoice: UpcomingInvoice | null) =>
  invoice === null ? "none" : `${inCurrency(invoice.amountDue, invoice.currency)} on ${invoice.periodEnd.slice(0, 10)}`;

export const inCurrency = (cents: number, currency: string) =>
  currency.toLowerCase() === "usd" ? formatCents(cents) : `${cents / 100} ${cite(currency, 10)}`;

const BARS = "▁▂▃▄▅▆▇█";

/** One bar a day, as high as its share of the highest; a day without an entry is a dot. */
export function sparkline(values: ReadonlyArray<number | undefined>): string {
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  const bar = (value: number) => BARS[most === 0 ? 0 : Math.round((Math.max(0, value) / most) * (BARS.length - 1))];
  return values.map((value) => (value === undefined ? "·" : bar(value))).join("");
}

const DAY_MS = 86_400_000;

/** The last days, today last; undefined for a day without an entry. */
export function lastDays({ usage, readAt }: AccountStatus, count: number) {
  const entries = new Map(valueIn(usage)?.days.map(({ day, value }) => [day, value]));
  const today = Date.parse(readAt.slice(0, 10));
  return Array.from({ length: count }, (_, index) =>
    entries.get(new Date(today - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10)),
  );
}
