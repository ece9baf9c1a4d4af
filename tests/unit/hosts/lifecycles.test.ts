import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { KindName } from "../../../provider/hosts/lifecycles";
import { lifecyclesOf } from "../../../provider/hosts/lifecycles";
import { createProviderProcess } from "../../../provider/purchase/providerProcess";

interface Resource {
  readonly type: string;
  readonly inputs: object;
  readonly outputs: object;
}
const { deployment } = JSON.parse(readFileSync(resolve(__dirname, "../../fixtures/state/0.1.0.json"), "utf8"));
const resources: readonly Resource[] = deployment.resources;
const LIFECYCLES = lifecyclesOf(createProviderProcess(async () => false));

test.each(Object.keys(LIFECYCLES) as KindName[])("%s names the outputs that a state has beside its inputs", (kind) => {
  const found = resources.find(({ type }) => type.endsWith(`:${kind}`));
  const [inputs, outputs] = [Object.keys(found?.inputs ?? {}), Object.keys(found?.outputs ?? {})];
  expect(inputs).not.toEqual([]);
  expect([...LIFECYCLES[kind].computed].sort()).toEqual(outputs.filter((output) => !inputs.includes(output)).sort());
});
