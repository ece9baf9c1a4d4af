// Who notices a rule that is gone, the histories or else the unit tests: `node tests/model/mutants.mjs` breaks one after
// the other in a copy. Nobody misses a mark that is not spent: by the time a charge may have failed unseen, it is too old.
// HISTORIES says how many histories each gets (2000).
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const HISTORIES = process.env.HISTORIES ?? "2000";
const INTENT = "provider/purchase/topupIntent.ts";
const CHARGE = "provider/purchase/topupCharge.ts";
const GUARDS = "provider/purchase/guards.ts";
const READS_AFTER = "await readAfterWindow(process, around, accountId, wait)";
const READS_AT_ONCE = "await readManualInvoices(around.client, accountId)";

/** What is broken, where, and how; `after` finds the place. */
const MUTANTS = [
  ["an orphan charges", CHARGE, "if (!(await process.engineIsAlive()))", "if (false)"],
  [
    "every attempt is the first",
    CHARGE,
    "const isFirstAttempt = recordedMs",
    "const isFirstAttempt = true || recordedMs",
  ],
  ["a first attempt has no age", CHARGE, "clock.now() - recordedMs <= client.timing.postStartMs", "true"],
  ["a mark is never spent", CHARGE, "process.marks.delete(record.mark);", ""],
  ["a resume does not wait", CHARGE, READS_AFTER, READS_AT_ONCE, "async function resume("],
  [
    "a lost answer charges again",
    CHARGE,
    "return findLost(declared,",
    "return charge(declared, clock.now(), around); findLost(declared,",
  ],
  [
    "another record will do",
    CHARGE,
    "if (record.purchase !== purchase ||",
    "if (false && record.purchase !== purchase ||",
  ],
  ["an intent does not wait", INTENT, READS_AFTER, READS_AT_ONCE, "async function append("],
  ["no guard for what has appeared", GUARDS, "if (appeared.length <= (over ? 0 : 1) ||", "if (true ||"],
  ["no guard for what was there", GUARDS, "if (fitting.length === 0) return undefined;", "return undefined;"],
  ["nothing is known", INTENT, "knownInvoices: idsOf(invoices),", "knownInvoices: [],"],
  ["an invoice that was seen is not noted down", INTENT, "if (own.length === 1", "if (false"],
];

const repository = resolve(import.meta.dirname ?? ".", "../..");
const copy = mkdtempSync(join(tmpdir(), "mutants-"));
for (const name of ["provider", "emulator", "tests", "jest.config.cjs", "package.json"])
  cpSync(join(repository, name), join(copy, name), { recursive: true });
symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));
for (const [what, file, from, to, after = ""] of MUTANTS) {
  const source = readFileSync(join(repository, file), "utf8");
  const at = source.indexOf(from, source.indexOf(after));
  if (at < 0) throw new Error(`${file} has no ${from}`);
  writeFileSync(join(copy, file), source.slice(0, at) + to + source.slice(at + from.length));
  const env = { ...process.env, HISTORIES, SEED: "7", SHRINK: "false" };
  const jest = (tests) => {
    const args = ["jest", "--selectProjects", "unit", "--", tests];
    return spawnSync("npx", args, { cwd: copy, env, encoding: "utf8" }).stderr;
  };
  const histories = /failed after (\d+) tests/.exec(jest("model/histories"))?.[1];
  const units = histories === undefined ? (jest("unit/purchase").match(/ {4}✕ /g)?.length ?? 0) : 0;
  const who = histories !== undefined ? `histories, after ${histories}` : units > 0 ? `${units} unit tests` : "NOBODY";
  console.log(`${what}: ${who}`);
  writeFileSync(join(copy, file), source);
}
rmSync(copy, { recursive: true, force: true });
