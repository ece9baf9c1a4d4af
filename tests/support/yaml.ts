/** Pulumi's language host of YAML, for the tests of programs in YAML. */
import { spawnSync } from "node:child_process";
import { delimiter, join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "../..");

/** Finds or builds the host: only the tests that need it load this file. */
const setup = spawnSync(process.execPath, [join(REPOSITORY, "tools/pulumi/setup.mjs"), "--languages"], {
  encoding: "utf8",
});
// The last line is the folder.
const folder = setup.status === 0 ? setup.stdout.trim().split("\n").at(-1) : undefined;
if (folder === undefined) {
  console.error(`*** YAML IS SKIPPED: there is no language host of YAML. ***\n${setup.stderr}`);
  if (process.env.CI === "true") throw new Error("There is no language host of YAML.");
}

/** A test that needs the host. It is skipped where there is none, and says so. */
export const testInYaml = folder === undefined ? test.skip : test;

/** The PATH on which the CLI finds the host. */
export const YAML_PATH = `${folder}${delimiter}${process.env.PATH}`;
