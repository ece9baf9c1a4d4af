import type { AccountFlags } from "../accounts/flags.js";
import { readAll } from "../accounts/readAll.js";
import type { CommandContext } from "../context.js";
import { EXIT } from "../exitCodes.js";
import type { Verdict } from "../model/checks.js";
import { checkAccount, verdictOf } from "../model/checks.js";
import type { OptionalPart } from "../model/readAccount.js";
import { CHECK } from "../texts.js";
import { writeWhole } from "../writeWhole.js";
import { renderMarkdown } from "./markdown.js";
import { renderOpenMetrics } from "./openMetrics.js";
import { renderText } from "./text.js";

export interface CheckFlags extends AccountFlags {
  /** US cents. */
  readonly "min-balance"?: number;
  /** Days. */
  readonly "min-runway"?: number;
  /** US cents. */
  readonly "max-daily-spend"?: number;
  /** US cents. */
  readonly "max-invoice"?: number;
  readonly json: boolean;
  readonly markdown: boolean;
  /** The file to write the metrics to. */
  readonly openmetrics?: string;
}

/** Of the shape that docs/command-line.md describes. */
const JSON_VERSION = 1;

const EXIT_CODES: Readonly<Record<Verdict, number>> = { fine: EXIT.done, crossed: EXIT.refused, unknown: EXIT.failed };

/** Checks the accounts, and prints what is wrong. */
export async function runCheck(this: CommandContext, flags: CheckFlags): Promise<void> {
  const { json, markdown, openmetrics } = flags;
  if (json && markdown) throw new Error(CHECK.both);
  const statuses = await readAll(flags, partsFor(flags), this);
  const limits = {
    minBalance: flags["min-balance"],
    minRunway: flags["min-runway"],
    maxDailySpend: flags["max-daily-spend"],
    maxInvoice: flags["max-invoice"],
  };
  const accounts = statuses.map((status) => checkAccount(status, limits));
  const verdict = verdictOf(accounts);
  const data = () => JSON.stringify({ version: JSON_VERSION, command: "check", verdict, accounts }, undefined, 2);
  this.process.stdout.write(`${json ? data() : markdown ? renderMarkdown(accounts) : renderText(accounts)}\n`);
  if (openmetrics !== undefined) writeWhole(openmetrics, renderOpenMetrics(statuses, accounts));
  this.process.exitCode = EXIT_CODES[verdict];
}

/** What the checks need, so that a nightly job for many accounts sends few requests. The metrics show all they can. */
function partsFor(flags: CheckFlags): OptionalPart[] {
  const all = flags.openmetrics !== undefined;
  const needsUsage = flags["min-runway"] !== undefined || flags["max-daily-spend"] !== undefined;
  return [
    "purchases",
    ...(all || needsUsage ? (["usage"] as const) : []),
    ...(all || flags["max-invoice"] !== undefined ? (["upcomingInvoice"] as const) : []),
  ];
}
