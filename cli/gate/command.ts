import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { messageOf } from "../../provider/contract/errors.js";
import { findMoney, judge, parsePlan } from "./gate.js";
import { renderMarkdown, renderText } from "./report.js";

export const GATE_USAGE = `Usage: pulumi-cloudflare-ai-gateway-billing gate PLAN [--allow-purchase [ACCOUNT/]WORD]… [--allow-auto-topup ACCOUNT]… [--markdown]

Says what would move money in PLAN, a file with the output of \`pulumi preview --refresh --json\`, or - for the standard
input: purchases, and auto top-ups that are set or raised. Each must be named by a flag; a word that several purchases
have, as ACCOUNT/WORD. Without --refresh the plan compares with what the state remembers, and not with the account.
Exit codes: 0 nothing, or all of it allowed; 1 something that is not allowed; 2 no plan, or a preview that has failed.`;

const REFUSED = 1;
const NO_PLAN = 2;

/** Judges a plan, and prints the report. */
export async function runGate(args: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        "allow-purchase": { type: "string", multiple: true, default: [] },
        "allow-auto-topup": { type: "string", multiple: true, default: [] },
        markdown: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) {
      console.log(GATE_USAGE);
      return 0;
    }
    const [file, ...others] = positionals;
    if (file === undefined || others.length > 0) throw new Error(GATE_USAGE);
    const plan = parsePlan(await (file === "-" ? text(process.stdin) : readFile(file, "utf8")));
    const verdicts = judge(findMoney(plan), {
      purchases: values["allow-purchase"],
      autoTopups: values["allow-auto-topup"],
    });
    console.log(values.markdown ? renderMarkdown(verdicts) : renderText(verdicts));
    return verdicts.every(({ allowed }) => allowed) ? 0 : REFUSED;
  } catch (error) {
    console.error(messageOf(error));
    return NO_PLAN;
  }
}
