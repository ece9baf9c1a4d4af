/** Reads all accounts that the flags name. */
import type { CommandContext } from "../context.js";
import type { AccountStatus } from "../model/accountStatus.js";
import type { OptionalPart } from "../model/readAccount.js";
import { readAccount } from "../model/readAccount.js";
import { createProgress } from "../progress.js";
import type { AccountFlags } from "./flags.js";
import { openTargets } from "./targets.js";

/** How many accounts are read at once. */
const AT_ONCE = 8;

/** @param parts what is read besides the balance @returns in the order in which they are given */
export async function readAll(
  flags: AccountFlags,
  parts: readonly OptionalPart[],
  context: CommandContext,
): Promise<AccountStatus[]> {
  const { clock } = context;
  const progress = createProgress(context);
  const targets = await openTargets(flags, { clock, say: progress.say });
  progress.begin(targets.length);
  const results: AccountStatus[] = [];
  const left = [...targets.entries()];
  const lane = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [index, target] = next;
      results[index] = await readAccount(target, { usageUnit: flags["usage-unit"], clock, parts });
      progress.step();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  progress.end();
  return results;
}
