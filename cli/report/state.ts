/** The state that a report compares accounts with. */
import { readFile } from "node:fs/promises";
import { ConfigurationError } from "../../provider/contract/errors.js";
import { cite } from "../../provider/contract/quote.js";
import { runPulumi } from "../accounts/stackConfiguration.js";
import type { DeclaredState } from "../model/declared.js";
import { parseDeclared } from "../model/declared.js";
import { REPORT } from "../texts.js";

interface StateFlags {
  readonly stack?: string;
  readonly state?: string;
}

/** What the file of `--state` declares, else what the state of `--stack` does; undefined without both. */
export async function readDeclared({ stack, state }: StateFlags): Promise<DeclaredState | undefined> {
  if (state !== undefined) return declaredIn(await contentOf(state), state);
  // Secrets stay encrypted.
  if (stack !== undefined)
    return declaredIn(await runPulumi(stack, ["stack", "export"]), `the state of stack ${stack}`);
  return undefined;
}

function declaredIn(text: string, place: string): DeclaredState {
  const declared = parseDeclared(text);
  if (declared === undefined) throw new ConfigurationError(REPORT.notAState(cite(place, 200)));
  return declared;
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code = "unknown error" } = Object(error);
    throw new ConfigurationError(`Could not read the file of --state, ${cite(file, 200)}: ${code}.`);
  }
}
