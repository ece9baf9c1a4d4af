/** The money of the emulator: charges, settlement, the auto top-up, usage, invoices, and its own clock. */
import type { Emulator, EmulatorOptions } from "../../../emulator/index";
import { createEmulator } from "../../../emulator/index";
import * as endpoints from "../../../provider/billing/endpoints";
import { getInvoiceHistory } from "../../../provider/billing/invoiceHistory";
import { ACCOUNT, clientOf, rejection } from "../../support/client";

const NOW = Date.UTC(2026, 10, 15, 12);
const DAY = 86_400_000;

let emulator: Emulator;
afterEach(() => emulator.close());

async function start(options: EmulatorOptions = {}) {
  emulator = await createEmulator({ now: () => NOW, ...options });
  return clientOf(emulator);
}

async function post(path: string, body: object) {
  const response = await fetch(`${emulator.url}/accounts/${ACCOUNT}/ai-gateway/billing${path}`, {
    method: "POST",
    headers: { Authorization: "Bearer test-token-write" },
    body: JSON.stringify(body),
  });
  const json = (await response.json()) as { result: unknown };
  return { status: response.status, json };
}

const buy = (amount: number, more: object = {}) => post("/topup", { amount, ...more });
const account = () => emulator.state().accounts[ACCOUNT];

test("a top-up charges the card with 5 % on top, and settles after two seconds", async () => {
  const client = await start({
    api: "2026-05",
    seed: { accounts: { [ACCOUNT]: { firstTopupSuccess: false, balance: 0 } } },
  });
  const { json } = await buy(2000);
  const id = "in_emulator_000001";
  expect(json.result).toEqual({
    payment_intent_id: id,
    client_secret: `${id}_secret_emulator`,
    onboarding: false,
    brand: "visa",
    last4: "4242",
  });
  expect(emulator.state().charges).toEqual([
    {
      accountId: ACCOUNT,
      amount: 2000,
      charged: 2100,
      invoiceId: id,
      kind: "manual",
      createdAt: NOW,
      status: "pending",
      settlesAt: NOW + 2000,
    },
  ]);
  expect(await endpoints.getTopupStatus(client, ACCOUNT, id)).toEqual({ paymentIntentId: id, status: "pending" });
  emulator.advance(1999);
  expect(account()?.balance).toBe(0);
  emulator.advance(1);
  expect(account()).toMatchObject({ balance: 2000, firstTopupSuccess: true });
  expect(await endpoints.getTopupStatus(client, ACCOUNT, id)).toEqual({ paymentIntentId: id, status: "completed" });
});

test.each([
  ["2026-05", 400],
  ["2026-10", 402],
] as const)("a declined card is a refusal, and no charge (%s)", async (api, status) => {
  await start({ api, seed: { accounts: { [ACCOUNT]: { payments: "are declined" } } } });
  expect(await buy(2000)).toMatchObject({ status, json: { errors: [{ message: "Your card was declined" }] } });
  expect(emulator.state().charges).toEqual([]);
});

test.each([[{ amount: 999 }], [{ amount: 500_001 }], [{ amount: 1000.5 }], [{ amount: 1000, idempotency_key: "x" }]])(
  "the top-up %p is refused",
  async (body) => {
    await start();
    expect((await post("/topup", body)).status).toBe(400);
    expect(emulator.state().charges).toEqual([]);
  },
);

test("a payment method is a word of the newer generation", async () => {
  await start({ api: "2026-05" });
  expect((await buy(1000, { payment_method_id: "pm_1" })).status).toBe(400);
  await emulator.close();
  await start({ api: "2026-10" });
  expect((await buy(1000, { payment_method_id: "pm_1" })).status).toBe(200);
});

test("a payment that waits for the bank is pending until the bank speaks, and shows in eligibility", async () => {
  const client = await start({ seed: { accounts: { [ACCOUNT]: { payments: "wait for the bank" } } } });
  await buy(1000);
  await buy(2000);
  emulator.advance(DAY);
  expect(await endpoints.getTopupEligibility(client, ACCOUNT)).toMatchObject({
    eligible: false,
    reason: "PENDING_3DS_AUTHENTICATION",
    recommendedAction: "RESUME_AUTHENTICATION",
  });
  emulator.bank(ACCOUNT, "confirms");
  expect(account()?.balance).toBe(4000);
  await buy(3000);
  emulator.bank(ACCOUNT, "refuses");
  expect(emulator.state().charges.map(({ status }) => status)).toEqual(["completed", "completed", "void"]);
  expect(account()?.balance).toBe(4000);
  expect(await endpoints.getTopupEligibility(client, ACCOUNT)).toMatchObject({
    eligible: true,
    reason: "ELIGIBLE",
    displayPaymentMethod: { brand: "visa", last4: "4242" },
  });
});

test.each([
  "ELIGIBLE",
  "NO_ACCOUNT_PAYMENT_METHOD",
  "UNSUPPORTED_ACCOUNT_PAYMENT_METHOD",
  "ACCOUNT_PAYMENT_METHOD_NOT_DEFAULT",
  "ACCOUNT_PAYMENT_METHOD_NOT_LINKED_TO_AIG",
  "CONTRACT_BILLING_NOT_SELF_SERVE",
  "AIG_CUSTOMER_RESOLUTION_FAILED",
  "PENDING_3DS_AUTHENTICATION",
  "PAYMENT_AUTHENTICATION_FAILED",
])("eligibility can say %s", async (reason) => {
  const client = await start();
  emulator.patchAccount(ACCOUNT, { eligibility: { reason, eligible: reason === "ELIGIBLE" } });
  expect(await endpoints.getTopupEligibility(client, ACCOUNT)).toMatchObject({
    reason,
    eligible: reason === "ELIGIBLE",
  });
});

test("an account without a card is not eligible, and cannot buy", async () => {
  const client = await start({ seed: { accounts: { [ACCOUNT]: { paymentMethod: null } } } });
  expect(await endpoints.getTopupEligibility(client, ACCOUNT)).toMatchObject({
    eligible: false,
    reason: "NO_ACCOUNT_PAYMENT_METHOD",
    displayPaymentMethod: null,
  });
  expect((await buy(1000)).status).toBe(400);
});

test("the auto top-up buys once when usage takes the balance below its threshold", async () => {
  await start({ seed: { accounts: { [ACCOUNT]: { topupConfig: { amount: 5000, threshold: 500 } } } } });
  emulator.use(ACCOUNT, 500);
  expect(emulator.state().charges).toEqual([]);
  emulator.use(ACCOUNT, 1);
  emulator.use(ACCOUNT, 1);
  expect(emulator.state().charges).toMatchObject([{ kind: "auto", amount: 5000 }]);
  emulator.advance(2000);
  expect(account()?.balance).toBe(5498);
});

test("the auto top-up disables itself when the card is declined, and a write enables it", async () => {
  await start({
    api: "2026-05",
    seed: { accounts: { [ACCOUNT]: { topupConfig: { amount: 5000, threshold: 500 }, payments: "are declined" } } },
  });
  emulator.use(ACCOUNT, 600);
  expect(account()?.topupConfig).toEqual({
    amount: 5000,
    threshold: 500,
    disabledReason: "payment_failed",
    error: "card_declined",
    lastFailedAt: NOW / 1000,
  });
  emulator.patchAccount(ACCOUNT, { payments: "succeed" });
  emulator.use(ACCOUNT, 1);
  expect(emulator.state().charges).toEqual([]);
  await post("/topup/config", { amount: 5000, threshold: 500 });
  emulator.use(ACCOUNT, 1);
  expect(emulator.state().charges).toHaveLength(1);
});

test.each([
  [false, 0],
  [true, 1],
])(
  "whether an auto top-up set below its threshold buys at once falls either way (%p)",
  async (topupConfigBuysAtOnce, charges) => {
    await start({ api: "2026-05", seed: { quirks: { topupConfigBuysAtOnce } } });
    await post("/topup/config", { amount: 5000, threshold: 2000 });
    expect(emulator.state().charges).toHaveLength(charges);
  },
);

test.each([
  ["milliseconds", 1],
  ["seconds", 1000],
] as const)("usage is summed by windows, whose times are %s", async (usageTimes, unit) => {
  const client = await start({ seed: { quirks: { usageTimes } } });
  emulator.use(ACCOUNT, 1.5);
  emulator.use(ACCOUNT, 2);
  emulator.advance(DAY);
  emulator.use(ACCOUNT, 4);
  const day = Math.floor(NOW / DAY) * DAY;
  const entry = (start: number, aggregatedValue: number, length: number) => ({
    id: expect.any(String),
    aggregatedValue,
    startTime: new Date(start).toISOString(),
    startTimeRaw: start / unit,
    endTime: new Date(start + length).toISOString(),
    endTimeRaw: (start + length) / unit,
  });
  expect(await endpoints.getUsageHistory(client, ACCOUNT, "day", { start: NOW - DAY, end: NOW + 2 * DAY })).toEqual([
    entry(day, 3.5, DAY),
    entry(day + DAY, 4, DAY),
  ]);
  expect(await endpoints.getUsageHistory(client, ACCOUNT, "hour", { start: NOW, end: NOW + DAY - 1 })).toEqual([
    entry(NOW, 3.5, DAY / 24),
  ]);
  expect(await endpoints.getInvoicePreview(client, ACCOUNT)).toMatchObject({ amountDue: 7.5 });
});

test.each(["null", "empty", "404"] as const)(
  "an account without an upcoming invoice answers %s",
  async (noInvoicePreview) => {
    const client = await start({
      seed: { quirks: { noInvoicePreview }, accounts: { [ACCOUNT]: { upcomingInvoice: false } } },
    });
    expect(await endpoints.getInvoicePreview(client, ACCOUNT)).toBeNull();
  },
);

test.each([
  [400, "RequestRejectedError"],
  [404, "NotFoundError"],
] as const)("an unknown top-up answers %d", async (unknownTopup, name) => {
  const client = await start({ seed: { quirks: { unknownTopup } } });
  expect((await rejection(endpoints.getTopupStatus(client, ACCOUNT, "in_unknown"))).name).toBe(name);
});

test.each([
  [true, 2100],
  [false, 2000],
])("an invoice holds the fee or not (%p)", async (invoiceIncludesFee, due) => {
  const client = await start({ seed: { quirks: { invoiceIncludesFee } } });
  await buy(2000);
  const [newest, first] = await getInvoiceHistory(client, ACCOUNT, "manual");
  expect(newest).toMatchObject({
    id: "in_emulator_000001",
    amountDue: due,
    amountPaid: 0,
    amountRemaining: due,
    status: "open",
    created: new Date(NOW).toISOString(),
    createdSeconds: NOW / 1000,
    invoiceOrigin: "manual",
  });
  expect(newest?.invoicePdf).toMatch(/^https:/);
  expect(first).toMatchObject({
    id: "in_emulator_first",
    status: "paid",
    created: new Date(NOW - 365 * DAY).toISOString(),
  });
  emulator.advance(2000);
  expect((await getInvoiceHistory(client, ACCOUNT, "all"))[0]).toMatchObject({
    amountPaid: due,
    amountRemaining: 0,
    status: "paid",
  });
  expect(await getInvoiceHistory(client, ACCOUNT, "auto")).toEqual([]);
});

test("limits are the account's own, in the newer generation", async () => {
  const client = await start();
  emulator.patchAccount(ACCOUNT, { limits: { max_cents: 70_000 } });
  expect(await endpoints.getTopupLimits(client, ACCOUNT)).toEqual({
    minCents: 1000,
    maxCents: 70_000,
    currency: "usd",
  });
  await emulator.close();
  expect((await rejection(endpoints.getTopupLimits(await start({ api: "2026-05" }), ACCOUNT))).name).toBe(
    "NotFoundError",
  );
});

describe("the list of invoices", () => {
  async function withInvoices(count: number, invoiceList: object) {
    const client = await start();
    for (let index = 0; index < count; index += 1) await buy(1000 + index);
    emulator.patchAccount(ACCOUNT, { invoiceList });
    return client;
  }

  test("is read through all its pages", async () => {
    const client = await withInvoices(7, { perPage: 3 });
    const invoices = await getInvoiceHistory(client, ACCOUNT, "manual");
    expect(new Set(invoices.map(({ id }) => id)).size).toBe(8);
    // three pages, read twice
    expect(emulator.state().requests.filter(({ method }) => method === "GET")).toHaveLength(6);
  });

  test("may lag behind", async () => {
    const client = await withInvoices(1, { lagMs: 20_000 });
    expect(await getInvoiceHistory(client, ACCOUNT, "manual")).toHaveLength(1);
    emulator.advance(20_000);
    expect(await getInvoiceHistory(client, ACCOUNT, "manual")).toHaveLength(2);
  });

  test("may lack ids, on one page and on several", async () => {
    const client = await withInvoices(4, { withoutIds: true });
    expect((await getInvoiceHistory(client, ACCOUNT, "all")).map(({ id }) => id)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    emulator.patchAccount(ACCOUNT, { invoiceList: { perPage: 2 } });
    expect(await getInvoiceHistory(client, ACCOUNT, "all")).toHaveLength(5);
  });

  test("of a server that ignores the page is an error and no short list", async () => {
    const client = await withInvoices(4, { perPage: 2, ignoresPage: true });
    const error = await rejection(getInvoiceHistory(client, ACCOUNT, "all"));
    expect(error.name).toBe("ResponseShapeError");
    expect(error.message).toMatch(
      /^Could not read the whole invoice history of account .*: page 2 was requested, and page 1 came\. An incomplete list is not used/,
    );
  });
});

test("a snapshot is come back to, with its time", async () => {
  await start();
  await buy(1000);
  const snapshot = emulator.snapshot();
  emulator.advance(DAY);
  await buy(2000);
  emulator.use(ACCOUNT, 10);
  emulator.restore(snapshot);
  expect(emulator.state().charges).toMatchObject([{ amount: 1000, status: "pending" }]);
  expect(account()?.balance).toBe(1000);
  emulator.advance(2000);
  expect(account()?.balance).toBe(2000);
});

test("the doors for money and time do what the methods do, and refuse nonsense", async () => {
  await start();
  const door = (method: string, path: string, body?: object) =>
    fetch(new URL(`/__emulator${path}`, emulator.url), {
      method,
      ...(body ? { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } } : {}),
    });
  emulator.patchAccount(ACCOUNT, { payments: "wait for the bank" });
  await buy(1000);
  expect((await door("POST", `/accounts/${ACCOUNT}/bank`, { word: "confirms" })).status).toBe(200);
  expect((await door("POST", `/accounts/${ACCOUNT}/use`, { cents: 25 })).status).toBe(200);
  expect(account()?.balance).toBe(1975);
  const snapshot = (await (await door("GET", "/snapshot")).json()) as object;
  expect((await door("POST", "/advance", { ms: DAY })).status).toBe(200);
  expect((await door("PUT", "/snapshot", snapshot)).status).toBe(200);
  for (const [path, body] of [
    [`/accounts/${ACCOUNT}/use`, { cents: -1 }],
    ["/accounts/x/use", { cents: 1 }],
    [`/accounts/${ACCOUNT}/bank`, { word: "maybe" }],
    ["/advance", { ms: -1 }],
  ] as const) {
    expect((await door("POST", path, body)).status).toBe(400);
  }
  expect((await door("GET", "/nothing")).status).toBe(404);
});
