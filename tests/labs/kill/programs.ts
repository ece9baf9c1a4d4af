/** Programs with gates: a run stops at a closed gate until the gate is opened again. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { declare, TOPUP } from "../../support/programs";
import { buy } from "../../support/purchases";

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

/** An AutoTopupConfig with a gate after it. */
export const gatedAutoTopup = () => `${GATES}
${declare({ topup: TOPUP })}
topup.id.apply(() => passGate("topup"));
`;

const gateAfter = (folder: string, resource: string) => join(folder, `gate-after-${resource}`);

export const closeGate = (folder: string, resource: string) => writeFileSync(gateAfter(folder, resource), "");

export const openGate = (folder: string, resource: string) => rmSync(gateAfter(folder, resource), { force: true });
