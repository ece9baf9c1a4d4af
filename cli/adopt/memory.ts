/**
 * What `adopt` remembers in a folder: what it has read, so that an interrupted run goes on; what it has adopted, so that
 * no later run takes a resource out of the program by mistake; and which files it has written. It holds no secret.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { Clock } from "../../provider/contract/clock.js";
import { ConfigurationError } from "../../provider/contract/errors.js";
import { cite } from "../../provider/contract/quote.js";
import { accountId, line } from "../../provider/inputs/inputs.js";
import { VARIABLE } from "../accounts/accountsFile.js";
import { AUTO_TOPUP, SPENDING_LIMIT } from "../model/adoption.js";
import { ADOPT } from "../texts.js";
import { writeWhole } from "../writeWhole.js";

const FILE = "adopt.json";
const VERSION = 1;

const state = z.enum(["failed", "forbidden", "disabled", "adopted", "unset"]);
const reason = z.string().nullable();

const remembered = z.object({
  accountId: accountId(),
  name: line("a name", 60).nullable(),
  /** The environment variable of its token; null for the credentials of all. */
  token: z.string().regex(VARIABLE).nullable(),
  /** The beginning of the names of its resources; null until a program has been written. */
  label: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .nullable(),
  requests: z.number(),
  /** When it was read, in Unix milliseconds; null if the run that read it is done. */
  readAt: z.number().nullable(),
  autoTopup: z.object({ state, declared: AUTO_TOPUP.nullable(), reason }),
  spendingLimit: z.object({ state, declared: SPENDING_LIMIT.nullable(), reason }),
});

const memory = z.object({
  version: z.literal(VERSION),
  accounts: z.array(remembered),
  /** The files, with the SHA-256 of what was written. */
  files: z.record(z.string(), z.string()),
});

export type RememberedAccount = z.output<typeof remembered>;
export type Memory = Pick<z.output<typeof memory>, "accounts" | "files">;

/** The memory of a folder, while a run reads. */
export interface Notebook {
  /** What earlier runs have left; empty without a file. */
  readonly memory: Memory;
  /** The path of the file, for messages. Undefined if the file does not exist. */
  file(): string | undefined;
  /** Replaces the memory. It is written at most twice a second: once for each account would take too long. */
  note(memory: Memory): void;
  /**
   * Writes what was noted. Throws a ConfigurationError if another run has changed the file: each of the two would forget
   * what the other has adopted.
   */
  flush(): void;
}

/** How often notes are written, in milliseconds. */
const WRITE_MS = 500;

/** Throws a ConfigurationError for a file that is not of adopt. */
export function openNotebook(folder: string, clock: Clock): Notebook {
  const file = join(folder, FILE);
  let left = contentOf(file);
  let noted: Memory | undefined;
  let writtenAt = Number.NEGATIVE_INFINITY;
  const flush = () => {
    if (contentOf(file) !== left) throw new ConfigurationError(ADOPT.disturbed(cite(file, 200)));
    if (noted === undefined) return;
    const { accounts, files } = noted;
    const content = { version: VERSION, about: ADOPT.aboutMemory, accounts, files };
    const text = `${JSON.stringify(content, undefined, 2)}\n`;
    makeFolder(folder);
    writeWhole(file, text);
    left = text;
    noted = undefined;
    writtenAt = clock.monotonic();
  };
  return {
    memory: recall(file, left),
    file: () => (existsSync(file) ? cite(file, 200) : undefined),
    note(memory) {
      noted = memory;
      if (clock.monotonic() - writtenAt >= WRITE_MS) flush();
    },
    flush,
  };
}

function recall(file: string, text: string | undefined): Memory {
  if (text === undefined) return { accounts: [], files: {} };
  const parsed = memory.safeParse(parseJson(text));
  if (!parsed.success) throw new ConfigurationError(ADOPT.notAMemory(cite(file, 200)));
  return parsed.data;
}

function makeFolder(folder: string) {
  try {
    makeWithParents(folder);
  } catch (error) {
    const { code = "unknown error" } = Object(error);
    throw new ConfigurationError(`Could not make the folder ${cite(folder, 200)}: ${code}.`);
  }
}

/** Node's own `recursive` never ends where a file system answers ENOENT for a new folder, as /proc does. */
function makeWithParents(folder: string) {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeWithParents(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another run may just have made it.
    if (!existsSync(folder)) throw error;
  }
}

export const checksum = (content: string) => createHash("sha256").update(content).digest("hex");

/** Undefined if there is no such file. */
export function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code = "unknown error" } = Object(error);
    if (code === "ENOENT") return undefined;
    throw new ConfigurationError(`Could not read ${cite(file, 200)}: ${code}.`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
