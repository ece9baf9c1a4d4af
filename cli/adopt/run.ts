import { existsSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../provider/contract/errors.js";
import type { AccountFlags } from "../accounts/flags.js";
import { openTargets } from "../accounts/targets.js";
import type { CommandContext } from "../context.js";
import { EXIT } from "../exitCodes.js";
import type { AdoptedAccount } from "../model/adoption.js";
import { leastOf } from "../model/adoption.js";
import type { Progress } from "../progress.js";
import { createProgress } from "../progress.js";
import { ADOPT } from "../texts.js";
import { endBetweenWrites } from "../writeWhole.js";
import type { Written } from "./files.js";
import { writeFiles } from "./files.js";
import { renderImportFile } from "./importFile.js";
import type { Memory, Notebook, RememberedAccount } from "./memory.js";
import { openNotebook } from "./memory.js";
import { resourceName, withLabels } from "./names.js";
import { declarationsOf, tokensOf } from "./program.js";
import { projectFiles, projectName, STACK } from "./project.js";
import { declaresUnset, isPart, isWhole, readAccounts, withoutUnset } from "./readAccounts.js";
import type { Unset } from "./text.js";
import { renderResult, renderSettings } from "./text.js";
import { renderTypeScript } from "./typescript.js";
import { renderYaml } from "./yaml.js";

export interface AdoptFlags extends Omit<AccountFlags, "usage-unit"> {
  readonly language: "typescript" | "yaml";
  readonly native: boolean;
  /** The folder of a new project. */
  readonly new?: string;
  /** The folder beside a program. */
  readonly out?: string;
  /** Whether to ask again what was read in the last hour. */
  readonly refresh: boolean;
  /** Whether settings that the accounts do not have any more leave the program. */
  readonly "remove-unset": boolean;
  readonly json: boolean;
}

/** Of the shape that docs/command-line.md describes. */
const JSON_VERSION = 1;

/** Reads the settings of the accounts, and writes a program that declares them as they are. */
export async function runAdopt(this: CommandContext, flags: AdoptFlags): Promise<void> {
  if (flags.new !== undefined && flags.out !== undefined) throw new Error(ADOPT.both);
  const folder = flags.new ?? flags.out ?? ".";
  const progress = createProgress(this);
  const notebook = openNotebook(folder, this.clock);
  const restore = endBetweenWrites(() => progress.say(keep(notebook)));
  try {
    await adopt(flags, { folder, notebook, progress }, this);
  } finally {
    restore();
  }
}

/** @returns what to say at Ctrl-C */
function keep(notebook: Notebook): string {
  try {
    notebook.flush();
    return ADOPT.interrupted(notebook.file());
  } catch (error) {
    return messageOf(error);
  }
}

interface Place {
  readonly folder: string;
  readonly notebook: Notebook;
  readonly progress: Progress;
}

async function adopt(
  flags: AdoptFlags,
  { folder, notebook, progress }: Place,
  { clock, process }: CommandContext,
): Promise<void> {
  const { language } = flags;
  const targets = await openTargets(flags, { clock, say: progress.say });
  const memory = flags.refresh ? allForgotten(notebook.memory) : notebook.memory;
  const { given, earlier } = await readAccounts(targets, memory, notebook.note, clock, progress);
  notebook.flush();
  const unset = unsetIn(given, flags);
  const now = unset === "removed" ? given.map(withoutUnset) : given;
  const accounts = withLabels([...now, ...earlier]).sort((one, other) => (one.label < other.label ? -1 : 1));
  const adopted = accounts.map(adoptedOf);
  const json = `${JSON.stringify({ version: JSON_VERSION, command: "adopt", accounts: adopted }, undefined, 2)}\n`;
  const report = flags.json ? json : `${renderSettings(adopted)}\n`;

  if (!given.some(isPart)) {
    process.stdout.write(flags.json ? report : `${report}\n${ADOPT.nothingRead}\n`);
    process.exitCode = EXIT.failed;
    return;
  }

  const declarations = declarationsOf(accounts);
  const isNative = flags.native || language === "yaml" || tokensOf(declarations).length > 0;
  const project = flags.new === undefined ? undefined : projectName(flags.new);
  const written = writeFiles(
    folder,
    {
      own: {
        [programFile(flags)]:
          language === "yaml" ? renderYaml(declarations, project) : renderTypeScript(declarations, isNative),
        "import.json": renderImportFile(declarations, project === undefined ? undefined : { project, stack: STACK }),
        "skipped.json": json,
      },
      project: project === undefined ? {} : projectFiles(project, language, isNative),
    },
    memory.files,
  );
  const isDone = given.every(isWhole) && unset !== "kept";
  notebook.note({
    accounts: accounts.map((account) => (isDone ? { ...account, readAt: null } : account)),
    files: written.checksums,
  });
  notebook.flush();
  const earlierProgram = programOfOtherLanguage(folder, flags, written);
  process.stdout.write(
    flags.json
      ? report
      : `${report}\n${renderResult({ declarations, written, earlierProgram, folder, project, language, isNative, unset })}\n`,
  );
  process.exitCode = isDone ? EXIT.done : EXIT.refused;
}

/** What becomes of settings that an earlier run has adopted, and that their accounts do not have any more. */
function unsetIn(given: readonly RememberedAccount[], flags: AdoptFlags): Unset {
  if (!given.some(declaresUnset)) return "none";
  return flags["remove-unset"] ? "removed" : "kept";
}

/** What was adopted and written stays known; what was read is asked again. */
const allForgotten = ({ accounts, files }: Memory): Memory => ({
  accounts: accounts.map((account) => ({ ...account, readAt: null })),
  files,
});

/** In a project, the file where Pulumi looks for the program. */
function programFile(flags: AdoptFlags): string {
  if (flags.language === "yaml") return flags.new === undefined ? "adopted.yaml" : "Pulumi.yaml";
  return flags.new === undefined ? "adopted.ts" : "index.ts";
}

/** The program that an earlier run has written in the other language, if it is still there. */
function programOfOtherLanguage(folder: string, flags: AdoptFlags, written: Written): string | undefined {
  const language = flags.language === "yaml" ? "typescript" : "yaml";
  const other = programFile({ ...flags, language });
  const isOfThisRun = [...written.written, ...written.unchanged, ...written.kept].includes(other);
  return other in written.checksums && !isOfThisRun && existsSync(join(folder, other)) ? other : undefined;
}

function adoptedOf(account: RememberedAccount & { readonly label: string }): AdoptedAccount {
  const { accountId, name, requests, label } = account;
  const settings = (["autoTopup", "spendingLimit"] as const).map((setting) => {
    const { state, declared, reason } = account[setting];
    return { setting, state, resource: declared === null ? null : resourceName(label, setting), declared, reason };
  });
  return { accountId, name, state: leastOf(settings), requests, settings };
}
