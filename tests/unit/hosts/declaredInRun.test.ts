import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { declaredInRun } from "../../../provider/hosts/declaredInRun";

const RUN = "127.0.0.1:40001";
const OTHER_RUN = "127.0.0.1:40002";
const KEY = "AutoTopupConfig 0123456789abcdef0123456789abcdef";
const LIMIT = "SpendingLimit x";

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "declared-"));
  folder = join(parent, `cloudflare-ai-gateway-billing-${userInfo().uid}`);
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

/** A process of a run: this one, unless told otherwise. */
const inRun = (run: string | undefined, pid = process.pid) => declaredInRun(run, parent, pid);

/** Another process that is running. */
const NEIGHBOUR = process.ppid;

/** The id of a process that has ended. */
const ended = () => spawnSync(process.execPath, ["--version"]).pid;

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);

/** Makes the files in the folder older. */
function age(hours: number) {
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), hoursAgo(hours), hoursAgo(hours));
}

test("what one process of a run declares, another one of the same run knows, and no other run", () => {
  const [first, second] = [inRun(RUN), inRun(RUN, NEIGHBOUR)];
  expect(second.has(KEY)).toBe(false);
  first.add(KEY);
  second.add(LIMIT);
  expect([first, second, inRun(OTHER_RUN)].map((run) => [run.has(KEY), run.has(LIMIT)])).toEqual([
    [true, true],
    [true, true],
    [false, false],
  ]);
  expect(second.has("TopupCharge x")).toBe(false);
});

test("the file is its user's alone, holds no account, and is gone at the end of the process, without those of others", () => {
  const declared = inRun(RUN);
  declared.add(KEY);
  const [file = ""] = readdirSync(folder).map((name) => join(folder, name));
  expect([folder, file].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600]);
  expect(readFileSync(file, "utf8")).not.toContain("0123456789abcdef0123456789abcdef");
  const neighbour = inRun(RUN, NEIGHBOUR);
  neighbour.add(LIMIT);
  declared.forget();
  expect([existsSync(file), declared.has(KEY), neighbour.has(KEY), declared.has(LIMIT)]).toEqual([
    false,
    true,
    false,
    true,
  ]);
  declared.forget();
  declared.add("TopupCharge x");
  expect([existsSync(file), neighbour.has("TopupCharge x")]).toEqual([false, false]);
});

test("what a killed run has left does not count in a later run with the same address", () => {
  const killed = ended();
  inRun(RUN, killed).add(KEY);
  age(1);
  expect(inRun(RUN).has(KEY)).toBe(false);
  expect(inRun(RUN, killed).has(KEY)).toBe(false);
  // a process with the id of the killed one begins anew
  inRun(RUN, killed).add(LIMIT);
  expect([inRun(RUN).has(KEY), inRun(RUN).has(LIMIT)]).toEqual([false, true]);
});

test("what a process has declared counts until the end of the run, though it was killed, or the run takes a day", () => {
  inRun(RUN, ended()).add(KEY);
  expect(inRun(RUN).has(KEY)).toBe(true);
  inRun(RUN, NEIGHBOUR).add(LIMIT);
  age(25);
  expect(inRun(RUN).has(LIMIT)).toBe(true);
});

test("after a day, what killed processes have left is removed", () => {
  inRun(OTHER_RUN, ended()).add(KEY);
  const left = () => readdirSync(folder).filter((name) => name.includes("40002"));
  age(23);
  inRun(RUN).add(KEY);
  expect(left()).toHaveLength(1);
  age(25);
  inRun(RUN).add(KEY);
  expect(left()).toEqual([]);
});

test("where others could have written, nothing is removed, and the error says why and what to do", () => {
  inRun(RUN).add(KEY);
  chmodSync(folder, 0o777);
  expect(() => inRun(RUN).has(KEY)).toThrow(
    `Nothing was removed: it is not known whether another resource of this run declares the same setting. Other users can use the folder ${folder}. Set TMPDIR`,
  );
  // to declare is not to remove: it goes on
  inRun(RUN).add(LIMIT);
  rmSync(folder, { recursive: true });
  writeFileSync(folder, "");
  expect(() => inRun(RUN).has(KEY)).toThrow(/^Nothing was removed: .*EEXIST/);
});

test("where nothing can be written, nothing is removed, and what was declared is written as soon as it can be", () => {
  const [first, second] = [inRun(RUN), inRun(RUN, NEIGHBOUR)];
  // In the way of both files. It stops root, too.
  const files = [process.pid, NEIGHBOUR].map((pid) => join(folder, `${encodeURIComponent(RUN)}-${pid}`));
  for (const file of files) mkdirSync(file, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  first.add(KEY);
  expect(() => second.has(KEY)).toThrow(/^Nothing was removed: .*EISDIR/);
  for (const file of files) rmSync(file, { recursive: true });
  first.add(LIMIT);
  expect(second.has(KEY)).toBe(true);
});

test("without an engine, there is nobody else, and no file", () => {
  const declared = inRun(undefined);
  declared.add(KEY);
  expect([declared.has(KEY), declared.has(LIMIT), existsSync(folder)]).toEqual([true, false, false]);
});
