/** Reads the settings of the accounts. What the folder remembers of an interrupted run is not asked again. */
import type { Clock } from "../../provider/contract/clock.js";
import { sideBySide } from "../accounts/sideBySide.js";
import type { Target } from "../accounts/targets.js";
import type { AdoptionState, ReadSetting } from "../model/adoption.js";
import { readSettings, UNSET } from "../model/adoption.js";
import type { Progress } from "../progress.js";
import { ADOPT } from "../texts.js";
import type { Memory, Notebook, RememberedAccount } from "./memory.js";

/** How long a run believes what an earlier one has read. */
const FRESH_MS = 3_600_000;

export interface Reading {
  /** The accounts that were asked for. */
  readonly given: readonly RememberedAccount[];
  /** Accounts that only an earlier run was asked for: its program declares them, and a program without them would delete their settings. */
  readonly earlier: readonly RememberedAccount[];
}

/** @param note keeps what was read up to now, for the next run */
export async function readAccounts(
  targets: readonly Target[],
  { accounts, files }: Memory,
  note: Notebook["note"],
  clock: Clock,
  progress: Progress,
): Promise<Reading> {
  const known = new Map(accounts.map((account) => [account.accountId, account]));
  const isFresh = ({ readAt }: RememberedAccount) => readAt !== null && Math.abs(clock.now() - readAt) < FRESH_MS;
  const given = await sideBySide(
    targets,
    async (target) => {
      const { accountId, name, tokenVariable: token = null } = target;
      const before = known.get(accountId);
      if (before !== undefined && isFresh(before) && before.token === token) return { ...before, name };
      const { autoTopup, spendingLimit } = await readSettings(target);
      // An interrupted run has read it, and written no program.
      const inProgram = before?.label === null ? undefined : before;
      const account: RememberedAccount = {
        accountId,
        name,
        token,
        label: before?.label ?? null,
        requests: target.requests(),
        readAt: null,
        autoTopup: withEarlier(autoTopup, inProgram?.autoTopup),
        spendingLimit: withEarlier(spendingLimit, inProgram?.spendingLimit),
      };
      if (!isWhole(account)) return account;
      const read = { ...account, readAt: clock.now() };
      known.set(accountId, read);
      note({ accounts: [...known.values()], files });
      return read;
    },
    progress,
  );
  const asked = new Set(targets.map(({ accountId }) => accountId));
  const earlier = accounts.filter(({ accountId, label }) => label !== null && !asked.has(accountId));
  return { given, earlier };
}

/** Whether everything of the account is known. */
export const isWhole = ({ autoTopup, spendingLimit }: RememberedAccount) =>
  isRead(autoTopup.state) && isRead(spendingLimit.state);

/** Whether anything of the account is known. */
export const isPart = ({ autoTopup, spendingLimit }: RememberedAccount) =>
  isRead(autoTopup.state) || isRead(spendingLimit.state);

const isRead = (state: AdoptionState) => state !== "failed" && state !== "forbidden";

/** If a setting is unset or could not be read, the program keeps the resource of an earlier run. Without it, `pulumi up` would delete the setting if the account has it after all. */
function withEarlier<Values>(
  now: ReadSetting<Values>,
  before: ReadSetting<Values> | undefined,
): { state: AdoptionState; declared: Values | null; reason: string | null } {
  const kept = before?.declared ?? null;
  if (now.declared !== null || kept === null) return { ...now };
  const reason = now.state === "unset" ? ADOPT.keptUnset : `${now.reason} ${ADOPT.kept}`;
  return { state: now.state, declared: kept, reason };
}

/** Whether an earlier run has adopted a setting that the account does not have now. */
const isKeptUnset = ({ state, declared }: RememberedAccount["autoTopup" | "spendingLimit"]) =>
  state === "unset" && declared !== null;

/** Whether the program declares a setting that the account does not have now. */
export const declaresUnset = ({ autoTopup, spendingLimit }: RememberedAccount) =>
  isKeptUnset(autoTopup) || isKeptUnset(spendingLimit);

/** The account without the resources of settings that it does not have now. */
export const withoutUnset = (account: RememberedAccount): RememberedAccount => ({
  ...account,
  ...(isKeptUnset(account.autoTopup) && { autoTopup: UNSET }),
  ...(isKeptUnset(account.spendingLimit) && { spendingLimit: UNSET }),
});
