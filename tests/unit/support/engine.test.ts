/** The search for credentials finds them: a check that could not fail would prove nothing. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SECRETS, searchForSecrets } from "../../support/engine";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "search-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test.each(Object.entries(SECRETS))("%s is found in what was printed, and in a file however deep", (_, secret) => {
  expect(() => searchForSecrets(root, ["nothing", "nowhere"])).not.toThrow();
  expect(() => searchForSecrets(root, [`before ${secret} after`])).toThrow("A credential stands in the output.");
  mkdirSync(join(root, "backend/.pulumi/history"), { recursive: true });
  writeFileSync(join(root, "backend/.pulumi/history/test.json"), `{"a":"${secret}"}`);
  expect(() => searchForSecrets(root, [])).toThrow(/A credential stands in .*test\.json\./);
});
