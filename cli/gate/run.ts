import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import type { ApplicationContext } from "@stricli/core";
import { EXIT } from "../exitCodes.js";
import { findMoney, judge, parsePlan } from "./gate.js";
import { renderMarkdown, renderText } from "./report.js";

export interface GateFlags {
  readonly "allow-purchase": readonly string[];
  readonly "allow-auto-topup": readonly string[];
  readonly markdown: boolean;
}

/** Judges a plan, and prints the report. */
export async function runGate(this: ApplicationContext, flags: GateFlags, file: string): Promise<void> {
  const plan = parsePlan(await (file === "-" ? text(process.stdin) : readFile(file, "utf8")));
  const verdicts = judge(findMoney(plan), {
    purchases: flags["allow-purchase"],
    autoTopups: flags["allow-auto-topup"],
  });
  this.process.stdout.write(`${flags.markdown ? renderMarkdown(verdicts) : renderText(verdicts)}\n`);
  this.process.exitCode = verdicts.every(({ allowed }) => allowed) ? EXIT.done : EXIT.refused;
}
