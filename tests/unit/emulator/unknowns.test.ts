/** What nobody has shown of the real API: whichever way it falls, the client and the lifecycles cope. */
import type { AccountPatch, ApiGeneration, Emulator, Quirks } from "../../../emulator/index";
import { createEmulator } from "../../../emulator/index";
import type { Connected } from "../../../provider/billing/connected";
import * as endpoints from "../../../provider/billing/endpoints";
import { getInvoiceHistory } from "../../../provider/billing/invoiceHistory";
import * as schema from "../../../provider/billing/schema";
import { systemClock } from "../../../provider/billing/systemClock";
import type { Credentials } from "../../../provider/config/config";
import * as kinds from "../../../provider/settings/index";
import { lifecycle } from "../../../provider/settings/lifecycle";
import { ACCOUNT, clientOf, rejection, UNCONDITIONALLY } from "../../support/client";
import { surroundings } from "../../support/surroundings";

const FOREIGN = "f".repeat(32);
const SETTING = { amount: 5000, threshold: 1000 };
const CAP = { amount: 25000, duration: "monthly", strategy: "fixed" } as const;
const TOPUP = { accountId: ACCOUNT, ...SETTING };
const LIMIT = { accountId: ACCOUNT, ...CAP };

const topup = lifecycle(kinds.AutoTopupConfig);
const limit = lifecycle(kinds.SpendingLimit);

let emulator: Emulator;
afterEach(() => emulator.close());

async function start(api: ApiGeneration, quirks: Quirks, account: AccountPatch = {}) {
  emulator = await createEmulator({ api, seed: { quirks, accounts: { [ACCOUNT]: account } } });
  return newRun();
}

/** What a run of its own works with. */
function newRun(credentials: Credentials = { kind: "token", token: "test-token-write" }): Connected {
  return surroundings(clientOf(emulator, { credentials }), { clock: { ...systemClock, random: () => 0.01 } });
}

async function post(path: string, body: object) {
  const response = await fetch(`${emulator.url}/accounts/${ACCOUNT}/ai-gateway/billing${path}`, {
    method: "POST",
    headers: { Authorization: "Bearer test-token-write" },
    body: JSON.stringify(body),
  });
  const { result } = (await response.json()) as { result: Record<string, unknown> };
  return { status: response.status, result };
}

const account = () => emulator.state().accounts[ACCOUNT];
const sent = () =>
  emulator.state().requests.map(({ method, path, status }) => `${method} ${path.replace(/^.*billing/, "")} ${status}`);

test.each([
  ["refused", [400, 400, 400, 400], null],
  ["tolerated", [200, 201, 200, 200], SETTING],
] as const)("a key that a body must not have is %s, and the client sends none", async (extraKeys, expected, set) => {
  const { client } = await start("2026-05", { extraKeys });
  const { paymentIntentId } = await endpoints.buyCredit(client, ACCOUNT, { amount: 1000 }, UNCONDITIONALLY);
  const statuses = [
    (await post("/topup/config", { ...SETTING, later: 1 })).status,
    (await post("/spending-limit", { ...CAP, later: 1 })).status,
    (await post("/topup", { amount: 1000, later: 1 })).status,
    (await post("/topup/status", { payment_intent_id: paymentIntentId, later: 1 })).status,
  ];
  expect(statuses).toEqual(expected);
  expect(account()?.topupConfig).toEqual(set);

  await endpoints.setTopupConfig(client, ACCOUNT, SETTING);
  await endpoints.setSpendingLimit(client, ACCOUNT, CAP);
  await endpoints.getTopupStatus(client, ACCOUNT, paymentIntentId);
  expect(account()).toMatchObject({ topupConfig: SETTING, spendingLimit: CAP });
});

test.each([
  [10000, "PermissionError"],
  [9109, "PermissionError"],
  [7003, "NotFoundError"],
] as const)("an account of somebody else answers with code %d, and is never taken for unset", async (code, name) => {
  const run = await start("2026-10", { foreignAccount: { id: FOREIGN, code } });
  const { client } = run;
  for (const read of [
    () => endpoints.getCreditBalance(client, FOREIGN),
    () => endpoints.getTopupConfig(client, FOREIGN),
    () => endpoints.getSpendingLimit(client, FOREIGN),
    () => endpoints.getTopupLimits(client, FOREIGN),
    () => endpoints.getTopupEligibility(client, FOREIGN),
    () => endpoints.getInvoicePreview(client, FOREIGN),
    () => endpoints.getUsageHistory(client, FOREIGN, "day", { start: 1, end: 2 }),
    () => getInvoiceHistory(client, FOREIGN, "all"),
  ]) {
    const error = await rejection(read());
    expect(error.name).toBe(name);
    expect(error.message).toMatch(
      / of account f{32}: Cloudflare answered 40[34] \(code \d+: .*(this account|Check accountId)/,
    );
  }
  const before = sent().length;
  for (const [life, declared] of [
    [topup, { ...TOPUP, accountId: FOREIGN }],
    [limit, { ...LIMIT, accountId: FOREIGN }],
  ] as const) {
    for (const call of [
      () => life.create(declared, run),
      () => life.update(declared, run, {}),
      () => life.read(FOREIGN, declared, run),
      () => life.delete(FOREIGN, run, {}),
    ]) {
      expect((await rejection(call())).name).toBe(name);
    }
  }
  const requests = sent().slice(before);
  expect(requests.every((request) => request.startsWith("GET"))).toBe(true);
  expect(await topup.read(ACCOUNT, TOPUP, run)).toBeUndefined();
});

test.each([
  [200, "removed"],
  [404, "removed"],
] as const)(
  "the removal of an auto top-up that somebody else removes meanwhile answers %d, and passes when run again",
  async (absentTopupConfig, outcome) => {
    const run = await start("2026-05", { absentTopupConfig }, { topupConfig: SETTING });
    emulator.patchAccount(ACCOUNT, { topupConfig: null });
    emulator.addFault({ endpoint: "GET /topup/config", mode: "stale-read" });
    const removal = topup.delete(ACCOUNT, run, {}).then(
      () => "removed",
      (error: Error) => error.name,
    );
    expect(await removal).toBe(outcome);
    expect(sent().slice(0, 2)).toEqual(["GET /topup/config 200", `DELETE /topup/config ${absentTopupConfig}`]);
    await topup.delete(ACCOUNT, newRun(), {});
    expect(sent().at(-1)).toBe("GET /topup/config 200");
  },
);

test.each([400, 403, 409] as const)(
  "a spending limit before the first manual top-up is a %d, and passes once it has settled",
  async (noManualTopup) => {
    const run = await start("2026-05", { noManualTopup }, { firstTopupSuccess: false });
    const error = await rejection(limit.create(LIMIT, run));
    expect([error.name, error.facts.status]).toEqual(["ManualTopupRequiredError", noManualTopup]);
    expect(error.message).toContain("Buy credit by hand once");
    expect(sent()).toEqual(["GET /spending-limit 200", `POST /spending-limit ${noManualTopup}`]);
    await post("/topup", { amount: 1000 });
    emulator.advance(2000);
    expect(await limit.create(LIMIT, run)).toMatchObject({ id: ACCOUNT, outputs: LIMIT });
  },
);

test.each([2021, 1000, 7003, 9109, 10000, 10001])(
  "the retired spending limit is known by its words, whatever the code (%d)",
  async (retiredLimitCode) => {
    const run = await start("2026-10", { retiredLimitCode });
    const error = await rejection(limit.create(LIMIT, run));
    expect([error.name, error.facts.code]).toEqual(["SpendingLimitRetiredError", retiredLimitCode]);
    expect(sent().filter((request) => request.startsWith("POST /spending-limit"))).toHaveLength(1);
    emulator.patchAccount(ACCOUNT, { spendingLimit: CAP });
    expect(await limit.create(LIMIT, run)).toMatchObject({ id: ACCOUNT });
    await limit.delete(ACCOUNT, newRun(), {});
    expect(account()?.spendingLimit).toBeNull();
  },
);

test.each([
  [10000, "Forbidden: dashboard sessions only"],
  [10000, "Authentication error"],
  [1000, "Forbidden"],
  [10001, "POST method not allowed for the api_token authentication scheme"],
  [77, ""],
  [9109, "Unauthorized to access requested resource"],
])(
  "the closed auto top-up is never taken for a missing permission, whatever its words (%d, %p)",
  async (code, message) => {
    const run = await start("2026-10", { closedTopupConfig: { code, message } }, { topupConfig: SETTING });
    const changed = { ...TOPUP, amount: 7000 };
    const refused = await rejection(topup.update(changed, run, {}));
    expect([refused.name, refused.facts.code]).toEqual(["DashboardOnlyError", code]);
    expect(refused.message).toContain("Set amount 7000 (US$70.00)");
    const kept = await rejection(topup.delete(ACCOUNT, newRun(), {}));
    expect(kept.name).toBe("DashboardOnlyError");
    expect(kept.message).toContain(
      "If it was removed from the program by mistake, put its declaration back. Otherwise switch it off in the Cloudflare dashboard",
    );
    const reader = newRun({ kind: "token", token: "test-token-read" });
    expect((await rejection(topup.update(changed, reader, {}))).name).toBe("PermissionError");
    expect(account()?.topupConfig).toEqual(SETTING);
  },
);

test.each([false, true])(
  "a global API key may write the auto top-up or may not (%p)",
  async (globalKeyWritesTopupConfig) => {
    await start("2026-10", { globalKeyWritesTopupConfig });
    const credentials = { kind: "key", key: "test-global-key", email: "owner@example.com" } as const;
    const create = topup.create(TOPUP, newRun(credentials));
    if (!globalKeyWritesTopupConfig) {
      expect((await rejection(create)).name).toBe("DashboardOnlyError");
      return;
    }
    expect(await create).toMatchObject({ id: ACCOUNT, outputs: TOPUP });
    expect((await rejection(topup.update({ ...TOPUP, amount: 7000 }, newRun(), {}))).name).toBe("DashboardOnlyError");
    await topup.delete(ACCOUNT, newRun(credentials), {});
    expect(account()?.topupConfig).toBeNull();
  },
);

test.each([
  ["2026-05", "always", [true, true]],
  ["2026-10", "always", [true, true]],
  ["2026-10", "for the bank", [false, true]],
  ["2026-10", "never", [false, false]],
] as const)(
  "a top-up's client_secret says nothing: status and eligibility tell what it waits for (%s, %s)",
  async (api, clientSecret, expected) => {
    const { client } = await start(api, { clientSecret });
    const buy = async (payments: "succeed" | "wait for the bank") => {
      emulator.patchAccount(ACCOUNT, { payments });
      const { result } = await post("/topup", { amount: 1000 });
      emulator.advance(2000);
      return result;
    };
    const bought = [await buy("succeed"), await buy("wait for the bank")] as const;
    expect(bought.map(({ client_secret }) => client_secret !== null)).toEqual(expected);
    for (const [result, status] of [
      [bought[0], "completed"],
      [bought[1], "pending"],
    ] as const) {
      const known = schema.topup.parse(result);
      expect(JSON.stringify(known)).not.toContain("secret");
      expect((await endpoints.getTopupStatus(client, ACCOUNT, known.paymentIntentId)).status).toBe(status);
    }
    if (api === "2026-05") return;
    expect((await endpoints.getTopupEligibility(client, ACCOUNT)).reason).toBe("PENDING_3DS_AUTHENTICATION");
    emulator.bank(ACCOUNT, "confirms");
    expect((await endpoints.getTopupEligibility(client, ACCOUNT)).reason).toBe("ELIGIBLE");
  },
);

test.each([
  ["what the account has", "SUPPORTED_PRESENT"],
  ["UNKNOWN", "UNKNOWN"],
  ["NONE", "NONE"],
] as const)(
  "eligibility that is asked without payment methods says %s of them, and eligible decides",
  async (unlistedPaymentMethods, state) => {
    const run = await start("2026-10", {
      unlistedPaymentMethods,
      closedTopupConfig: { code: 10000, message: "Authentication error" },
    });
    expect(await endpoints.getTopupEligibility(run.client, ACCOUNT)).toMatchObject({
      eligible: true,
      reason: "ELIGIBLE",
      accountPaymentMethodState: state,
    });
    expect((await rejection(topup.create(TOPUP, run))).name).toBe("DashboardOnlyError");
    const listed = await post("/topup/eligibility", { payment_methods: [{ type: "card", default: true }] });
    expect(listed.result.account_payment_method_state).toBe("SUPPORTED_PRESENT");
  },
);

test.each([
  [0, true, 2100],
  [20, true, 2520],
  [20, false, 2400],
])("a tax of %d %% is on the invoice and not in the credit", async (taxPercent, invoiceIncludesFee, due) => {
  const { client } = await start("2026-10", { taxPercent, invoiceIncludesFee });
  await post("/topup", { amount: 2000 });
  emulator.advance(2000);
  expect((await getInvoiceHistory(client, ACCOUNT, "manual"))[0]).toMatchObject({ amountDue: due, amountPaid: due });
  expect((await endpoints.getCreditBalance(client, ACCOUNT)).balance).toBe(3000);
});

test.each([1_790_000_000, 1_790_000_000_000])(
  "the time of the last failure is passed on as it is, in whatever unit (%d)",
  async (lastFailedAt) => {
    const run = await start("2026-10", {}, { topupConfig: { ...SETTING, disabledReason: "card", lastFailedAt } });
    expect(await topup.read(ACCOUNT, TOPUP, run)).toMatchObject({ outputs: { lastFailedAt } });
    expect(await topup.create(TOPUP, run)).toMatchObject({ outputs: { lastFailedAt } });
    expect((await endpoints.getCreditBalance(run.client, ACCOUNT)).topupConfig).toMatchObject({ lastFailedAt });
  },
);
