/** Programs with gates: a run stops at a closed gate until the gate is opened again. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StackOptions, TestStack } from "../../support/engine";
import { OWN, pluginStack } from "../../support/plugin";
import { ACCOUNT, declare, TOPUP } from "../../support/programs";
import { buy } from "../../support/purchases";
import { testOfYaml, writeYaml, YAML_PATH } from "../../support/yaml";

const GATES = `
const { existsSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");
async function passGate(after) {
  while (existsSync(\`\${__dirname}/gate-after-\${after}\`)) await new Promise((done) => setTimeout(done, 10));
}`;

/** A CreditTopup with a gate between the intent and its charge, and one after the charge. */
export const gatedPurchase = (args: object) => `${GATES}
pulumi.runtime.registerStackTransformation(({ type, props, opts }) => {
  if (!type.endsWith(":TopupCharge")) return undefined;
  const record = pulumi.output(props.record).apply((made) => passGate("credit-intent").then(() => made));
  return { props: { ...props, record }, opts };
});
${buy(args)}
credit.invoiceId.apply(() => passGate("credit-charge"));
`;

/** What a program with such a CreditTopup is written in. */
export interface Language {
  /** After the name of what is killed. */
  readonly name: string;
  readonly test: jest.It;
  readonly options: Omit<StackOptions, "api">;
  write(stack: TestStack, args: object): void;
}

export const JAVASCRIPT: Language = {
  name: "",
  test,
  options: { program: "" },
  write: (stack, args) => stack.write(gatedPurchase(args)),
};

/** The plugin itself makes the intent and the charge, so it has the gates. */
export const YAML: Language = {
  name: " in YAML",
  test: testOfYaml,
  options: pluginStack("", {
    env: { PATH: YAML_PATH, NODE_OPTIONS: `--require=${join(__dirname, "gate.cjs")}` },
  }),
  write: (stack, args) =>
    writeYaml(
      stack,
      `name: engine-test
runtime: yaml
plugins: { providers: [{ name: ${OWN}, path: node_modules/.bin }] }
resources:
  credit:
    type: ${OWN}:CreditTopup
    properties: ${JSON.stringify({ accountId: ACCOUNT, amount: 5000, ...args })}
`,
    ),
};

/** An AutoTopupConfig with a gate after it. */
export const gatedAutoTopup = () => `${GATES}
${declare({ topup: TOPUP })}
topup.id.apply(() => passGate("topup"));
`;

const gateAfter = (folder: string, resource: string) => join(folder, `gate-after-${resource}`);

export const closeGate = (folder: string, resource: string) => writeFileSync(gateAfter(folder, resource), "");

export const openGate = (folder: string, resource: string) => rmSync(gateAfter(folder, resource), { force: true });
