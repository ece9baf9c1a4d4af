/** Reads all accounts that the flags name. */
import type { CommandContext } from "../context.js";
import { EXIT } from "../exitCodes.js";
import type { AccountStatus } from "../model/accountStatus.js";
import type { OptionalPart } from "../model/readAccount.js";
import { readAccount } from "../model/readAccount.js";
import { createProgress } from "../progress.js";
import type { AccountFlags } from "./flags.js";
import { sideBySide } from "./sideBySide.js";
import { openTargets } from "./targets.js";

/**
 * @param parts what is read besides the balance, the card and the auto top-up
 * @returns in the order in which they are given
 */
export async function readAll(
  flags: AccountFlags,
  parts: readonly OptionalPart[],
  context: CommandContext,
): Promise<AccountStatus[]> {
  const { clock } = context;
  const progress = createProgress(context);
  const targets = await openTargets(flags, { clock, say: progress.say });
  const options = { usageUnit: flags["usage-unit"], clock, parts };
  return sideBySide(targets, (target) => readAccount(target, options), progress);
}

/** 0 if everything was read, but for what the credentials may not read or this API does not have; 2 without any balance. */
export function exitCodeOf(accounts: readonly AccountStatus[]): number {
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
