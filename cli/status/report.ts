/** The status of accounts in text: one screen for one, a table for many. Texts of Cloudflare may contain anything. */
import { formatCents } from "../../provider/contract/money.js";
import { cite } from "../../provider/contract/quote.js";
import type { AccountStatus, Part, Purchase } from "../model/accountStatus.js";
import { valueIn } from "../model/accountStatus.js";
import { footnotes, inColumns } from "../table.js";
import {
  autoTopupInAWord,
  autoTopupInWords,
  cardInWords,
  inCurrency,
  inDays,
  inRange,
  invoiceInWords,
  lastDays,
  limitInWords,
  sparkline,
  titlesOf,
  word,
} from "../words.js";

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
    [
      "may buy",
      show(account.eligibility, ({ eligible, reason }) =>
        eligible ? "yes" : `no: ${word(reason ?? "Cloudflare does not say why")}`,
      ),
    ],
    ["upcoming invoice", show(account.upcomingInvoice, invoiceInWords)],
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
  const titleOf = titlesOf(accounts, (name) => cite(name, 32));
  const rows = accounts.map((account) => [
    titleOf(account),
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
  return [...inColumns(table), ...footnotes(reasons)].join("\n");
}

const SCREEN_DAYS = 28;
const TABLE_DAYS = 14;

/** A value in words. If it is not known: why, in a word or two, and the number of the line below that says more. */
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

const SHOWN = 3;

function purchasesInWords(purchases: readonly Purchase[]): string {
  const texts = purchases.slice(0, SHOWN).map(({ at, kind, amountDue, currency, status }) => {
    return `${at?.slice(0, 10) ?? "undated"} ${inCurrency(amountDue, currency)} ${kind}, ${word(status)}`;
  });
  return texts.join("; ") || "none";
}
