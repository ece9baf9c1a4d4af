import type { AccountFlags } from "../accounts/flags.js";
import { exitCodeOf, readAll } from "../accounts/readAll.js";
import type { CommandContext } from "../context.js";
import { ALL_PARTS } from "../model/readAccount.js";
import { renderScreen, renderTable } from "./report.js";

export interface StatusFlags extends AccountFlags {
  readonly json: boolean;
}

/** Of the shape that docs/command-line.md describes. */
const JSON_VERSION = 1;

/** Reads the accounts, and prints what they have. */
export async function runStatus(this: CommandContext, flags: StatusFlags): Promise<void> {
  const accounts = await readAll(flags, ALL_PARTS, this);
  const [first] = accounts;
  const text = first !== undefined && accounts.length === 1 ? renderScreen(first) : renderTable(accounts);
  const json = { version: JSON_VERSION, command: "status", accounts };
  this.process.stdout.write(`${flags.json ? JSON.stringify(json, undefined, 2) : text}\n`);
  this.process.exitCode = exitCodeOf(accounts);
}
