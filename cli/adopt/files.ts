/** Which files are written: never over what somebody else has written or changed. */
import { join } from "node:path";
import { ConfigurationError } from "../../provider/contract/errors.js";
import { cite } from "../../provider/contract/quote.js";
import { ADOPT } from "../texts.js";
import { writeWhole } from "../writeWhole.js";
import { checksum, contentOf } from "./memory.js";

interface Files {
  /** What adopt keeps up to date, by name. */
  readonly own: Readonly<Record<string, string>>;
  /** What belongs to the user once it is changed, by name. */
  readonly project: Readonly<Record<string, string>>;
}

export interface Written {
  readonly written: readonly string[];
  readonly unchanged: readonly string[];
  /** Files of the project that are not as adopt would write them: the user has them otherwise. */
  readonly kept: readonly string[];
  /** The checksum of what adopt has written, by name. */
  readonly checksums: Readonly<Record<string, string>>;
}

/**
 * Writes the files. Throws a ConfigurationError, and writes none of them, if one that adopt keeps up to date is not as
 * adopt has left it.
 *
 * @param before the checksums of what earlier runs have written
 */
export function writeFiles(folder: string, files: Files, before: Readonly<Record<string, string>>): Written {
  const all = { ...files.project, ...files.own };
  const stateOf = (name: string, content: string) => {
    const found = contentOf(join(folder, name));
    if (found === content) return "unchanged";
    return found === undefined || checksum(found) === before[name] ? "written" : "kept";
  };
  const states = Object.entries(all).map(([name, content]) => ({ name, content, state: stateOf(name, content) }));
  const namesOf = (state: string) => states.filter((one) => one.state === state).map(({ name }) => name);
  const foreign = namesOf("kept").filter((name) => name in files.own);
  if (foreign.length > 0)
    throw new ConfigurationError(ADOPT.foreign(foreign.map((name) => cite(join(folder, name), 200))));
  for (const { name, content, state } of states) if (state === "written") writeWhole(join(folder, name), content);
  const checksums = { ...before };
  for (const { name, content, state } of states) if (state !== "kept") checksums[name] = checksum(content);
  return { written: namesOf("written"), unchanged: namesOf("unchanged"), kept: namesOf("kept"), checksums };
}
