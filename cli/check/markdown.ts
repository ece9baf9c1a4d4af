/** The report of a check for the summary of a job. */
import { code, prose } from "../marks.js";
import type { CheckedAccount, Verdict } from "../model/checks.js";
import { titlesOf } from "../words.js";
import { summaryOf, together } from "./text.js";

export function renderMarkdown(accounts: readonly CheckedAccount[]): string {
  const titleOf = titlesOf(accounts, code);
  const rows = accounts.flatMap((account) =>
    together(account.checks.filter(({ verdict }) => verdict !== "fine" || accounts.length === 1)).map(
      ({ verdict, title, reason }) => `| ${titleOf(account)} | ${WORDS[verdict]} | ${title} | ${prose(reason)} |`,
    ),
  );
  const table = ["| account | verdict | check | what was found |", "| --- | --- | --- | --- |", ...rows];
  return ["### AI Gateway credit", "", summaryOf(accounts), ...(rows.length === 0 ? [] : ["", ...table])].join("\n");
}

const WORDS: Readonly<Record<Verdict, string>> = { fine: "fine", crossed: "**crossed**", unknown: "unknown" };
