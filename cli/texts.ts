/** Every text of the command line, but for the gate's report. */
import type { ApplicationText } from "@stricli/core";
import { ArgumentScannerError, formatMessageForArgumentScannerError, text_en } from "@stricli/core";
import type { ApiGeneration } from "../emulator/index.js";
import { messageOf } from "../provider/contract/errors.js";
import { EXIT } from "./exitCodes.js";
import { LONGEST_PAYMENT_HOURS } from "./model/checks.js";
import { LONGEST_DAYS } from "./model/runway.js";
import { version } from "./package.json";

export const COMMAND = "ai-gateway-billing";

export const ROOT = {
  brief:
    "Cloudflare AI Gateway billing: what works, what is left, what is wrong, the purchase gate, and an emulator of the API",
  fullDescription: `The command line for Cloudflare AI Gateway billing. \`${COMMAND} <command> --help\` explains a command.

Exit codes: ${EXIT.done} done; ${EXIT.refused} something is not as it must be: each command says what; ${EXIT.failed} it failed, or the call is wrong.`,
};

export const GATE = {
  brief: "List what in a preview would move money, and fail until all of it is allowed",
  fullDescription: `Lists what in PREVIEW would move money: purchases, and auto top-ups that are set or raised. Name each with a flag to
allow it; if several purchases have the same word, write ACCOUNT/WORD. Make PREVIEW with \`pulumi preview --refresh --json\`:
without --refresh it compares the program with the state, and not with the account. The update plan of --save-plan is
another file; \`pulumi up --plan\` reads it.

Exit codes: ${EXIT.done} nothing moves money, or all of it is allowed; ${EXIT.refused} something is not allowed; ${EXIT.failed} PREVIEW is not a
preview, the preview failed, or the call is wrong.`,
  preview: "A file with the output of `pulumi preview --refresh --json`, or - for the standard input",
  allowPurchase: "Allow the purchase with this word. May be given more than once",
  allowAutoTopup: "Allow the auto top-up of this account. May be given more than once",
  markdown: "Print a table for a pull request",
};

const NAMESPACE = "cloudflare-ai-gateway-billing";

const GENERATIONS: Readonly<Record<ApiGeneration, string>> = {
  "2026-10": "today's, in which API tokens cannot write the auto top-up or the spending limit",
  "2026-05": "the earlier one, in which API tokens could write everything",
};

export const EMULATOR = {
  brief: "Serve an emulated Cloudflare AI Gateway billing API on this machine",
  fullDescription: `Serves an emulated Cloudflare AI Gateway billing API on 127.0.0.1 until you stop it. It prints its base URL first,
alone on the standard output; how to use it follows on the standard error.

Exit codes: ${EXIT.done} it was stopped; ${EXIT.failed} it could not start, or the call is wrong.`,
  port: "The TCP port; 0 takes a free one",
  api: "The generation of the API: 2026-10 is today's; in 2026-05 tokens could write everything",
  guide: (url: string, api: ApiGeneration) => `
This is an emulated Cloudflare. It plays generation ${api} of the billing API: ${GENERATIONS[api]}.

Give it a stack of its own. What it sells is not real, and a stack remembers what it has bought:
  pulumi stack init emulator
  pulumi config set ${NAMESPACE}:baseUrl ${url}
  pulumi config set --secret ${NAMESPACE}:apiToken test-token-write
Every account id of 32 hex digits works, for example:
  pulumi config set ${NAMESPACE}:accountId 0123456789abcdef0123456789abcdef

Ctrl-C stops it. What it holds is then gone.
`,
  wrongPort: "a port is a whole number from 0 to 65535",
  portTaken: (port: number) =>
    `Port ${port} of 127.0.0.1 is in use by another program. Choose another port, or --port 0 for a free one.`,
};

export const ACCOUNTS = {
  account: "The account to read. May be given more than once. Default: the configured one",
  accounts: "A file with the accounts to read: one id a line, or YAML",
  stack: "Use the configuration of this stack, too; needs the Pulumi CLI, in the folder of the stack's project",
  usageUnit: "What a number of the usage history counts, if you know it: Cloudflare does not document it",
  both: "Both --account and --accounts are given. Keep one of them.",
  namedSecret:
    "An account in the file of --accounts has a token, a key or its email address in its name. Names are printed and written into files: give it another one. If the file was shared, replace the token in the Cloudflare dashboard.",
  none: "No account is given. Give --account ID or --accounts FILE, or set the environment variable CLOUDFLARE_ACCOUNT_ID.",
};

export const PROGRESS = (done: number, total: number) => `Read ${done} of ${total} accounts.`;

export const STATUS = {
  brief: "Show the balance, the runway, the card, the settings and the spending of accounts",
  fullDescription: `Shows what an account has: balance, runway, card, auto top-up, spending limit, upcoming invoice, last purchases and
spending. Several accounts are a table. It only reads. Credentials are looked for as the provider does.

Examples:
  ${COMMAND} status --account 0123456789abcdef0123456789abcdef
  ${COMMAND} status --stack prod --json
  ${COMMAND} status --accounts accounts.yaml

Exit codes: ${EXIT.done} everything was read, but for what the token may not read or this API does not have; ${EXIT.refused} a part could not
be read; ${EXIT.failed} no balance could be read, or the call is wrong.`,
  json: "Print JSON: docs/command-line.md describes it",
};

export const CHECK = {
  brief: "Fail when an account runs out of credit, or something needs a person: for a nightly job",
  fullDescription: `Checks accounts, and fails when something is crossed. It always checks the auto top-up (disabled, or its last purchase
failed), the default card, and payments that are pending for more than ${LONGEST_PAYMENT_HOURS} hours. Each limit that you give is one
more check. It only reads, and AI Gateway Read is enough.

Examples:
  ${COMMAND} check --min-balance 20 --min-runway 7
  ${COMMAND} check --accounts accounts.yaml --max-daily-spend 50 --markdown >> "$GITHUB_STEP_SUMMARY"
  ${COMMAND} check --stack prod --min-balance 20 --openmetrics /var/lib/node_exporter/ai_gateway.prom

Exit codes: ${EXIT.done} all is fine; ${EXIT.refused} something is crossed; ${EXIT.failed} nothing is crossed, but something could not be told, or the call
is wrong.`,
  minBalance: "The least credit, in US dollars",
  minRunway: "The shortest runway, in days: the middle of its range counts",
  maxDailySpend: "The most that may be used on one day, in US dollars: yesterday and today are looked at",
  maxInvoice: "The largest upcoming invoice, in US dollars",
  json: "Print JSON: docs/command-line.md describes it",
  markdown: "Print Markdown, for the summary of a job",
  openmetrics: "Also write the figures to this file, in the OpenMetrics format",
  wrongDollars: "an amount is in US dollars, with at most two decimals, such as 20 or 19.99",
  wrongDays: `a runway is in days, more than 0 and at most ${LONGEST_DAYS}`,
  both: "Both --json and --markdown are given. Keep one of them.",
};

export const DOCTOR = {
  brief: "Find out whether token, account, Pulumi and network work, and what to do if not",
  fullDescription: `Looks whether everything works: Node.js, Pulumi, the package, proxy and certificates; whether Cloudflare knows the
credentials, and what they may do; which generation of the API answers, and which writes are closed; whether the account
can buy. It only reads. You can paste its output into an issue: it holds no token, no host and no folder, and only the ends
of account ids.

Examples:
  ${COMMAND} doctor
  ${COMMAND} doctor --stack prod
  ${COMMAND} doctor --account 0123456789abcdef0123456789abcdef --json

Exit codes: ${EXIT.done} it reads and writes; ${EXIT.refused} it only reads, or it could not be told whether it writes; ${EXIT.failed} it does not work, or
the call is wrong. Of several accounts, the worst counts.`,
  json: "Print JSON: docs/command-line.md describes it",
};

export const REPORT = {
  brief: "Report on accounts for a pull request or a job: credit, spending, purchases, settings against a stack",
  fullDescription: `Prints a report on accounts: balance and runway, spending by day, purchases, and settings. With --stack or --state, the
settings are compared with what the stack declares. It only reads.

Examples:
  ${COMMAND} report --stack prod >> "$GITHUB_STEP_SUMMARY"
  ${COMMAND} report --accounts accounts.yaml --format json
  pulumi stack export > state.json && ${COMMAND} report --state state.json

Exit codes: ${EXIT.done} everything was read, but for what the token may not read or this API does not have; ${EXIT.refused} a part could not
be read; ${EXIT.failed} no balance could be read, or the call is wrong. A setting that differs is no error.`,
  state: "Compare with the state in this file, the output of `pulumi stack export`, and not with that of --stack",
  format: "What to print: docs/command-line.md describes the JSON",
  json: "report has no --json. Write --format json.",
  notAState: (place: string) => `${place} is not a state of Pulumi. Make the file with \`pulumi stack export\`.`,
};

export const ADOPT = {
  brief: "Write a program that declares the settings that accounts have: nothing changes in them",
  fullDescription: `Reads the auto top-up and the spending limit of accounts, and writes a program that declares them as they are. The first
\`pulumi up\` then writes nothing to Cloudflare. It also writes import.json for \`pulumi import --file\`, and skipped.json,
which says of each account what was adopted and what was not. It only reads, and writes no token into a file.

An interrupted run goes on where it was. After a run in which accounts failed, the next one asks only those again, for an
hour. A file that you have changed is never overwritten.

Examples:
  ${COMMAND} adopt --accounts accounts.yaml --new billing
  ${COMMAND} adopt --accounts accounts.yaml --new billing --language yaml
  ${COMMAND} adopt --account 0123456789abcdef0123456789abcdef --out src

Exit codes: ${EXIT.done} every account was read; ${EXIT.refused} a setting could not be read, cannot be declared, or is not there any more;
${EXIT.failed} nothing could be read, a file is in the way, or the call is wrong.`,
  language: "The language of the program. YAML is always on the plugin",
  native: "Write TypeScript for the plugin. An account with a token of its own needs it, and has it by itself",
  out: "The folder for the files, beside a program that you have. Default: this one",
  new: "Make a whole project in this folder",
  refresh: "Ask all accounts again, also those that were read in the last hour",
  removeUnset:
    "Take settings out of the program that an earlier run adopted, and that the account does not have any more",
  json: "Print JSON, as in skipped.json: docs/command-line.md describes it",
  both: "Both --out and --new are given. Keep one of them.",
  aboutProgram: [
    "Written by `ai-gateway-billing adopt`: what the accounts have, and nothing else. `pulumi up` writes nothing to Cloudflare.",
    "The next `adopt` brings this file up to date, as long as nobody has changed it.",
  ],
  aboutNative: "On the plugin, the same classes are in pulumi-cloudflare-ai-gateway-billing/native.",
  aboutProviders: ["For accounts with a token of their own, which `pulumi config set --secret NAME` sets."],
  aboutDisabled: "Cloudflare had disabled this auto top-up: skipped.json says why.",
  aboutMemory: "What `ai-gateway-billing adopt` remembers for its next run. Keep it beside the program.",
  notAMemory: (file: string) =>
    `${file} is not a file that this version of adopt has written. Move it away, or give another folder.`,
  disturbed: (file: string) =>
    `Something else has changed ${file} since this run began: does another adopt run there? This one stops. Wait until the other is done, then run the same command again.`,
  foreign: (files: readonly string[]) =>
    `Not written by adopt, or changed since: ${files.join(", ")}. No file was written, but for adopt.json. Move ${files.length === 1 ? "it" : "them"} away, or adopt into another folder and copy the lines that you need. What was read is kept for an hour.`,
  kept: "An earlier run has adopted it, and the program keeps that.",
  keptUnset:
    "The account does not have it any more. An earlier run has adopted it, and the program keeps that: see --remove-unset.",
  unset: {
    kept: "The program keeps a setting that its account does not have any more. If somebody has removed it on purpose, run the same command with --remove-unset; else `pulumi up` may set it again.",
    removed:
      "A setting has left the program. Look at the preview: the next `pulumi up` deletes the setting if the account has it again. Pulumi refuses that for a protected resource: `pulumi state unprotect` lifts the protection.",
  },
  interrupted: (file: string | undefined) =>
    file === undefined
      ? "Interrupted. No account was read, and nothing was written."
      : `Interrupted. What was read is in ${file}. No other file was written. Run the same command again: for an hour, it goes on from there.`,
  nothingRead: "Nothing could be read, so no file was written.",
  declared: (settings: number, accounts: number) =>
    `The program declares ${settings} ${settings === 1 ? "setting" : "settings"} of ${accounts} ${accounts === 1 ? "account" : "accounts"}. Nothing was written to Cloudflare.`,
  written: (files: string) => `Written: ${files}`,
  unchanged: (files: string) => `Unchanged: ${files}`,
  left: (files: string) => `Left as you have it: ${files}`,
  replaced: (file: string) =>
    `Not used any more: ${file}. An earlier run has written it in the other language. Delete it.`,
  onPlugin: "The program is on the plugin. Pulumi.yaml must name it: docs/plugin.md has the lines.",
  notImported: (count: number) =>
    `import.json leaves out ${count} ${count === 1 ? "resource" : "resources"} with a token of ${count === 1 ? "its" : "their"} own: only with --new it knows the stack. \`pulumi up\` adopts them, too.`,
  install: `npm install /path/to/pulumi-cloudflare-ai-gateway-billing-${version}.tgz`,
  makeStack: (stack: string) => `pulumi stack init ${stack}`,
  setToken: (key: string, variable: string) => `pulumi config set --secret ${key} "$${variable}"`,
  nextInProject: (folder: string, steps: readonly string[]) =>
    [`Next, in ${folder}:`, ...steps, "pulumi up"].join("\n  "),
  nextInProgram: (language: "typescript" | "yaml", tokens: readonly string[]) =>
    [
      `Next: ${language === "yaml" ? "copy the sections of adopted.yaml into your Pulumi.yaml" : 'import the file in your program with `import "./adopted";`'}, and run:`,
      ...tokens,
      "pulumi up",
    ].join("\n  "),
  expect:
    "`pulumi up` first shows a preview. It must say of each setting that nothing is written, or that Cloudflare has disabled it.",
};

export const EMPTY = "the value is empty, perhaps from a variable that is not set";

export const NO_COMMAND = `No command was given. \`${COMMAND} --help\` lists the commands.`;

/** What the framework says, in our words: what happened, and what to do next. */
export const TEXT: ApplicationText = {
  ...text_en,
  headers: { usage: "Usage:", aliases: "Aliases:", commands: "Commands:", flags: "Flags:", arguments: "Arguments:" },
  keywords: { default: "default:", separator: "separator:" },
  briefs: {
    ...text_en.briefs,
    help: "Print this help",
    version: "Print the version",
    argumentEscapeSequence: "The arguments after this are not flags",
  },
  noCommandRegisteredForInput: ({ input, corrections }) =>
    `There is no command \`${input}\`. ${nearest(corrections)}\`${COMMAND} --help\` lists the commands.`,
  exceptionWhileParsingArguments: (error) =>
    `${error instanceof ArgumentScannerError ? wrongCall(error) : messageOf(error)} \`--help\` after the command lists its flags and arguments.`,
  exceptionWhileRunningCommand: messageOf,
  exceptionWhileRunningIntegrationFlag: ({ exception }) => messageOf(exception),
};

const wrongCall = (error: ArgumentScannerError) =>
  formatMessageForArgumentScannerError(error, {
    FlagNotFoundError: ({ input, corrections }) =>
      `There is no flag --${input}. ${nearest(corrections.map((flag) => `--${flag}`))}`.trimEnd(),
    AliasNotFoundError: ({ input }) => `There is no flag -${input}.`,
    ArgumentParseError: ({ externalFlagNameOrPlaceholder: name, input, exception }) =>
      `${/^[A-Z]/.test(name) ? "" : "--"}${name} cannot be "${input}": ${messageOf(exception)}.`,
    EnumValidationError: ({ externalFlagName, input, values }) =>
      `--${externalFlagName} cannot be "${input}": it is ${values.join(" or ")}.`,
    UnsatisfiedFlagError: ({ externalFlagName, nextFlagName }) =>
      nextFlagName === undefined
        ? `--${externalFlagName} needs a value.`
        : `--${externalFlagName} needs a value, and --${nextFlagName} follows it. If that is the value, write --${externalFlagName}=--${nextFlagName}.`,
    UnexpectedFlagError: ({ externalFlagName }) => `--${externalFlagName} is given more than once.`,
    UnsatisfiedPositionalError: ({ placeholder }) => `${placeholder} is missing.`,
    UnexpectedPositionalError: ({ expectedCount, input }) =>
      `"${input}" is one argument too many: this command takes ${expectedCount}.`,
  });

const nearest = (names: readonly string[]) => (names.length === 0 ? "" : `Did you mean ${names.join(" or ")}? `);
