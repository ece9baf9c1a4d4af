/** The search for credentials finds them: a check that could not fail would prove nothing. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PLAIN_TOKENS, SECRETS, searchForSecrets } from "../../support/engine";

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

test("a token that the program gives plain may stay in the program, the engine's history and debug lines, and nowhere else", () => {
  const write = (folder: string, file: string, before = "") => {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, file), `${before}{"a":"${PLAIN_TOKENS.right}"}`);
  };
  write("program", "index.js");
  write("backend/.pulumi/history/engine-test", "test.json");
  const event = (severity: string) => `{"sequence":1,"diagnosticEvent":{"severity":"${severity}"}}`;
  write(".", "events-1.json", event("debug"));
  expect(() => searchForSecrets(root, [])).not.toThrow();
  write(".", "events-1.json", event("info"));
  expect(() => searchForSecrets(root, [])).toThrow(/A credential stands in .*events-1\.json\./);
  rmSync(join(root, "events-1.json"));
  expect(() => searchForSecrets(root, [PLAIN_TOKENS.right])).toThrow("A credential stands in the output.");
  write("backend/.pulumi/stacks", "test.json");
  expect(() => searchForSecrets(root, [])).toThrow(/A credential stands in .*stacks\/test\.json\./);
  rmSync(join(root, "backend/.pulumi/stacks"), { recursive: true });
  write("program", "plan.json");
  expect(() => searchForSecrets(root, [])).toThrow(/A credential stands in .*plan\.json\./);
});
