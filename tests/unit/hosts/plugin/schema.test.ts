/** The schema of the plugin, held against what the plugin takes and gives. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Emulator } from "../../../../emulator/index";
import { createEmulator } from "../../../../emulator/index";
import { FUNCTIONS } from "../../../../provider/data/functions";
import type { Account } from "../../../../provider/data/index";
import { cleanRecord } from "../../../../provider/hosts/clean";
import { BOUGHT } from "../../../../provider/hosts/creditTopup";
import { lifecyclesOf } from "../../../../provider/hosts/lifecycles";
import { KEYS, SECRET_KEYS } from "../../../../provider/hosts/plugin/configuration";
import { topupIntentInputs } from "../../../../provider/purchase/inputs";
import { createProviderProcess } from "../../../../provider/purchase/providerProcess";
import { clientOf } from "../../../support/client";
import { ACCOUNT, LIMIT, OTHER_ACCOUNT, TOPUP } from "../../../support/programs";
import { surroundings } from "../../../support/surroundings";

interface Property {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: Property;
  readonly oneOf?: readonly Property[];
  readonly secret?: boolean;
  readonly description?: string;
  readonly willReplaceOnChanges?: boolean;
}
interface Shape {
  readonly properties: Readonly<Record<string, Property>>;
  readonly required?: readonly string[];
}
const schema = JSON.parse(readFileSync(resolve(__dirname, "../../../../sdk/schema.json"), "utf8"));
const { deployment } = JSON.parse(readFileSync(resolve(__dirname, "../../../fixtures/state/0.1.0.json"), "utf8"));
const OWN = "cloudflare-ai-gateway-billing:index:";

/** Where a value does not have the type that the schema says. */
function wrong(value: unknown, property: Property, path: string): string[] {
  if (value === null || value === undefined) return [];
  const { $ref, items, oneOf, type } = property;
  if ($ref !== undefined) {
    const found = schema.types[$ref.replace("#/types/", "")];
    if (found.enum) return found.enum.some((word: { value: string }) => word.value === value) ? [] : [path];
    return wrongProperties(value, found, path);
  }
  if (oneOf !== undefined) return oneOf.every((one) => wrong(value, one, path).length > 0) ? [path] : [];
  if (items !== undefined) {
    return Array.isArray(value) ? value.flatMap((item, index) => wrong(item, items, `${path}[${index}]`)) : [path];
  }
  if (type === "integer") return Number.isInteger(value) ? [] : [path];
  return typeof value === type ? [] : [path];
}

/** The same for an object, and every property that one of the two does not have. */
function wrongProperties(value: unknown, { properties, required = [] }: Shape, path: string): string[] {
  const record = { ...Object(value) };
  return [
    ...Object.keys(record).filter((key) => properties[key] === undefined),
    ...required.filter((key) => record[key] === undefined || record[key] === null),
  ]
    .map((key) => `${path}.${key}`)
    .concat(Object.entries(properties).flatMap(([key, property]) => wrong(record[key], property, `${path}.${key}`)));
}

const LIFECYCLES = lifecyclesOf(createProviderProcess(async () => false));
let emulator: Emulator;
beforeAll(async () => {
  emulator = await createEmulator({ api: "2026-10" });
});
afterAll(() => emulator.close());

test("it has both settings, the purchase, all functions and all keys, and each has a description", () => {
  expect(Object.keys(schema.resources)).toEqual(
    ["AutoTopupConfig", "SpendingLimit", "CreditTopup"].map((kind) => OWN + kind),
  );
  expect(Object.keys(schema.functions).sort()).toEqual(
    Object.keys(FUNCTIONS)
      .map((name) => OWN + name)
      .sort(),
  );
  expect(Object.keys(schema.config.variables)).toEqual(KEYS);
  const secrets = KEYS.filter((key) => schema.provider.inputProperties[key].secret);
  expect(secrets).toEqual(SECRET_KEYS);
  const shapes = [
    ...Object.values<Shape>(schema.resources),
    ...Object.values<{ inputs: Shape; outputs: Shape }>(schema.functions).flatMap(({ inputs, outputs }) => [
      inputs,
      outputs,
    ]),
    ...Object.values<Partial<Shape>>(schema.types),
    { properties: schema.config.variables },
  ];
  for (const { properties = {} } of shapes)
    for (const [name, { description }] of Object.entries<Property>(properties))
      expect([name, description]).toEqual([name, expect.any(String)]);
});

test.each([
  ["AutoTopupConfig", TOPUP, { topupConfig: { amount: 5000, threshold: 1000 } }],
  ["SpendingLimit", LIMIT, { spendingLimit: { amount: 25000, duration: "monthly", strategy: "fixed" } }],
] as const)("%s takes and gives what the schema says", async (kind, declared, live) => {
  const life = LIFECYCLES[kind];
  const { inputProperties, properties, required, requiredInputs } = schema.resources[OWN + kind];
  const failures = (news: object) =>
    life
      .check({ news: { ...news }, olds: {}, isUnknown: () => false, accountId: ACCOUNT })
      .failures.map(({ property }) => property);
  const { accountId: _, ...withoutAccount } = declared;
  expect(Object.keys(withoutAccount).sort()).toEqual([...requiredInputs].sort());
  expect(failures(withoutAccount)).toEqual([]);
  for (const input of requiredInputs) expect(failures({ ...declared, [input]: undefined })).toEqual([input]);
  expect(failures({ ...declared, allowOverwrite: true, another: 1 })).toEqual(["another"]);
  expect(Object.keys(inputProperties).sort()).toEqual([...Object.keys(declared), "allowOverwrite"].sort());
  for (const [input, { willReplaceOnChanges = false }] of Object.entries<Property>(inputProperties)) {
    const changes = life.diff(declared, { ...declared, [input]: OTHER_ACCOUNT }, { declared: new Set() });
    expect(changes).toEqual([{ property: input, replaces: willReplaceOnChanges }]);
  }
  emulator.patchAccount(ACCOUNT, live);
  const { outputs } = await life.create({ ...declared }, surroundings(clientOf(emulator)));
  expect(Object.keys(properties).sort()).toEqual([...Object.keys(inputProperties), ...life.computed].sort());
  expect(wrongProperties(outputs, { properties, required }, kind)).toEqual([]);
});

test("CreditTopup is a component that takes what its intent takes, and gives what its charge gives", () => {
  const { inputProperties, isComponent, properties, required, requiredInputs } = schema.resources[`${OWN}CreditTopup`];
  expect(isComponent).toBe(true);
  expect(Object.keys(inputProperties).sort()).toEqual(Object.keys(topupIntentInputs.shape).sort());
  expect(requiredInputs).toEqual(["amount", "purchase"]);
  const everything = {
    accountId: ACCOUNT,
    amount: 5000,
    purchase: "2026-11",
    reason: "TICKET-7",
    paymentMethodId: "pm_1",
    adoptInvoiceId: "in_1",
    settleWithinSeconds: 60,
    repeatGuardDays: 7,
  };
  for (const abandonPurchase of ["2026-10", ["2026-10"]]) {
    const given = { ...everything, abandonPurchase };
    expect(topupIntentInputs.safeParse(given).success).toBe(true);
    expect(wrongProperties(given, { properties: inputProperties, required: requiredInputs }, "inputs")).toEqual([]);
  }
  expect(Object.keys(properties).sort()).toEqual([...BOUGHT, ...LIFECYCLES.TopupCharge.computed].sort());
  const charge = deployment.resources.find(({ type }: { type: string }) => type.endsWith(":TopupCharge"));
  const outputs = Object.fromEntries(Object.keys(properties).map((output) => [output, charge.outputs[output]]));
  expect(wrongProperties(outputs, { properties, required }, "outputs")).toEqual([]);
});

test.each([
  ["getCreditBalance", {}],
  ["getUsageHistory", { valueGroupingWindow: "day", startTime: Date.now() - 86_400_000, endTime: Date.now() }],
  ["getInvoiceHistory", {}],
  ["getInvoicePreview", {}],
  ["getTopupStatus", { paymentIntentId: "in_emulator_000001" }],
  ["getTopupConfig", {}],
  ["getSpendingLimit", {}],
  ["getTopupLimits", {}],
  ["getTopupEligibility", {}],
] as const)("%s takes and gives what the schema says", async (name, args) => {
  const account: Account = { accountId: ACCOUNT, client: clientOf(emulator) };
  if (emulator.state().charges.length === 0) {
    const { url } = emulator;
    await fetch(`${url}/accounts/${ACCOUNT}/ai-gateway/billing/topup`, {
      method: "POST",
      headers: { Authorization: "Bearer test-token-write", "Content-Type": "application/json" },
      body: JSON.stringify({ amount: 5000 }),
    });
    emulator.use(ACCOUNT, 100);
  }
  const { inputs, outputs } = schema.functions[OWN + name];
  expect(Object.keys(inputs.properties).sort()).toEqual(["accountId", ...FUNCTIONS[name].args].sort());
  expect(wrongProperties(args, inputs, name)).toEqual([]);
  const result = cleanRecord(await FUNCTIONS[name].ask(account, args));
  expect(wrongProperties(result, outputs, name)).toEqual([]);
});

test("what is secret in a result is secret in the schema, and nothing else", () => {
  const marked = JSON.stringify(schema.types).match(/"\w+":\{"type":"\w+","secret":true/g);
  const names = marked?.map((found) => /\w+/.exec(found)?.[0]);
  expect(names).toEqual(Object.values(FUNCTIONS).flatMap(({ secrets }) => secrets));
  expect(JSON.stringify(schema.functions)).not.toContain('"secret"');
});
