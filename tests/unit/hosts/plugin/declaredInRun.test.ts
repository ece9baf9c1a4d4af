import {
  chmodSync,
  existsSync,
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
import { declaredInRun } from "../../../../provider/hosts/plugin/declaredInRun";

const RUN = "127.0.0.1:40001";
const KEY = "AutoTopupConfig 0123456789abcdef0123456789abcdef";

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "declared-"));
  folder = join(parent, `cloudflare-ai-gateway-billing-${userInfo().uid}`);
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

test("what one process of a run declares, another one of the same run knows, and no other run", () => {
  const [first, second] = [declaredInRun(RUN, parent), declaredInRun(RUN, parent)];
  expect(second.has(KEY)).toBe(false);
  first.add(KEY);
  expect([first.has(KEY), second.has(KEY), declaredInRun("127.0.0.1:40002", parent).has(KEY)]).toEqual([
    true,
    true,
    false,
  ]);
  expect(second.has("SpendingLimit x")).toBe(false);
});

test("the file is its user's alone, holds no account, and is gone at the end of the run", () => {
  const declared = declaredInRun(RUN, parent);
  declared.add(KEY);
  const [file = ""] = readdirSync(folder).map((name) => join(folder, name));
  expect([folder, file].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o600]);
  expect(readFileSync(file, "utf8")).not.toContain("0123456789abcdef0123456789abcdef");
  declared.forget();
  expect(existsSync(file)).toBe(false);
  declared.forget();
});

test("what a killed run has left counts for at most a day", () => {
  declaredInRun(RUN, parent).add(KEY);
  const old = new Date(Date.now() - 25 * 3_600_000);
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), old, old);
  expect(declaredInRun(RUN, parent).has(KEY)).toBe(false);
});

test("where others could have written, nothing is removed, and the error says why and what to do", () => {
  declaredInRun(RUN, parent).add(KEY);
  chmodSync(folder, 0o777);
  expect(() => declaredInRun(RUN, parent).has(KEY)).toThrow(
    `Nothing was removed: it is not known whether another resource of this run declares the same setting. Other users can use the folder ${folder}. Set TMPDIR`,
  );
  // to declare is not to remove: it goes on
  declaredInRun(RUN, parent).add("SpendingLimit x");
  rmSync(folder, { recursive: true });
  writeFileSync(folder, "");
  expect(() => declaredInRun(RUN, parent).has(KEY)).toThrow(/^Nothing was removed: .*EEXIST/);
});
