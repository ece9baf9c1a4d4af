import type { AccountFlags } from "../accounts/flags.js";
import type { Target } from "../accounts/targets.js";
import { openTargets } from "../accounts/targets.js";
import type { CommandContext } from "../context.js";
import { EXIT } from "../exitCodes.js";
import type { AccountStatus, UnitName } from "../model/accountStatus.js";
import { readAccount } from "../model/readAccount.js";
import { renderScreen, renderTable } from "./report.js";

export interface StatusFlags extends AccountFlags {
  readonly "usage-unit"?: UnitName;
  readonly json: boolean;
}

/** Of the shape that docs/command-line.md describes. */
const JSON_VERSION = 1;

/** Reads the accounts, and prints what they have. */
export async function runStatus(this: CommandContext, flags: StatusFlags): Promise<void> {
  const { clock, process } = this;
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const targets = await openTargets(flags, { clock, say });
  const options = { usageUnit: flags["usage-unit"], clock };
  const accounts = await sideBySide(targets, (target) => readAccount(target, options));
  const [first] = accounts;
  const text = first !== undefined && accounts.length === 1 ? renderScreen(first) : renderTable(accounts);
  const json = { version: JSON_VERSION, command: "status", accounts };
  process.stdout.write(`${flags.json ? JSON.stringify(json, undefined, 2) : text}\n`);
  process.exitCode = exitCodeOf(accounts);
}

const AT_ONCE = 8;

/** A few at a time; the results are in the order of the targets. */
async function sideBySide(targets: readonly Target[], read: (target: Target) => Promise<AccountStatus>) {
  const results: AccountStatus[] = [];
  const left = [...targets.entries()];
  const lane = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [index, target] = next;
      results[index] = await read(target);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results;
}

function exitCodeOf(accounts: readonly AccountStatus[]): number {
  if (accounts.every(({ balance }) => balance.state !== "known")) return EXIT.failed;
  const isWhole = ({
    balance,
    autoTopup,
    spendingLimit,
    eligibility,
    upcomingInvoice,
    purchases,
    usage,
  }: AccountStatus) =>
    balance.state === "known" &&
    [autoTopup, spendingLimit, eligibility, upcomingInvoice, purchases, usage].every(({ state }) => state !== "failed");
  return accounts.every(isWhole) ? EXIT.done : EXIT.refused;
}
