/** Programs in YAML on the plugin, in `npm run test:full` alone. */
import { writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { TestStack } from "./engine";
import { languageHost } from "./languages";

const host = languageHost("yaml");

export const testOfYaml = host === undefined ? test.skip : test;

/** A PATH with the language host. */
export const YAML_PATH = `${host}${delimiter}${process.env.PATH}`;

/** Makes this the stack's program. */
export const writeYaml = ({ folder }: Pick<TestStack, "folder">, program: string) =>
  writeFileSync(join(folder, "Pulumi.yaml"), program.replace(/^name: .*/, "name: engine-test"));
