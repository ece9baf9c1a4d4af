/**
 * The settings that the program of a run declares, known to all plugin processes of the run: Pulumi starts one for each
 * provider. The engine offers no place for this, so it is in a file that is named after the engine's address.
 */
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { ConfigurationError, messageOf } from "../../contract/errors.js";
import type { Declared } from "../../contract/lifecycle.js";

const DAY_MS = 86_400_000;

export interface DeclaredInRun extends Declared {
  /** Removes the file, at the end of the run. Another run may get the same address. */
  forget(): void;
}

/** @param parent the folder for temporary files */
export function declaredInRun(engineAddress: string, parent = tmpdir()): DeclaredInRun {
  const folder = join(parent, `cloudflare-ai-gateway-billing-${userInfo().uid}`);
  const file = join(folder, encodeURIComponent(engineAddress));
  const own = new Set<string>();
  return {
    add(key) {
      own.add(key);
      try {
        openFolder(folder);
        appendFileSync(file, `${nameOf(key)}\n`, { mode: 0o600 });
      } catch {
        // Most runs remove nothing and do not need it. One that does gets the same error, and removes nothing.
      }
    },
    has(key) {
      if (own.has(key)) return true;
      try {
        openFolder(folder);
        return linesOf(file).includes(nameOf(key));
      } catch (error) {
        throw new ConfigurationError(
          `Nothing was removed: it is not known whether another resource of this run declares the same setting. ${messageOf(error)}. Set TMPDIR to a folder that only you can write to, and run the same command again.`,
        );
      }
    },
    forget: () => rmSync(file, { force: true }),
  };
}

/** An account id may be secret. */
const nameOf = (key: string) => createHash("sha256").update(key).digest("hex");

/** Makes the folder, removes what runs that were killed have left in it, and throws if somebody else can write to it. */
function openFolder(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { mode, uid } = lstatSync(folder);
  const { uid: user } = userInfo();
  if (user !== -1 && (uid !== user || (mode & 0o077) !== 0)) {
    throw new Error(`Other users can use the folder ${folder}`);
  }
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const age = Date.now() - (lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > DAY_MS) rmSync(path, { force: true });
  }
}

const linesOf = (file: string) => (existsSync(file) ? readFileSync(file, "utf8").split("\n") : []);
