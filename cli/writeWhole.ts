/** Files that others read while they are written. */
import { lstatSync, readlinkSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { cite } from "../provider/contract/quote.js";

/**
 * Replaces a file in one step: a reader gets the old or the new content, never a part, also after an interruption. A link
 * stays one, and what is no file, such as `/dev/stdout`, is written to.
 */
export function writeWhole(file: string, content: string): void {
  let draft: string | undefined;
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) {
      writeFileSync(file, content);
      return;
    }
    const target = behindLinks(file);
    // Beside it, for a rename within one file system. Collectors take files by their ending, and do not take this one.
    draft = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
    writeFileSync(draft, content, { flush: true });
    renameSync(draft, target);
  } catch (error) {
    if (draft !== undefined) rmSync(draft, { force: true });
    const { code = "unknown error" } = Object(error);
    throw new Error(`Could not write ${cite(file, 200)}: ${code}.`);
  }
}

/** Where a link leads, also if nothing is there yet. */
function behindLinks(file: string): string {
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return file;
  return behindLinks(resolve(realpathSync(dirname(file)), readlinkSync(file)));
}

/**
 * From now on, Ctrl-C ends the process only between two turns of the event loop, and so not while a file is written.
 *
 * @param sayLast is called before the process ends
 * @returns what restores the usual behaviour
 */
export function endBetweenWrites(sayLast: () => void): () => void {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const restore = () => {
    for (const signal of signals) process.off(signal, end);
  };
  const end = (signal: NodeJS.Signals) => {
    restore();
    sayLast();
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.on(signal, end);
  return restore;
}
