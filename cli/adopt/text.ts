/** What adopt has found and written, as text. */
import { join } from "node:path";
import { formatCents } from "../../provider/contract/money.js";
import { cite } from "../../provider/contract/quote.js";
import type { AdoptedAccount, AdoptedSetting, AdoptionState } from "../model/adoption.js";
import { footnotes, inColumns } from "../table.js";
import { ADOPT } from "../texts.js";
import { titlesOf } from "../words.js";
import type { Written } from "./files.js";
import type { Declaration } from "./program.js";
import { tokensOf } from "./program.js";
import { doneIn, STACK } from "./project.js";

/** A table of the accounts, with what was found of each setting. */
export function renderSettings(accounts: readonly AdoptedAccount[]): string {
  const reasons: string[] = [];
  const titleOf = titlesOf(accounts, (name) => cite(name, 32));
  const rows = accounts.map((account) => [
    titleOf(account),
    ...account.settings.map((setting) => inWords(setting, reasons)),
    String(account.requests),
  ]);
  const table = inColumns([["account", "auto top-up", "spending limit", "requests"], ...rows]);
  return [...table, ...footnotes(reasons)].join("\n");
}

const STATES: Readonly<Record<AdoptionState, string>> = {
  adopted: "",
  disabled: "DISABLED",
  unset: "unset",
  forbidden: "no permission",
  failed: "FAILED",
};

function inWords({ state, declared, reason }: AdoptedSetting, reasons: string[]): string {
  const amount =
    declared === null
      ? ""
      : "threshold" in declared
        ? `${formatCents(declared.amount)} below ${formatCents(declared.threshold)}`
        : `${formatCents(declared.amount)} ${declared.duration}, ${declared.strategy}`;
  const known = reasons.indexOf(reason ?? "");
  const note = reason === null ? "" : `[${known >= 0 ? known + 1 : reasons.push(reason)}]`;
  return [STATES[state], note, amount].filter((text) => text !== "").join(" ");
}

/** What became of settings that their accounts do not have any more. */
export type Unset = "none" | "kept" | "removed";

interface Result {
  readonly declarations: readonly Declaration[];
  readonly written: Written;
  /** The program of an earlier run in another language. */
  readonly earlierProgram: string | undefined;
  readonly folder: string;
  /** The name of the new project, if there is one. */
  readonly project: string | undefined;
  readonly language: "typescript" | "yaml";
  readonly isNative: boolean;
  readonly unset: Unset;
}

/** What was written, and what to do next. */
export function renderResult(result: Result): string {
  const { declarations, written, earlierProgram, folder, project, language, isNative, unset } = result;
  const count = declarations.reduce((sum, { resources }) => sum + resources.length, 0);
  const list = (names: readonly string[], say: (files: string) => string) =>
    names.length === 0 ? [] : [say(names.map((name) => cite(join(folder, name), 200)).join(", "))];
  const own = declarations.filter(({ token }) => token !== null);
  const notImported = own.reduce((sum, { resources }) => sum + resources.length, 0);
  const tokens = [
    ...(own.length === declarations.length ? [] : [TOKEN_OF_ALL]),
    ...tokensOf(declarations).map((name) => ({ key: name, variable: name })),
  ];
  return [
    ADOPT.declared(count, declarations.length),
    ...list(written.written, ADOPT.written),
    ...list(written.unchanged, ADOPT.unchanged),
    ...list(written.kept, ADOPT.left),
    ...list(earlierProgram === undefined ? [] : [earlierProgram], ADOPT.replaced),
    ...(project === undefined && notImported > 0 ? [ADOPT.notImported(notImported)] : []),
    ...(unset === "none" ? [] : [ADOPT.unset[unset]]),
    ...(isNative && (project === undefined || written.kept.includes("Pulumi.yaml")) ? [ADOPT.onPlugin] : []),
    ...(count === 0
      ? []
      : [
          "",
          project === undefined
            ? ADOPT.nextInProgram(language, tokens.map(setToken))
            : ADOPT.nextInProject(cite(folder, 200), stepsLeft(folder, project, tokens)),
          ...(unset === "none" ? [ADOPT.expect] : []),
        ]),
  ].join("\n");
}

interface Token {
  /** Its key in the configuration of the stack; without a namespace, in that of the project. */
  readonly key: string;
  /** The environment variable that holds it. */
  readonly variable: string;
}

const TOKEN_OF_ALL: Token = { key: "cloudflare-ai-gateway-billing:apiToken", variable: "CLOUDFLARE_API_TOKEN" };

const setToken = ({ key, variable }: Token) => ADOPT.setToken(key, variable);

/** What has to be done before `pulumi up`. */
function stepsLeft(folder: string, project: string, tokens: readonly Token[]): readonly string[] {
  const { isInstalled, hasStack, hasKey } = doneIn(folder);
  return [
    ...(isInstalled ? [] : [ADOPT.install]),
    ...(hasStack ? [] : [ADOPT.makeStack(STACK)]),
    ...tokens.filter(({ key }) => !hasKey(key.includes(":") ? key : `${project}:${key}`)).map(setToken),
  ];
}
