/** The status of accounts in text: one screen for one, a table for many. Texts of Cloudflare may contain anything. */
import { formatCents } from "../../provider/contract/money.js";
import { cite } from "../../provider/contract/quote.js";
import type { AccountStatus, AutoTopup, Card, Part, Purchase, Runway, SpendingLimit } from "../model/accountStatus.js";
import { valueIn } from "../model/accountStatus.js";
import { LONGEST_DAYS } from "../model/runway.js";

/** One screen for one account. */
export function renderScreen(account: AccountStatus): string {
  const reasons: string[] = [];
  const show = footnoted(reasons);
  const { accountId, name, readAt } = account;
  const days = lastDays(account, SCREEN_DAYS);
  const rows: Array<readonly [string, string]> = [
    ["balance", show(account.balance, formatCents)],
    ["runway", show(account.runway, (runway) => `${inDays(runway)}, ${inRange(runway)}`)],
    ["card", show(account.card, cardInWords)],
    ["auto top-up", show(account.autoTopup, autoTopupInWords)],
    ["spending limit", show(account.spendingLimit, limitInWords)],
    ["may buy", show(account.eligibility, ({ eligible, reason }) => (eligible ? "yes" : `no: ${word(reason)}`))],
    [
      "upcoming invoice",
      show(account.upcomingInvoice, (invoice) =>
        invoice === null
          ? "none"
          : `${inCurrency(invoice.amountDue, invoice.currency)} on ${invoice.periodEnd.slice(0, 10)}`,
      ),
    ],
    ["last purchases", show(account.purchases, purchasesInWords)],
    ["spending", show(account.usage, () => `${sparkline(days)} (${SCREEN_DAYS} days, the last one is today)`)],
  ];
  const width = Math.max(...rows.map(([title]) => title.length));
  const basis = valueIn(account.runway)?.basis;
  return [
    `Account ${accountId}${name === null ? "" : ` (${cite(name, 60)})`}, ${readAt}`,
    ...rows.map(([title, text]) => `  ${title.padEnd(width)}  ${text}`),
    ...(basis === undefined ? [] : ["", `Runway: ${basis}`]),
    ...footnotes(reasons),
  ].join("\n");
}

/** A table for many accounts. */
export function renderTable(accounts: readonly AccountStatus[]): string {
  const reasons: string[] = [];
  const show = footnoted(reasons);
  const rows = accounts.map((account) => [
    cite(account.name ?? account.accountId, 32),
    show(account.balance, formatCents),
    show(account.runway, inDays),
    show(account.card, cardInWords),
    show(account.autoTopup, autoTopupInAWord),
    show(account.upcomingInvoice, (invoice) =>
      invoice === null ? "none" : inCurrency(invoice.amountDue, invoice.currency),
    ),
    show(account.usage, () => sparkline(lastDays(account, TABLE_DAYS))),
  ]);
  const table = [["account", "balance", "runway", "card", "auto top-up", "invoice", `${TABLE_DAYS} days`], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [...lines, ...footnotes(reasons)].join("\n");
}

const SCREEN_DAYS = 28;
const TABLE_DAYS = 14;

/** A value in words, or why there is none: the reasons are told once, below. */
const footnoted =
  (reasons: string[]) =>
  <Value>(part: Part<Value>, inWords: (value: Value) => string): string => {
    if (part.state === "known") return inWords(part.value);
    // Two reads that failed alike differ in what they read.
    const known = reasons.indexOf(part.reason);
    const number = known >= 0 ? known + 1 : reasons.push(part.reason);
    return `${STATES[part.state]} [${number}]`;
  };

const STATES = { forbidden: "no permission", notAvailable: "not in this API", failed: "FAILED", unknown: "unknown" };

const footnotes = (reasons: readonly string[]) =>
  reasons.length === 0 ? [] : ["", ...reasons.map((reason, index) => `[${index + 1}] ${cite(reason, 1000)}`)];

const inDays = ({ days }: Runway) => (days >= LONGEST_DAYS ? "a year or more" : `${Math.round(days)} days`);

const inRange = ({ low, high }: Runway) =>
  `${Math.round(low)} to ${high >= LONGEST_DAYS ? "365 or more" : Math.round(high)} in nine of ten futures`;

const word = (text: string | null) => cite(text ?? "Cloudflare does not say why", 60);

const cardInWords = (card: Card | null) =>
  card === null ? "NONE" : cite(`${card.brand ?? "card"}${card.last4 === null ? "" : ` …${card.last4}`}`, 30);

function autoTopupInAWord(setting: AutoTopup | null): string {
  if (setting === null) return "unset";
  if (setting.disabledReason !== null) return "DISABLED";
  return setting.error === null ? "on" : "FAILING";
}

function autoTopupInWords(setting: AutoTopup | null): string {
  if (setting === null) return "unset";
  const { amount, threshold, disabledReason, error } = setting;
  const what = `${formatCents(amount)} whenever less than ${formatCents(threshold ?? 0)} is left`;
  const why = error === null ? "" : ` (${word(error)})`;
  if (disabledReason !== null) return `DISABLED: ${word(disabledReason)}${why}; ${what}`;
  return error === null ? what : `${what}; its last purchase failed${why}`;
}

const limitInWords = (limit: SpendingLimit | null) =>
  limit === null ? "unset" : `${formatCents(limit.amount ?? 0)} ${word(limit.duration)}, ${word(limit.strategy)}`;

const SHOWN = 3;

function purchasesInWords(purchases: readonly Purchase[]): string {
  const texts = purchases.slice(0, SHOWN).map(({ at, kind, amountDue, currency, status }) => {
    return `${at?.slice(0, 10) ?? "undated"} ${inCurrency(amountDue, currency)} ${kind}, ${word(status)}`;
  });
  return texts.join("; ") || "none";
}

const inCurrency = (cents: number, currency: string) =>
  currency.toLowerCase() === "usd" ? formatCents(cents) : `${cents / 100} ${cite(currency, 10)}`;

const BARS = "▁▂▃▄▅▆▇█";

/** One bar a day, as high as its share of the highest; a day without an entry is a dot. */
function sparkline(values: ReadonlyArray<number | undefined>): string {
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  const bar = (value: number) => BARS[most === 0 ? 0 : Math.round((Math.max(0, value) / most) * (BARS.length - 1))];
  return values.map((value) => (value === undefined ? "·" : bar(value))).join("");
}

const DAY_MS = 86_400_000;

function lastDays({ usage, readAt }: AccountStatus, count: number) {
  const entries = new Map(valueIn(usage)?.days.map(({ day, value }) => [day, value]));
  const today = Date.parse(readAt.slice(0, 10));
  return Array.from({ length: count }, (_, index) =>
    entries.get(new Date(today - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10)),
  );
}
