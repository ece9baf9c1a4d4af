/**
 * The settings that the program of a run declares, known to all provider processes of the run, in both hosts. The engine
 * offers no place for this. So each process appends what it declares to a file of its own, which is named after the
 * engine's address, and a delete reads the files of all.
 */
import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError, messageOf } from "../contract/errors.js";
import type { Declared } from "../contract/lifecycle.js";

const DAY_MS = 86_400_000;

export interface DeclaredInRun extends Declared {
  /** Removes the file, at the end of the run. From then on, other processes do not know what this one declares. */
  forget(): void;
}

/**
 * @param engineAddress the engine that started this process; undefined if none did: then nobody else needs to know
 * @param parent the folder for temporary files
 * @param pid the id of this process
 */
export function declaredInRun(engineAddress: string | undefined, parent = tmpdir(), pid = process.pid): DeclaredInRun {
  const own = new Set<string>();
  if (engineAddress === undefined) return Object.assign(own, { forget: () => own.clear() });

  const beganAt = Date.now() - process.uptime() * 1000;
  const folder = join(parent, `cloudflare-ai-gateway-billing-${process.getuid?.() ?? "user"}`);
  const run = `${encodeURIComponent(engineAddress)}-`;
  const file = join(folder, `${run}${pid}`);
  let unsaved = "";
  let isNew = true;
  let isForgotten = false;

  function save(text: string) {
    unsaved += text;
    if (isForgotten) return;
    openFolder(folder);
    if (isNew) sweep(folder);
    // A process that had the same id may have left a file.
    writeFileSync(file, unsaved, { mode: 0o600, flag: isNew ? "w" : "a" });
    isNew = false;
    unsaved = "";
  }

  /**
   * What a killed run has left does not count: another engine may get its address. But a process of this run may have
   * been killed, too.
   */
  const isOfThisRun = (name: string) =>
    name.startsWith(run) && (isRunning(writerOf(name)) || writtenAt(join(folder, name)) >= beganAt);

  return {
    add(key) {
      own.add(key);
      try {
        save(`\n${nameOf(key)}\n`);
      } catch {
        // Most runs remove nothing and do not need it. One that does gets the same error, and removes nothing.
      }
    },
    has(key) {
      if (own.has(key)) return true;
      try {
        // Where this process cannot write, the others could not either.
        save("\n");
        return readdirSync(folder)
          .filter(isOfThisRun)
          .some((name) => linesOf(join(folder, name)).includes(nameOf(key)));
      } catch (error) {
        throw new ConfigurationError(
          `Nothing was removed: it is not known whether another resource of this run declares the same setting. ${messageOf(error)}. Set TMPDIR to a folder that only you can write to, and run the same command again.`,
        );
      }
    },
    forget() {
      isForgotten = true;
      rmSync(file, { force: true });
    },
  };
}

/** An account id may be secret. */
const nameOf = (key: string) => createHash("sha256").update(key).digest("hex");

/** Makes the folder, and throws if somebody else can use it. */
function openFolder(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { mode, uid } = lstatSync(folder);
  const user = process.getuid?.();
  if (user !== undefined && (uid !== user || (mode & 0o077) !== 0)) {
    throw new Error(`Other users can use the folder ${folder}`);
  }
}

/** Removes what processes that were killed have left in the folder. */
function sweep(folder: string) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    // A container that shares the folder has process ids of its own.
    if (!isRunning(writerOf(name)) && Date.now() - writtenAt(path) > DAY_MS) rmSync(path, { force: true });
  }
}

const writerOf = (name: string) => Number(name.slice(name.lastIndexOf("-") + 1));

/** In ms since the epoch. A file that is not there any more was never written. */
const writtenAt = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and belongs to somebody else.
    return codeOf(error) === "EPERM";
  }
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch (error) {
    // Its process has just ended.
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

const codeOf = (error: unknown) =>
  typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
