/** The report of the gate, for a terminal and for a pull request. Texts of the preview may contain anything. */
import { formatCents, withFee } from "../../provider/contract/money.js";
import type { Mark } from "../marks.js";
import { code, isPlain, plain } from "../marks.js";
import type { Money, Verdict } from "./gate.js";

/** The report for a terminal. */
export function renderText(verdicts: readonly Verdict[]): string {
  if (verdicts.length === 0) return NO_MONEY;
  const lines = verdicts.map((one) => {
    const account = one.account === undefined ? "unknown" : plain(one.account);
    const verdict = one.allowed ? "allowed" : `REFUSED: ${wayOut(one)}`;
    return `- ${titleOf(one, plain)} (${plain(one.resource)}, account ${account}): ${creditOf(one)}; ${cardOf(one)} on the card${howOften(one)}; ${verdict}`;
  });
  return ["This preview moves money:", ...lines, ...notesOn(verdicts)].join("\n");
}

/** The report for a pull request. */
export function renderMarkdown(verdicts: readonly Verdict[]): string {
  if (verdicts.length === 0) return NO_MONEY;
  const rows = verdicts.map((one) => {
    const account = one.account === undefined ? "unknown" : code(one.account);
    return `| ${titleOf(one, code)} | ${account} | ${creditOf(one)} | ${cardOf(one)}${howOften(one)} | ${one.allowed ? "yes" : "**no**"} |`;
  });
  const refused = verdicts.filter(({ allowed }) => !allowed);
  return [
    "### This preview moves money",
    "",
    "| what | account | credit | on the card | allowed |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
    ...(refused.length > 0 ? ["", "**Refused:**", ""] : []),
    ...refused.map((one) => `- ${code(one.resource)}: ${wayOut(one)}`),
    ...notesOn(verdicts).flatMap((note) => ["", note]),
  ].join("\n");
}

const NO_MONEY = "This preview moves no money.";

function titleOf({ what, how, word, before }: Money, mark: Mark): string {
  if (what === "purchase") return `purchase ${word === undefined ? "with an unknown word" : mark(word)}, ${how}`;
  if (how === "created") return "auto top-up, created or adopted";
  return `auto top-up, ${how}${before === undefined ? "" : ` from ${settingOf(before)}`}`;
}

const creditOf = ({ what, amount, threshold }: Money) =>
  what === "purchase" ? dollars(amount) : settingOf({ amount, threshold });

const settingOf = ({ amount, threshold }: NonNullable<Money["before"]>) =>
  `${dollars(amount)} whenever less than ${dollars(threshold)} is left`;

const cardOf = ({ amount }: Money) => dollars(amount === undefined ? undefined : withFee(amount));

const howOften = ({ what }: Money) => (what === "purchase" ? "" : " each time");

const dollars = (amount: number | undefined) => (amount === undefined ? "an unknown amount" : formatCents(amount));

/** What a reviewer needs to know once, whatever the number of items. */
function notesOn(verdicts: readonly Verdict[]): string[] {
  const mayBeAdopted = verdicts.some(({ what, how }) => what === "auto top-up" && how === "created");
  const isRefused = verdicts.some(({ allowed }) => !allowed);
  return [...(mayBeAdopted ? [ADOPTION] : []), ...(isRefused ? [INPUT] : [])];
}

const ADOPTION =
  "Created or adopted: if the account already has exactly this auto top-up, pulumi up adopts it and writes nothing. Otherwise it sets it. The preview does not show which.";

const INPUT = "Give the gate the same file again: the JSON of the preview, not the update plan.";

/** If a shell would interpret a word, the report does not offer it for copying. */
function wayOut({ what, word, name }: Verdict): string {
  const [flag, value] =
    what === "auto top-up"
      ? ["--allow-auto-topup", "account"]
      : ["--allow-purchase", name === word ? "purchase word" : "account/word"];
  if (name === undefined) return `give the ${value} as a plain value that is not secret`;
  return `to allow it, run the gate with ${isPlain(name) ? `${flag} ${name}` : `${flag} and the ${value}`}`;
}
