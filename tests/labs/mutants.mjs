// Who notices a rule that is gone? This breaks one after the other in a copy, and runs the exploration of small worlds and
// the random histories; where both are silent, the unit tests too. What nobody notices is printed as NOBODY. Two are
// expected to be: a mark that is not spent, since a charge that may have failed unseen is too old by then; and a first
// attempt without an age, since the charge itself has one. HISTORIES says how many histories each gets (2000), ONLY a part
// of the names of the mutants.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const HISTORIES = process.env.HISTORIES ?? "2000";
const ONLY = process.env.ONLY ?? "";
const RECORD = "provider/purchase/intent/recordPurchase.ts";
const LIFECYCLE = "provider/purchase/charge/topupCharge.ts";
const CHARGE = "provider/purchase/charge/chargeOnce.ts";
const GUARDS = "provider/purchase/intent/guards.ts";
const CANDIDATES = "provider/purchase/candidates.ts";
const WINDOW = "provider/purchase/window.ts";
const CLOCK = "provider/contract/clock.ts";
const AGE = "Math.max(clock.now() - moment.wall, clock.monotonic() - moment.monotonic)";

/** What is broken, where, and how; `after` finds the place. */
const MUTANTS = [
  ["an orphan charges", CHARGE, "if (!(await provider.engineIsAlive()))", "if (false)"],
  [
    "every attempt is the first",
    LIFECYCLE,
    "const recorded = provider.marks.get(record.mark);",
    "const recorded = { wall: clock.now(), monotonic: clock.monotonic() };",
  ],
  ["a first attempt has no age", LIFECYCLE, "ageOf(clock, recorded) <= client.timing.postStartMs", "true"],
  ["a charge begins however late", CHARGE, "if (ageOf(clock, start.since) > start.withinMs)", "if (false)"],
  [
    "neither has an age",
    LIFECYCLE,
    "const recorded = provider.marks.get(record.mark);",
    "const recorded = provider.marks.has(record.mark) ? { wall: clock.now(), monotonic: clock.monotonic() } : undefined;",
  ],
  ["a mark is never spent", LIFECYCLE, "provider.marks.delete(record.mark);", ""],
  [
    "a resume does not wait",
    CHARGE,
    "await readAfter(waitMs, around, accountId, wait)",
    "await readManualInvoices(client, accountId)",
    "async function resume(",
  ],
  [
    "a resume may begin however late",
    CHARGE,
    "{ since, withinMs: client.timing.postStartMs }",
    "{ since, withinMs: Infinity }",
  ],
  [
    "a lost answer charges again",
    CHARGE,
    "return findLost(order, error, around);",
    'return order.reason === "again" ? findLost(order, error, around) : charge({ ...order, reason: "again" }, { since: momentOf(clock), withinMs: 10_000 }, around);',
  ],
  [
    "a lost answer is not waited for",
    CHARGE,
    "invoices = await readAfter(waitMs, around, accountId, wait);",
    "invoices = await readManualInvoices(around.client, accountId);",
  ],
  ["what a proxy holds is over", CHARGE, "&& thrown.facts.isProxied !== true", ""],
  [
    "another record will do",
    LIFECYCLE,
    "if (record.purchase !== purchase ||",
    "if (false && record.purchase !== purchase ||",
  ],
  ["an older record will do", LIFECYCLE, "if (!record.isNewest ||", "if (false && !record.isNewest ||"],
  ["an interrupted charge is waited for as a live one is", WINDOW, /Math\.max\((windowMs)[^;]*;/, "$1;"],
  [
    "an intent does not wait",
    RECORD,
    "await readAfter(waitMs, around, accountId, wait)",
    "await readManualInvoices(client, accountId)",
    "async function append(",
  ],
  [
    "what is given up for a new purchase is not waited for",
    RECORD,
    "abandons(declared, last) ? interruptedMs(timing) : timing.windowMs",
    "abandons(declared, last) ? timing.windowMs : timing.windowMs",
  ],
  [
    "what is given up for an older purchase is not waited for",
    RECORD,
    "await readAfter(waitMs, around, declared.accountId, wait)",
    "await readManualInvoices(around.client, declared.accountId)",
    "async function goBack(",
  ],
  ["nothing is known", RECORD, "knownInvoices: idsOf(invoices),", "knownInvoices: [],"],
  ["an invoice that was seen is not noted down", RECORD, "if (own.length === 1", "if (false"],
  ["no guard for what has appeared", GUARDS, "if (appeared.length <= (over ? 0 : 1) ||", "if (true ||"],
  ["no guard for what was there", GUARDS, "if (fitting.length === 0) return undefined;", "return undefined;"],
  [
    "an unfinished purchase may be followed",
    GUARDS,
    "if (!over && !appeared.some(",
    "if (false && !over && !appeared.some(",
  ],
  ["one of two that fit is taken", CANDIDATES, "if (fitting.length > 1 ||", "if ("],
  ["an age is that of the wall clock", CLOCK, AGE, "clock.now() - moment.wall"],
  ["an age is that of the monotonic hand", CLOCK, AGE, "clock.monotonic() - moment.monotonic"],
].filter(([what]) => what.includes(ONLY));

const repository = resolve(import.meta.dirname ?? ".", "../..");
const copy = mkdtempSync(join(tmpdir(), "mutants-"));
for (const name of ["provider", "emulator", "tests", "docs", "jest.config.cjs", "package.json"])
  cpSync(join(repository, name), join(copy, name), { recursive: true });
symlinkSync(join(repository, "node_modules"), join(copy, "node_modules"));

/** What jest says of these tests. A mutant may hang them. */
function jest(...tests) {
  const env = { ...process.env, HISTORIES, SEED: "7", SHRINK: "false" };
  const args = ["jest", "--selectProjects", "unit", "labs", ...tests];
  return spawnSync("npx", args, { cwd: copy, env, encoding: "utf8", timeout: 600_000, maxBuffer: 1e9 }).stderr;
}

/** How many unit tests fail. */
const failingUnits = () => Number(/^Tests: +(\d+) failed/m.exec(jest("--", "unit/purchase"))?.[1] ?? 0);

/** Who notices that something is broken. */
function whoNotices() {
  const who = [];
  const stories = [...jest("-t", "No rule breaks", "--", "labs/exploration").matchAll(/breaks after (\d+) steps/g)];
  if (stories.length > 0)
    who.push(`the exploration, in ${Math.min(...stories.map(([, steps]) => Number(steps)))} steps`);
  const histories = /failed after (\d+) tests/.exec(jest("--", "labs/histories"))?.[1];
  if (histories !== undefined) who.push(`the histories, after ${histories}`);
  if (who.length > 0) return who;
  const units = failingUnits() - failingAnyway;
  return units > 0 ? [`${units} unit tests`] : [];
}

const failingAnyway = failingUnits();
const complaints = whoNotices();
if (failingAnyway > 0) complaints.push(`${failingAnyway} unit tests`);
if (complaints.length > 0) console.log(`Nothing is broken yet, and already these complain: ${complaints.join("; ")}`);
for (const [what, file, from, to, after = ""] of MUTANTS) {
  const source = readFileSync(join(repository, file), "utf8");
  const start = source.indexOf(after);
  const head = source.slice(0, start);
  const tail = source.slice(start);
  if (start < 0 || tail.search(from instanceof RegExp ? from : literally(from)) < 0)
    throw new Error(`${file} has no ${from}`);
  writeFileSync(
    join(copy, file),
    head + (from instanceof RegExp ? tail.replace(from, to) : tail.replace(from, () => to)),
  );
  console.log(`${what}: ${whoNotices().join("; ") || "NOBODY"}`);
  writeFileSync(join(copy, file), source);
}
rmSync(copy, { recursive: true, force: true });

function literally(text) {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}
