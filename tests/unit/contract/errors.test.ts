/** Every error that the endpoints of today can give, produced once for real; its whole text is kept beside this file. */
import type { AccountPatch, Emulator, EmulatorOptions, Fault } from "../../../emulator/index";
import { createEmulator } from "../../../emulator/index";
import type { SharedClient } from "../../../provider/billing/client";
import type { Connected } from "../../../provider/billing/connected";
import * as endpoints from "../../../provider/billing/endpoints";
import { systemClock } from "../../../provider/billing/systemClock";
import { resolveConnection } from "../../../provider/config/config";
import { momentOf } from "../../../provider/contract/clock";
import { run } from "../../../provider/hosts/dynamic/host";
import { topupCharge } from "../../../provider/purchase/charge/topupCharge";
import { topupIntent } from "../../../provider/purchase/intent/topupIntent";
import { createProviderProcess } from "../../../provider/purchase/providerProcess";
import * as kinds from "../../../provider/settings/index";
import { lifecycle } from "../../../provider/settings/lifecycle";
import { ACCOUNT, clientOf, rejection } from "../../support/client";
import { surroundings } from "../../support/surroundings";

const TOPUP = { accountId: ACCOUNT, amount: 5000, threshold: 1000 };
const LIMIT = { accountId: ACCOUNT, amount: 25000, duration: "monthly", strategy: "fixed" };
const topup = lifecycle(kinds.AutoTopupConfig);
const limit = lifecycle(kinds.SpendingLimit);

interface Case {
  readonly options?: EmulatorOptions;
  readonly account?: AccountPatch;
  readonly fault?: Fault;
  readonly token?: string;
  readonly call: (around: Connected, emulator: Emulator) => Promise<unknown>;
}

const PURCHASE = { accountId: ACCOUNT, amount: 5000, purchase: "2026-11" };
const RECORD = {
  ...PURCHASE,
  recordedAt: "",
  knownInvoices: ["in_emulator_first"],
  otherInvoices: [],
  mark: "mark",
  isNewest: true,
};

const record = (around: Connected, more: object = {}) =>
  topupIntent(
    createProviderProcess(async () => true),
    () => false,
  ).create({ ...PURCHASE, ...more }, around);

function buy(around: Connected, engineIsAlive = async () => true) {
  const process = createProviderProcess(engineIsAlive);
  process.marks.set(RECORD.mark, momentOf(systemClock));
  return topupCharge(process).create({ ...PURCHASE, record: RECORD }, around);
}

const read = ({ client }: Connected) => endpoints.getCreditBalance(client, ACCOUNT);
const OLDER = { api: "2026-05" } as const;

const CASES: Record<string, Case> = {
  ConfigurationError: { call: async () => resolveConnection((key) => (key.endsWith(":apiKey") ? "key" : undefined)) },
  AuthenticationError: { token: "unknown", call: read },
  PermissionError: { token: "test-token-read", call: (around) => topup.create(TOPUP, around) },
  DashboardOnlyError: { call: (around) => topup.create(TOPUP, around) },
  "DashboardOnlyError of a removal": {
    account: { topupConfig: { amount: 5000, threshold: 1000 } },
    call: (around) => topup.delete(ACCOUNT, around, {}),
  },
  SpendingLimitRetiredError: { call: (around) => limit.create(LIMIT, around) },
  ManualTopupRequiredError: {
    options: OLDER,
    account: { firstTopupSuccess: false },
    call: (around) => limit.create(LIMIT, around),
  },
  LiveValueDiffersError: {
    account: { topupConfig: { amount: 2000, threshold: 500 } },
    call: (around) => topup.create(TOPUP, around),
  },
  PaymentDeclinedError: { account: { payments: "are declined" }, call: (around) => buy(around) },
  PaymentActionRequiredError: {
    account: { eligibility: { eligible: false, reason: "ACCOUNT_PAYMENT_METHOD_NOT_DEFAULT" } },
    call: (around) => record(around),
  },
  "AmbiguousChargeError of a first purchase": {
    options: { now: () => Date.UTC(2026, 10, 21) },
    account: { invoiceList: { withoutIds: true } },
    call: (around) => record(around, { amount: 1000 }),
  },
  "AmbiguousChargeError of a lost answer": {
    fault: { endpoint: "POST /topup", mode: "html-502" },
    call: (around) => buy(around),
  },
  "AmbiguousChargeError of an engine that is gone": { call: (around) => buy(around, async () => false) },
  "NotFoundError of an endpoint": { options: OLDER, call: ({ client }) => endpoints.getTopupLimits(client, ACCOUNT) },
  "NotFoundError of the eligibility": {
    options: OLDER,
    call: ({ client }) => endpoints.getTopupEligibility(client, ACCOUNT),
  },
  "NotFoundError of a get": {
    call: (_around, { url }) => {
      const own = { baseUrl: url, apiToken: "test-token-write" };
      const config = new Map(
        Object.entries(own).map(([key, value]) => [`cloudflare-ai-gateway-billing:${key}`, value]),
      );
      return run("AutoTopupConfig", "read", { get: (key) => config.get(key) }, [ACCOUNT, {}]);
    },
  },
  RequestRejectedError: { fault: { endpoint: "GET /credit-balance", mode: "success-false" }, call: read },
  RateLimitedError: { fault: { endpoint: "GET /credit-balance", mode: "status-429-before", ms: 300_000 }, call: read },
  ServiceError: { fault: { endpoint: "GET /credit-balance", mode: "html-502", times: 9 }, call: read },
  "ServiceError of a write": {
    options: OLDER,
    fault: { endpoint: "POST /topup/config", mode: "status-500-before", times: 9 },
    call: (around) => topup.create(TOPUP, around),
  },
  TimeoutError: { fault: { endpoint: "GET /credit-balance", mode: "hang-before", times: 9 }, call: read },
  NetworkError: { fault: { endpoint: "GET /credit-balance", mode: "reset-before", times: 9 }, call: read },
  CancelledError: {
    call: ({ client }) => {
      const signal = AbortSignal.abort(new Error("the run was cancelled"));
      return endpoints.getCreditBalance((client as SharedClient).within(signal), ACCOUNT);
    },
  },
  "ResponseShapeError of a redirect": { fault: { endpoint: "GET /credit-balance", mode: "redirect" }, call: read },
  "ResponseShapeError of wrong types": { fault: { endpoint: "GET /credit-balance", mode: "wrong-types" }, call: read },
};

test.each(Object.keys(CASES))("%s", async (name) => {
  const { options = {}, account = {}, fault, token = "test-token-write", call } = CASES[name] ?? { call: read };
  const emulator = await createEmulator({ ...options, seed: { accounts: { [ACCOUNT]: account } } });
  try {
    if (fault) emulator.addFault(fault);
    // Time passes at once between attempts, so that the rays and the deadlines are the same on every run.
    const clock = { ...systemClock, random: () => 0 };
    const client = clientOf(emulator, {
      credentials: { kind: "token", token },
      clock,
      timing: { attemptMs: 300, callMs: 100_000 },
    });
    const error = await rejection(call(surroundings(client, { clock }), emulator));
    expect(error.name).toBe(name.split(/ of /)[0]);
    expect(error.message.split("\n")).toHaveLength(1);
    // Frames would cost a program 20 s and 3.6 GB in some versions of Node.
    expect(error.stack).not.toMatch(/^ +at /m);
    expect(error.message).toMatchSnapshot();
  } finally {
    await emulator.close();
  }
});
