/** The report of a check for a terminal or a log. */
import { cite } from "../../provider/contract/quote.js";
import type { Check, CheckedAccount, CheckName, Verdict } from "../model/checks.js";

export const TITLES: Readonly<Record<CheckName, string>> = {
  balance: "balance",
  runway: "runway",
  dailySpend: "daily spending",
  invoice: "upcoming invoice",
  autoTopup: "auto top-up",
  card: "card",
  payments: "payments",
};

/** All checks of a single account; of many accounts, those that are not fine. */
export function renderText(accounts: readonly CheckedAccount[]): string {
  const shown = accounts.length === 1 ? accounts : accounts.filter(({ verdict }) => verdict !== "fine");
  const blocks = shown.map(({ accountId, name, checks }) => {
    const lines = together(accounts.length === 1 ? checks : checks.filter(({ verdict }) => verdict !== "fine"));
    const width = Math.max(...lines.map(({ title }) => title.length));
    return [
      `Account ${accountId}${name === null ? "" : ` (${cite(name, 60)})`}`,
      ...lines.map(
        ({ verdict, title, reason }) => `  ${WORDS[verdict]}  ${title.padEnd(width)}  ${cite(reason, 1000)}`,
      ),
      "",
    ].join("\n");
  });
  return [...blocks, summaryOf(accounts)].join("\n");
}

const WORDS: Readonly<Record<Verdict, string>> = { fine: "fine   ", crossed: "CROSSED", unknown: "UNKNOWN" };

/** Checks that are unknown for the same reason share a line. */
export function together(checks: readonly Check[]) {
  const lines = new Map<string, { verdict: Verdict; title: string; reason: string }>();
  for (const { check, verdict, reason } of checks) {
    const key = `${verdict} ${reason}`;
    const title = TITLES[check];
    const line = lines.get(key);
    lines.set(key, { verdict, reason, title: line === undefined ? title : `${line.title}, ${title}` });
  }
  return [...lines.values()];
}

export function summaryOf(accounts: readonly CheckedAccount[]): string {
  const count = (verdict: Verdict) => accounts.filter((account) => account.verdict === verdict).length;
  const [fine, crossed, unknown] = [count("fine"), count("crossed"), count("unknown")];
  if (fine === accounts.length) return accounts.length === 1 ? "All is fine." : `All ${fine} accounts are fine.`;
  if (accounts.length === 1) return crossed === 1 ? "There is a problem." : "Something could not be told.";
  return `Of ${accounts.length} accounts, ${crossed} have a problem, ${unknown} could not be told, and ${fine} are fine.`;
}
