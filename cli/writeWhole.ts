/** Files that others read while they are written. */
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { cite } from "../provider/contract/quote.js";

/** Replaces a file in one step: a reader gets the old or the new content, never a part, also after an interruption. */
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

/**
 * From now on, Ctrl-C ends the process only between two turns of the event loop, and so not while a file is written.
 *
 * @returns what restores the usual behaviour
 */
export function endBetweenWrites(): () => void {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const restore = () => {
    for (const signal of signals) process.off(signal, end);
  };
  const end = (signal: NodeJS.Signals) => {
    restore();
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.on(signal, end);
  return restore;
}
