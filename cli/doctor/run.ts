import { homedir } from "node:os";
import { isBillingError } from "../../provider/contract/errors.js";
import type { AccountFlags } from "../accounts/flags.js";
import { sideBySide } from "../accounts/sideBySide.js";
import { openTargets } from "../accounts/targets.js";
import type { CommandContext } from "../context.js";
import { EXIT } from "../exitCodes.js";
import type { Access, AccountDiagnosis, Diagnosis, Finding } from "../model/diagnosis.js";
import { diagnoseAccount, leastAccess, shortId } from "../model/diagnosis.js";
import { createProgress } from "../progress.js";
import { diagnoseMachine } from "./machine.js";
import { renderDiagnosis } from "./text.js";

export interface DoctorFlags extends Omit<AccountFlags, "usage-unit"> {
  readonly json: boolean;
}

/** Of the shape that docs/command-line.md describes. */
const JSON_VERSION = 1;

const EXIT_CODES: Readonly<Record<Access, number>> = { works: EXIT.done, readsOnly: EXIT.refused, fails: EXIT.failed };

/** Looks whether everything works, and prints what to do. The output is safe to show to others. */
export async function runDoctor(this: CommandContext, flags: DoctorFlags): Promise<void> {
  const machine = await diagnoseMachine(process.cwd());
  const diagnosis = await withAccounts(machine, flags, this);
  const { access } = diagnosis;
  const json = () => JSON.stringify({ version: JSON_VERSION, command: "doctor", ...diagnosis }, undefined, 2);
  this.process.stdout.write(`${flags.json ? json() : renderDiagnosis(diagnosis)}\n`);
  this.process.exitCode = EXIT_CODES[access];
}

/** Without credentials or accounts, what was found about the machine is still worth telling. */
async function withAccounts(
  machine: readonly Finding[],
  flags: DoctorFlags,
  context: CommandContext,
): Promise<Diagnosis> {
  const progress = createProgress(context);
  try {
    const targets = await openTargets(flags, { clock: context.clock, say: progress.say });
    const accounts: AccountDiagnosis[] = await sideBySide(targets, diagnoseAccount, progress);
    return { access: leastAccess(accounts), machine, accounts };
  } catch (error) {
    if (!isBillingError(error, "ConfigurationError")) throw error;
    const text = withoutPlaces(error.message);
    const topic = isAboutBaseUrl(text) ? "server" : "credentials";
    return { access: "fails", machine: [...machine, { topic, state: "bad", text }], accounts: [] };
  }
}

/** Such a text begins with the name of the setting. */
const isAboutBaseUrl = (text: string) => /^\S*(baseUrl|BASE_URL) /.test(text);

/** A text without account ids and the names of folders, which may hold a user's name. */
const withoutPlaces = (text: string) =>
  text
    .replaceAll(process.cwd(), ".")
    .replaceAll(homedir(), "~")
    .replace(/\b[0-9a-f]{32}\b/g, shortId);
