import type { AccountFlags } from "../accounts/flags.js";
import { exitCodeOf, readAll } from "../accounts/readAll.js";
import type { CommandContext } from "../context.js";
import type { AccountReport } from "../model/declared.js";
import { compareSettings } from "../model/declared.js";
import { ALL_PARTS } from "../model/readAccount.js";
import { REPORT } from "../texts.js";
import { renderMarkdown } from "./markdown.js";
import { readDeclared } from "./state.js";

export interface ReportFlags extends AccountFlags {
  /** The file with a state of Pulumi. */
  readonly state?: string;
  readonly format: "markdown" | "json";
  /** Wrong: it is `--format json` here. */
  readonly json: boolean;
}

/** Of the shape that docs/command-line.md describes. */
const JSON_VERSION = 1;

/** Reads the accounts, compares them with what a stack declares, and prints a report. */
export async function runReport(this: CommandContext, flags: ReportFlags): Promise<void> {
  if (flags.json) throw new Error(REPORT.json);
  const declared = await readDeclared(flags);
  const statuses = await readAll(flags, ALL_PARTS, this);
  const accounts = statuses.map(
    (status): AccountReport => ({
      ...status,
      settings: declared === undefined ? null : compareSettings(status, declared),
    }),
  );
  const json = () => JSON.stringify({ version: JSON_VERSION, command: "report", accounts }, undefined, 2);
  this.process.stdout.write(`${flags.format === "json" ? json() : renderMarkdown(accounts)}\n`);
  this.process.exitCode = exitCodeOf(accounts);
}
