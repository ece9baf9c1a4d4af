/** A stack moves between the hosts in place: nothing is written, charged or replaced, and nothing false is said. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestStack } from "../support/engine";
import { withStack } from "../support/engine";
import { testSome } from "../support/full";
import { installPlugin, OWN, onHost } from "../support/host";
import { ACCOUNT, LIMIT, TOPUP } from "../support/programs";
import { QUICK_CONFIG, stopTwice } from "../support/purchases";
import { testOfYaml, writeYaml, YAML_PATH } from "../support/yaml";

const credit = { accountId: ACCOUNT, amount: 5000, purchase: "2026-11" };

/** Both settings and a purchase, with the classes. */
const classes = `
const { AutoTopupConfig, CreditTopup, SpendingLimit } = require("pulumi-cloudflare-ai-gateway-billing");
new AutoTopupConfig("topup", ${JSON.stringify(TOPUP)});
new SpendingLimit("limit", ${JSON.stringify(LIMIT)});
const credit = new CreditTopup("credit", ${JSON.stringify(credit)});
exports.invoiceId = credit.invoiceId;
`;

/** The same as a program in another language declares it: the engine has the plugin construct the component. */
const remote = `
const pulumi = require("@pulumi/pulumi");
const moved = (kind) => ({ aliases: [{ type: "pulumi-nodejs:dynamic/${OWN}:" + kind }] });
new pulumi.CustomResource("${OWN}:index:AutoTopupConfig", "topup", ${JSON.stringify(TOPUP)}, moved("AutoTopupConfig"));
new pulumi.CustomResource("${OWN}:index:SpendingLimit", "limit", ${JSON.stringify(LIMIT)}, { protect: true, ...moved("SpendingLimit") });
const args = { ...${JSON.stringify(credit)}, invoiceId: undefined };
const credit = new pulumi.ComponentResource("${OWN}:index:CreditTopup", "credit", args, {}, true);
exports.invoiceId = credit.invoiceId;
`;

const PROGRAMS = { dynamic: classes, native: onHost("plugin", classes), remote };
type Way = keyof typeof PROGRAMS;

const START = { api: "2026-05", config: QUICK_CONFIG, program: classes, host: "dynamic" } as const;
const SAME = { topup: "same", limit: "same", "credit-intent": "same", "credit-charge": "same" };
const WRITES = /^(POST|DELETE) \/(topup\/config|spending-limit|topup)$/;

const stateOf = ({ folder }: TestStack): Array<{ type: string; sourcePosition?: string }> =>
  JSON.parse(readFileSync(join(folder, "../backend/.pulumi/stacks/engine-test/test.json"), "utf8")).checkpoint.latest
    .resources;

/** Where in the program a setting and the component are made. */
const places = (stack: TestStack) =>
  stateOf(stack)
    .filter(({ type }) => /:(AutoTopupConfig|CreditTopup)$/.test(type))
    .map(({ sourcePosition }) => sourcePosition)
    .sort();

const ids = (stack: TestStack) =>
  Object.entries(stack.resources())
    .map(([name, { id }]) => `${name} ${id}`)
    .sort();

test("there and back again", async () => {
  await withStack(START, async (stack) => {
    installPlugin(stack.folder);
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    const before = ids(stack);
    const lines = places(stack);
    expect(lines).toEqual([expect.stringContaining("/index.js#3,"), expect.stringContaining("/index.js#5,")]);
    stack.newRequests();
    for (const way of ["native", "remote", "dynamic"] as const) {
      stack.write(PROGRAMS[way]);
      const moved = await stack.up();
      expect({ way, ...moved }).toMatchObject({ way, exitCode: 0, steps: SAME, warnings: [], errors: [] });
      expect(stack.newRequests().filter((request) => WRITES.test(request))).toEqual([]);
      expect(ids(stack)).toEqual(before);
      if (way !== "remote") expect(places(stack)).toEqual(lines);
      const kinds = stateOf(stack).map(({ type }) => type);
      expect(kinds.filter((type) => type.startsWith("pulumi-nodejs:dynamic/"))).toHaveLength(way === "dynamic" ? 4 : 0);
    }
    expect(stack.outputs()).toEqual({ invoiceId: "in_emulator_000001" });
    expect(stack.emulator.state().charges).toHaveLength(1);
  });
}, 240_000);

const resource = (kind: string, properties: object, options: object) => ({
  type: `${OWN}:${kind}`,
  properties,
  options,
});

/** The same in YAML, of which JSON is a part. */
const inYaml = `name: billing
runtime: yaml
plugins: ${JSON.stringify({ providers: [{ name: OWN, path: "node_modules/.bin" }] })}
resources: ${JSON.stringify({
  topup: resource("AutoTopupConfig", TOPUP, {}),
  limit: resource("SpendingLimit", LIMIT, { protect: true }),
  credit: resource("CreditTopup", credit, {}),
})}
outputs: { invoiceId: "\${credit.invoiceId}" }
`;

testOfYaml("to YAML and back again", async () => {
  await withStack({ ...START, env: { PATH: YAML_PATH } }, async (stack) => {
    installPlugin(stack.folder);
    const project = join(stack.folder, "Pulumi.yaml");
    const nodejs = readFileSync(project, "utf8");
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    const before = ids(stack);
    stack.newRequests();
    const moves = [
      () => writeYaml(stack, inYaml),
      () => {
        writeFileSync(project, nodejs);
        stack.write(classes);
      },
    ];
    for (const move of moves) {
      move();
      const moved = await stack.up();
      expect(moved).toMatchObject({ exitCode: 0, steps: SAME, warnings: [], errors: [] });
      expect(stack.newRequests().filter((request) => WRITES.test(request))).toEqual([]);
      expect(ids(stack)).toEqual(before);
    }
    expect(stack.outputs()).toEqual({ invoiceId: "in_emulator_000001" });
    expect(stack.emulator.state().charges).toHaveLength(1);
  });
});

testSome<[from: Way, to: Way]>(1, [
  ["dynamic", "remote"],
  ["remote", "native"],
  ["native", "dynamic"],
])("a purchase that was interrupted under %s is finished under %s", async (from, to) => {
  await withStack({ ...START, program: PROGRAMS[from] }, async (stack) => {
    installPlugin(stack.folder);
    await stopTwice(stack, "hang-after-commit");
    stack.write(PROGRAMS[to]);
    expect(await stack.up()).toMatchObject({ exitCode: 0, errors: [] });
    expect(stack.resources()["credit-charge"]?.outputs).toMatchObject({ status: "completed", origin: "adopted" });
    expect(stack.emulator.state().charges).toHaveLength(1);
  });
});
