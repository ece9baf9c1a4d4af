/** The examples can be copied: they name this package as a user's program does, and still get this checkout here. */
import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import * as semver from "semver";

const REPOSITORY = resolve(__dirname, "../../..");
const PACKAGE = "pulumi-cloudflare-ai-gateway-billing";
const manifest = (folder: string) => JSON.parse(readFileSync(join(REPOSITORY, folder, "package.json"), "utf8"));
const PROGRAMS = readdirSync(join(REPOSITORY, "examples"))
  .map((name) => `examples/${name}`)
  .filter((folder) => existsSync(join(REPOSITORY, folder, "package.json")));

test.each(PROGRAMS)("%s depends on a range of published versions that holds today's", (folder) => {
  const range = manifest(folder).dependencies[PACKAGE];
  expect(semver.satisfies(manifest(".").version, range)).toBe(true);
});

test.each(PROGRAMS)("%s gets this checkout, and nothing from a registry", (folder) => {
  const found = createRequire(join(REPOSITORY, folder, "index.js")).resolve(`${PACKAGE}/package.json`);
  expect(realpathSync(dirname(found))).toBe(realpathSync(REPOSITORY));
});
