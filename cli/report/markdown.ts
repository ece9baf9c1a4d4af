/** A report in Markdown, for a pull request or the summary of a job. Texts of others start no markup. */
import { formatCents } from "../../provider/contract/money.js";
import { code, prose } from "../marks.js";
import type { Part, Purchase, Usage } from "../model/accountStatus.js";
import { valueIn } from "../model/accountStatus.js";
import type { AccountReport, Comparison, SettingName } from "../model/declared.js";
import {
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

export function renderMarkdown(accounts: readonly AccountReport[]): string {
  const titleOf = titlesOf(accounts, code);
  const date = accounts[0]?.readAt.slice(0, 10) ?? "";
  const rows = accounts.map((account) => [
    titleOf(account),
    show(account.balance, formatCents),
    show(account.runway, (runway) => `${inDays(runway)}, ${inRange(runway)}`),
    show(account.card, cardInWords),
    show(account.upcomingInvoice, invoiceInWords),
    account.usage.state === "known" ? sparkline(lastDays(account, DAYS)) : STATES[account.usage.state],
  ]);
  return [
    `## AI Gateway credit, ${date}`,
    table(["account", "balance", "runway", "card", "upcoming invoice", `${DAYS} days`], rows),
    ...accounts.map((account) => `### ${titleOf(account)}\n\n${sectionOf(account)}`),
  ].join("\n\n");
}

const DAYS = 28;
const PURCHASES = 10;

function sectionOf(account: AccountReport): string {
  const { settings, usage, purchases, runway } = account;
  return [
    settings === null ? settingsAlone(account) : settingsCompared(account, settings),
    ...(runway.state === "known" ? [`Runway: ${prose(runway.value.basis)}`] : []),
    ...[...reasonsOf(account)].map((reason) => `- ${prose(reason)}`),
    folded(
      "Spending by day",
      show(usage, () => ""),
      valueIn(usage) === undefined ? "" : spending(account, usage),
    ),
    folded(
      "Purchases",
      show(purchases, (all) => (all.length === 0 ? "none" : "")),
      bought(purchases),
    ),
  ].join("\n\n");
}

const settingsAlone = ({ autoTopup, spendingLimit }: AccountReport) =>
  table(
    ["setting", "in the account"],
    [
      ["auto top-up", show(autoTopup, autoTopupInWords)],
      ["spending limit", show(spendingLimit, limitInWords)],
    ],
  );

const settingsCompared = ({ autoTopup, spendingLimit }: AccountReport, settings: readonly Comparison[]) => {
  const live: Readonly<Record<SettingName, string>> = {
    autoTopup: show(autoTopup, autoTopupInWords),
    spendingLimit: show(spendingLimit, limitInWords),
  };
  const rows = settings.map((one) => [
    TITLES[one.setting],
    live[one.setting],
    declaredInWords(one),
    one.verdict === "same" && one.resource === null ? "not set" : VERDICTS[one.verdict],
  ]);
  return table(["setting", "in the account", "declared", ""], rows);
};

const TITLES: Readonly<Record<SettingName, string>> = { autoTopup: "auto top-up", spendingLimit: "spending limit" };

const VERDICTS: Readonly<Record<Comparison["verdict"], string>> = {
  same: "the same",
  differs: "**differs**",
  undeclared: "not declared",
  unknown: "could not be told",
};

function declaredInWords({ resource, declared }: Comparison): string {
  if (resource === null) return "nothing";
  if (declared === null) return `${code(resource)}: secret or not known`;
  const values =
    "threshold" in declared
      ? autoTopupInWords({ ...declared, disabledReason: null, error: null })
      : limitInWords(declared);
  return `${prose(values)} (${code(resource)})`;
}

function spending(account: AccountReport, usage: Part<Usage>): string {
  const unit = valueIn(usage)?.unit;
  const cents = unit?.state === "known" ? unit.value.cents : undefined;
  const days = lastDays(account, DAYS);
  const today = Date.parse(account.readAt.slice(0, 10));
  const rows = days.flatMap((value, index) => {
    if (value === undefined) return [];
    const day = new Date(today - (days.length - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return [[day, cents === undefined ? String(value) : formatCents(value * cents)]];
  });
  if (rows.length === 0) return `Nothing was used in ${DAYS} days.`;
  return table(["day (UTC)", cents === undefined ? "used, in a unit that is not known" : "used"], rows.reverse());
}

const DAY_MS = 86_400_000;

function bought(part: Part<readonly Purchase[]>): string {
  const purchases = valueIn(part) ?? [];
  if (purchases.length === 0) return "";
  const rows = purchases
    .slice(0, PURCHASES)
    .map(({ at, kind, amountDue, currency, status, invoiceId }) => [
      at?.slice(0, 10) ?? "undated",
      prose(inCurrency(amountDue, currency)),
      kind === "manual" ? "by hand" : "auto top-up",
      prose(word(status)),
      invoiceId === null ? "" : code(invoiceId),
    ]);
  const more = purchases.length > PURCHASES ? `\n\nAnd ${purchases.length - PURCHASES} earlier ones.` : "";
  return table(["day (UTC)", "amount", "bought", "status", "invoice"], rows) + more;
}

/** A value in words, or that it is not known: the reasons are told below. */
const show = <Value>(part: Part<Value>, inWords: (value: Value) => string) =>
  part.state === "known" ? prose(inWords(part.value)) : STATES[part.state];

const STATES = {
  forbidden: "no permission",
  notAvailable: "not in this API",
  failed: "**failed**",
  unknown: "unknown",
};

/** Each once. */
function reasonsOf({ balance, runway, autoTopup, spendingLimit, upcomingInvoice, purchases, usage }: AccountReport) {
  const parts = [balance, runway, autoTopup, spendingLimit, upcomingInvoice, purchases, usage];
  return new Set(parts.flatMap((part) => (part.state === "known" ? [] : [part.reason])));
}

function folded(title: string, instead: string, content: string): string {
  if (content === "") return `${title}: ${instead}.`;
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}

const table = (head: readonly string[], rows: ReadonlyArray<readonly string[]>) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
