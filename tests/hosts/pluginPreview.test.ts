/** What the plugin shows in a preview, as expected output: how each input differs, how drift does, and what is charged. */
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { Emulator } from "../../emulator/index";
import { createEmulator } from "../../emulator/index";
import { topupChargeInputs, topupIntentInputs } from "../../provider/purchase/inputs";
import schema from "../../sdk/schema.json";
import type { PluginProcess } from "../support/pluginProcess";
import { startPlugin, struct, urnOf } from "../support/pluginProcess";
import { ACCOUNT, LIMIT, OTHER_ACCOUNT, TOPUP } from "../support/programs";
import { QUICK } from "../support/purchases";

type Properties = Readonly<Record<string, unknown>>;

const OWN = "cloudflare-ai-gateway-billing:index:";

let emulator: Emulator;
let plugin: PluginProcess;
beforeEach(async () => {
  emulator = await createEmulator({ api: "2026-05" });
  const config = { apiToken: "test-token-write", baseUrl: emulator.url, timing: JSON.stringify(QUICK) };
  plugin = await startPlugin(config);
});
afterEach(async () => {
  await plugin.close();
  await emulator.close();
});

/** A half of a CreditTopup stands below it. */
const urn = (kind: string) => (kind.startsWith("Topup") ? urnOf(`CreditTopup$${OWN}${kind}`, "credit") : urnOf(kind));

async function create(kind: string, declared: Properties, preview = false): Promise<Properties> {
  const request = new messages.CreateRequest();
  request.setUrn(urn(kind));
  request.setProperties(struct(declared));
  request.setPreview(preview);
  const made = await plugin.call<messages.CreateResponse>((client, done) => client.create(request, done));
  return { ...made.getProperties()?.toJavaScript() };
}

async function previewUpdate(kind: string, recorded: Properties, declared: Properties) {
  const request = new messages.UpdateRequest();
  request.setUrn(urn(kind));
  request.setOlds(struct(recorded));
  request.setNews(struct(declared));
  request.setPreview(true);
  await plugin.call<messages.UpdateResponse>((client, done) => client.update(request, done));
}

async function read(kind: string, recorded: Properties): Promise<Properties> {
  const request = new messages.ReadRequest();
  request.setUrn(urn(kind));
  request.setId(ACCOUNT);
  request.setProperties(struct(recorded));
  const found = await plugin.call<messages.ReadResponse>((client, done) => client.read(request, done));
  return { ...found.getProperties()?.toJavaScript() };
}

const DIFFS = new Map<unknown, string>(Object.entries(messages.PropertyDiff.Kind).map(([name, kind]) => [kind, name]));

/** How each property differs, in Pulumi's words; or what the state alone refuses. */
async function diff(kind: string, recorded: Properties, declared: Properties): Promise<string> {
  const request = new messages.DiffRequest();
  request.setUrn(urn(kind));
  request.setOlds(struct(recorded));
  request.setNews(struct(declared));
  try {
    const found = await plugin.call<messages.DiffResponse>((client, done) => client.diff(request, done));
    const detailed = found.getDetaileddiffMap();
    const rows = [...detailed.keys()].map((property) => `${property} ${DIFFS.get(detailed.get(property)?.getKind())}`);
    expect(rows.length > 0).toBe(found.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME);
    return rows.join(", ") || "no change";
  } catch (error) {
    return `refused: ${String(Reflect.get(Object(error), "details")).split(". ")[0]}`;
  }
}

/** Another value of each input. */
const OTHER: Properties = {
  accountId: OTHER_ACCOUNT,
  amount: 6000,
  threshold: 2000,
  duration: "daily",
  strategy: "sliding",
  allowOverwrite: true,
  purchase: "2026-12",
  reason: "TICKET-8",
  paymentMethodId: "pm_2",
  adoptInvoiceId: "in_emulator_000009",
  abandonPurchase: "2026-10",
  settleWithinSeconds: 60,
  repeatGuardDays: 0,
};

/** Each input of a kind, one at a time: changed, and if it may be missing, added and removed. */
async function tableOf(kind: string, inputs: readonly string[], required: readonly string[], recorded: Properties) {
  const declared = Object.fromEntries(Object.entries(recorded).filter(([name]) => inputs.includes(name)));
  expect(await diff(kind, recorded, declared)).toBe("no change");
  const table: Record<string, string> = {};
  for (const input of inputs) {
    const other = { [input]: OTHER[input] };
    if (required.includes(input)) table[`${input} changed`] = await diff(kind, recorded, { ...declared, ...other });
    else {
      table[`${input} added`] = await diff(kind, recorded, { ...declared, ...other });
      table[`${input} removed`] = await diff(kind, { ...recorded, ...other }, declared);
    }
  }
  return table;
}

/** The inputs are those of the schema, so a new one is missing in the expected output. The check fills the account in. */
function settingTable(kind: "AutoTopupConfig" | "SpendingLimit", recorded: Properties) {
  const { inputProperties, requiredInputs } = schema.resources[`${OWN}${kind}`];
  return tableOf(kind, Object.keys(inputProperties), [...requiredInputs, "accountId"], recorded);
}

const SETTING = {
  "amount changed": "amount UPDATE",
  "allowOverwrite added": "allowOverwrite ADD",
  "allowOverwrite removed": "allowOverwrite DELETE",
  "accountId changed": "accountId UPDATE_REPLACE",
};

test("an auto top-up: each input, drift, and what Cloudflare will charge", async () => {
  await create("AutoTopupConfig", TOPUP, true);
  const recorded = await create("AutoTopupConfig", TOPUP);
  expect(await settingTable("AutoTopupConfig", recorded)).toEqual({
    ...SETTING,
    "threshold changed": "threshold UPDATE",
  });

  const live = { amount: 2000, threshold: 700, disabledReason: "payment_failed", error: "card_declined" };
  emulator.patchAccount(ACCOUNT, { topupConfig: live });
  const drifted = await read("AutoTopupConfig", recorded);
  expect(await diff("AutoTopupConfig", drifted, TOPUP)).toBe("amount UPDATE, threshold UPDATE");

  plugin.told.splice(1);
  await previewUpdate("AutoTopupConfig", drifted, { ...TOPUP, amount: 6000, threshold: 700 });
  expect(plugin.told.map(({ message }) => message)).toEqual([
    `Each time the credit of account ${ACCOUNT} falls below US$10.00, Cloudflare charges its default card US$52.50 for US$50.00 of credit, plus tax, if any.`,
    `Each time the credit of account ${ACCOUNT} falls below US$7.00, Cloudflare charges its default card US$63.00 for US$60.00 of credit, plus tax, if any.`,
  ]);
});

test("a spending limit: each input, and drift; nothing is charged", async () => {
  await create("SpendingLimit", LIMIT, true);
  const recorded = await create("SpendingLimit", LIMIT);
  expect(await settingTable("SpendingLimit", recorded)).toEqual({
    ...SETTING,
    "duration changed": "duration UPDATE",
    "strategy changed": "strategy UPDATE",
  });
  const live = { amount: 100, duration: "weekly", strategy: "sliding" } as const;
  emulator.patchAccount(ACCOUNT, { spendingLimit: live });
  expect(await diff("SpendingLimit", await read("SpendingLimit", recorded), LIMIT)).toBe(
    "amount UPDATE, duration UPDATE, strategy UPDATE",
  );
  expect(plugin.told.filter(({ message }) => /charge/.test(message))).toEqual([]);
});

test("a purchase: each input of both halves, and what will be charged", async () => {
  const declared = { accountId: ACCOUNT, amount: 5000, purchase: "2026-11" };
  const required = Object.keys(declared);
  await create("TopupIntent", declared, true);
  const intent = await create("TopupIntent", declared);
  expect(await tableOf("TopupIntent", Object.keys(topupIntentInputs.shape), required, intent)).toEqual({
    "accountId changed": "accountId UPDATE_REPLACE",
    "amount changed": 'refused: amount was 5000 when purchase "2026-11" was recorded, and is 6000 now',
    "purchase changed": "purchase UPDATE",
    "reason added": "reason ADD",
    "reason removed": "reason DELETE",
    "paymentMethodId added": "paymentMethodId ADD",
    "paymentMethodId removed": "paymentMethodId DELETE",
    "adoptInvoiceId added": "adoptInvoiceId ADD",
    "adoptInvoiceId removed": "adoptInvoiceId DELETE",
    "abandonPurchase added": "abandonPurchase ADD",
    "abandonPurchase removed": "abandonPurchase DELETE",
    "settleWithinSeconds added": "settleWithinSeconds ADD",
    "settleWithinSeconds removed": "settleWithinSeconds DELETE",
    "repeatGuardDays added": "repeatGuardDays ADD",
    "repeatGuardDays removed": "repeatGuardDays DELETE",
  });

  // The word alone makes a new charge. The record changes with it, and may name another invoice.
  const charging = { ...declared, record: intent.record };
  const charge = await create("TopupCharge", charging);
  const inputs = Object.keys(topupChargeInputs.shape).filter((input) => input !== "record");
  expect(await tableOf("TopupCharge", inputs, required, charge)).toEqual({
    "accountId changed": "no change",
    "amount changed": "no change",
    "purchase changed": "purchase UPDATE_REPLACE",
    "reason added": "no change",
    "reason removed": "no change",
    "paymentMethodId added": "no change",
    "paymentMethodId removed": "no change",
    "settleWithinSeconds added": "no change",
    "settleWithinSeconds removed": "no change",
  });
  expect(await diff("TopupCharge", { ...charge, status: "pending" }, charging)).toBe("status UPDATE");
  const record = { ...Object(intent.record), adoptedInvoiceId: OTHER.adoptInvoiceId };
  expect(await diff("TopupCharge", charge, { ...declared, record })).toBe("invoiceId UPDATE");

  plugin.told.splice(1);
  await previewUpdate("TopupIntent", intent, { ...declared, amount: 2000, purchase: "2026-12" });
  // a second look at the first record, as after an interruption
  await create("TopupCharge", charging, true);
  expect(plugin.told.map(({ message }) => message)).toEqual([
    '`pulumi up` will charge visa …4242 US$52.50 for US$50.00 of credit (purchase "2026-11"), plus tax, if any.',
    '`pulumi up` will charge visa …4242 US$21.00 for US$20.00 of credit (purchase "2026-12"), plus tax, if any.',
    'Purchase "2026-11" (US$50.00) was not finished (interrupted or declined). `pulumi up` will wait 3 s and look for its charge. If there is one, it takes it over. If there is none, it charges the card US$52.50 for US$50.00 of credit (purchase "2026-11"), plus tax, if any.',
  ]);
});
