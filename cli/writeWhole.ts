/** Files that others read while they are written. */
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { cite } from "../provider/contract/quote.js";

/** Writes a file at once: whoever reads it gets all of the old or all of the new content, also if this is interrupted. */
export function writeWhole(file: string, content: string): void {
  // Beside it, for a rename within one file system. Collectors take files by their ending, and do not take this one.
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  try {
    writeFileSync(draft, content, { flush: true });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    const { code = "unknown error" } = Object(error);
    throw new Error(`Could not write ${cite(file, 200)}: ${code}.`);
  }
}
