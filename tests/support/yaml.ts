/** Pulumi's language host of YAML. It is built when somebody needs it: not in `npm test`. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import type { TestStack } from "./engine";
import { isFull, testInFull } from "./full";

const REPOSITORY = resolve(__dirname, "../..");

const setup = isFull
  ? spawnSync(process.execPath, [join(REPOSITORY, "tools/pulumi/setup.mjs"), "--languages"], { encoding: "utf8" })
  : undefined;
// The last line is the folder.
const hosts = setup?.status === 0 ? setup.stdout.trim().split("\n").at(-1) : undefined;
if (setup !== undefined && hosts === undefined) {
  console.error(`*** YAML IS SKIPPED: there is no language host of YAML. ***\n${setup.stderr}`);
  if (process.env.CI === "true") throw new Error("There is no language host of YAML.");
}

export const testOfYaml = hosts === undefined ? test.skip : testInFull;

/** A PATH with the language host. */
export const YAML_PATH = `${hosts}${delimiter}${process.env.PATH}`;

/** Makes this the stack's program. */
export const writeYaml = ({ folder }: Pick<TestStack, "folder">, program: string) =>
  writeFileSync(join(folder, "Pulumi.yaml"), program.replace(/^name: .*/, "name: engine-test"));
