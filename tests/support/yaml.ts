/** Programs in YAML on the plugin. */
import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { TestStack } from "./engine";
import { isFull } from "./full";
import { languageHost } from "./languages";

const host = languageHost("yaml");

/** A test that `npm test` has time for. */
export const shortTestOfYaml = host === undefined ? test.skip : test;

/** A test for `npm run test:full` alone. */
export const testOfYaml = isFull ? shortTestOfYaml : test.skip;

/** A PATH with the language host. */
export const YAML_PATH = `${host}${delimiter}${process.env.PATH}`;

/** Makes this the stack's program. */
export const writeYaml = ({ folder }: Pick<TestStack, "folder">, program: string) =>
  writeFileSync(join(folder, "Pulumi.yaml"), program.replace(/^name: .*/, "name: engine-test"));
