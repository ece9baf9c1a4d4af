/** The emulator as a user meets it: over HTTP and in process, in both generations. */
import type { Emulator, EmulatorOptions } from "../../../emulator/index";
import { createEmulator } from "../../../emulator/index";

const ID = "0123456789abcdef0123456789abcdef";
const WRITE = { Authorization: "Bearer test-token-write" };
const READ = { Authorization: "Bearer test-token-read" };
const KEY = { "X-Auth-Key": "test-global-key", "X-Auth-Email": "owner@example.com" };

let emulator: Emulator;
afterEach(() => emulator.close());

async function start(options: EmulatorOptions = {}) {
  emulator = await createEmulator(options);
}

async function ask(
  method: string,
  path: string,
  { headers = WRITE, body, account = ID }: { headers?: Record<string, string>; body?: unknown; account?: string } = {},
) {
  const response = await fetch(`${emulator.url}/accounts/${account}/ai-gateway/billing${path}`, {
    method,
    headers,
    redirect: "manual",
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, json: text.startsWith("{") ? JSON.parse(text) : text };
}

const door = (method: string, path: string, body?: unknown) =>
  fetch(new URL(`/__emulator${path}`, emulator.url), {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
  });

const CONFIG = { amount: 5000, threshold: 1000 };
const LIMIT = { amount: 100, duration: "daily", strategy: "fixed" };

test("the URL ends in /client/v4, and a new account has a card, a settled top-up and nothing set", async () => {
  await start({ api: "2026-05" });
  expect(emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/client\/v4$/);
  expect((await ask("GET", "/topup/config")).json).toEqual({
    success: true,
    errors: [],
    messages: [],
    result: { amount: null, threshold: null, disabledReason: null, error: null, lastFailedAt: null },
  });
  expect((await ask("GET", "/spending-limit")).json.result).toEqual({
    enabled: false,
    config: { amount: null, duration: null, strategy: null },
  });
  expect((await ask("GET", "/credit-balance")).json.result).toMatchObject({
    balance: 1000,
    has_default_payment_method: true,
    payment_method: { brand: "visa", last4: "4242" },
    first_topup_success: true,
  });
});

test("the older generation writes and removes, the eligibility call is absent", async () => {
  await start({ api: "2026-05" });
  expect(await ask("POST", "/topup/config", { body: CONFIG })).toMatchObject({ status: 200, json: { result: CONFIG } });
  expect(await ask("POST", "/spending-limit", { body: LIMIT })).toMatchObject({ status: 201, json: { result: {} } });
  expect((await ask("GET", "/credit-balance")).json.result.topup_config).toMatchObject(CONFIG);
  expect(await ask("POST", "/topup/eligibility")).toMatchObject({ status: 404 });
  expect(await ask("DELETE", "/topup/config")).toMatchObject({ status: 200, json: { result: {} } });
  expect(await ask("DELETE", "/spending-limit")).toMatchObject({ status: 200 });
  expect(await ask("DELETE", "/spending-limit")).toMatchObject({ status: 200 });
});

test("the newer generation has closed three writes, and says whether a top-up is possible", async () => {
  await start({ api: "2026-10" });
  expect(await ask("POST", "/topup/config", { body: CONFIG })).toMatchObject({
    status: 403,
    json: { success: false, errors: [{ message: "Forbidden: dashboard sessions only" }] },
  });
  expect(await ask("DELETE", "/topup/config")).toMatchObject({ status: 403 });
  expect(await ask("POST", "/topup/config", { headers: KEY, body: CONFIG })).toMatchObject({ status: 403 });
  expect(await ask("POST", "/spending-limit", { body: LIMIT })).toMatchObject({ status: 403 });
  expect(await ask("DELETE", "/spending-limit")).toMatchObject({ status: 200 });
  const { json } = await ask("POST", "/topup/eligibility");
  expect(Object.keys(json.result).sort()).toEqual([
    "account_payment_method_state",
    "aig_customer_state",
    "aig_default_payment_method_state",
    "display_payment_method",
    "eligible",
    "reason",
    "recommended_action",
    "recoverable",
  ]);
  expect((await ask("GET", "/topup/config")).json.result).toEqual({ amount: null, threshold: null });
  await emulator.close();
  await start({ api: "2026-10", seed: { quirks: { globalKeyWritesTopupConfig: true } } });
  expect(await ask("POST", "/topup/config", { headers: KEY, body: CONFIG })).toMatchObject({ status: 200 });
});

test.each([
  [{}, 400, 9106],
  [{ Authorization: "Basic abc" }, 400, 6003],
  [{ Authorization: "Bearer unknown" }, 403, 9109],
  [{ "X-Auth-Key": "test-global-key", "X-Auth-Email": "other@example.com" }, 403, 9103],
  [{ "X-Auth-Key": "test-token-write", "X-Auth-Email": "owner@example.com" }, 403, 9103],
])("the credentials %p are refused", async (headers, status, code) => {
  await start();
  expect(await ask("GET", "/topup/config", { headers: headers as Record<string, string> })).toMatchObject({
    status,
    json: { success: false, result: null, errors: expect.arrayContaining([expect.objectContaining({ code })]) },
  });
});

test("a read token can neither write nor ask for eligibility", async () => {
  await start();
  expect(await ask("GET", "/credit-balance", { headers: READ })).toMatchObject({ status: 200 });
  for (const [method, path] of [
    ["POST", "/topup/config"],
    ["DELETE", "/spending-limit"],
    ["POST", "/topup/eligibility"],
  ] as const) {
    expect(await ask(method, path, { headers: READ, body: CONFIG })).toMatchObject({
      status: 403,
      json: { errors: [{ code: 10000 }] },
    });
  }
});

test.each([
  [{}],
  [{ amount: 999, threshold: 500 }],
  [{ amount: 1000, threshold: 499 }],
  [{ amount: 1000.5, threshold: 500 }],
  [{ amount: "1000", threshold: 500 }],
  [{ ...CONFIG, extra: 1 }],
  ["not json"],
  [[]],
])("the body %p is refused", async (body) => {
  await start({ api: "2026-05" });
  expect(await ask("POST", "/topup/config", { body })).toMatchObject({ status: 400, json: { success: false } });
  expect(emulator.state().accounts[ID]?.topupConfig ?? null).toBeNull();
});

test.each<[unknown, number]>([
  [undefined, 200],
  [{}, 200],
  [{ another: 1 }, 200],
  [{ payment_methods: [] }, 200],
  [{ payment_methods: [{}, { type: "card", default: true, last_four: "4242" }] }, 200],
  [{ payment_methods: Array(100).fill({}) }, 200],
  [{ payment_methods: Array(101).fill({}) }, 400],
  [{ payment_methods: "card" }, 400],
  [{ payment_methods: { type: "card" } }, 400],
  [{ payment_methods: null }, 400],
  [{ payment_methods: ["card"] }, 400],
  [{ payment_methods: [{ type: 1 }] }, 400],
  [{ payment_methods: [{ default: "yes" }] }, 400],
  [{ payment_methods: [{ last_four: 4242 }] }, 400],
  [[], 400],
  ["null", 400],
])("eligibility that is asked with %j answers %d", async (body, status) => {
  await start();
  const { json, ...answer } = await ask("POST", "/topup/eligibility", { body });
  expect(answer.status).toBe(status);
  if (status === 400) expect(json.errors).toMatchObject([{ code: 7001, message: expect.stringMatching(/\S/) }]);
});

test.each([["short"], [ID.toUpperCase()], [`${ID}0`]])("the account id %s cannot be routed", async (account) => {
  await start();
  expect(await ask("GET", "/topup/config", { account })).toMatchObject({
    status: 404,
    json: { errors: [{ code: 7003 }, { code: 7000 }] },
  });
});

test("a limit needs a settled manual top-up first", async () => {
  await start({ api: "2026-05", seed: { accounts: { [ID]: { firstTopupSuccess: false } } } });
  expect(await ask("POST", "/spending-limit", { body: LIMIT })).toMatchObject({
    status: 400,
    json: { errors: [{ code: 1000, message: expect.stringContaining("NO_MANUAL_TOPUP") }] },
  });
});

test("the upcoming invoice covers the month of the clock, and may be absent", async () => {
  await start({ now: () => Date.UTC(2026, 11, 31, 23) });
  const { result } = (await ask("GET", "/invoice-preview")).json;
  expect([result.period_start, result.period_end]).toEqual([Date.UTC(2026, 11) / 1000, Date.UTC(2027, 0) / 1000]);
  emulator.patchAccount(ID, { upcomingInvoice: false });
  expect((await ask("GET", "/invoice-preview")).json.result).toBeNull();
});

test("ids are the same on every run", async () => {
  const rays: Array<string | null> = [];
  for (let run = 0; run < 2; run += 1) {
    await start();
    rays.push(
      (await ask("GET", "/topup/config")).headers.get("cf-ray"),
      (await ask("GET", "/topup/config")).headers.get("cf-ray"),
    );
    if (run === 0) await emulator.close();
  }
  expect(rays).toEqual([
    "0000000000000001-EMU",
    "0000000000000002-EMU",
    "0000000000000001-EMU",
    "0000000000000002-EMU",
  ]);
});

test("the door does what the methods do", async () => {
  await start({ api: "2026-05" });
  expect(
    (
      await door("PATCH", `/accounts/${ID}`, {
        topupConfig: CONFIG,
        balance: 12.5,
        spendingLimit: LIMIT,
        paymentMethod: null,
        eligibility: { eligible: false, reason: "NO_ACCOUNT_PAYMENT_METHOD" },
      })
    ).status,
  ).toBe(200);
  const state = await (await door("GET", "/state")).json();
  expect(state).toEqual(JSON.parse(JSON.stringify(emulator.state())));
  expect(state).toMatchObject({
    accounts: {
      [ID]: {
        topupConfig: CONFIG,
        balance: 12.5,
        spendingLimit: LIMIT,
        paymentMethod: null,
        eligibility: { eligible: false, recoverable: false },
      },
    },
    charges: [],
    requests: [],
  });
  expect(
    (await door("POST", "/faults", { endpoint: "GET /topup/config", mode: "status-503-before", times: 2 })).status,
  ).toBe(200);
  expect([
    (await ask("GET", "/topup/config")).status,
    (await ask("GET", "/topup/config")).status,
    (await ask("GET", "/topup/config")).status,
  ]).toEqual([503, 503, 200]);
  expect(emulator.state().requests).toEqual(
    [503, 503, 200].map((status) => ({
      method: "GET",
      path: `/client/v4/accounts/${ID}/ai-gateway/billing/topup/config`,
      status,
    })),
  );
  emulator.addFault({ endpoint: "GET /topup/config", mode: "status-500-before" });
  expect((await door("POST", "/reset")).status).toBe(200);
  expect(emulator.state()).toEqual({ accounts: {}, charges: [], requests: [] });
  expect((await ask("GET", "/topup/config")).json.result.amount).toBeNull();
});

test.each([
  ["PATCH", "/accounts/short", {}],
  ["PATCH", `/accounts/${ID}`, { unknown: 1 }],
  ["PATCH", `/accounts/${ID}`, { balance: "1" }],
  ["POST", "/faults", { endpoint: "GET /topup/config", mode: "nonsense" }],
  ["POST", "/faults", { endpoint: "topup", mode: "hang-before" }],
  ["POST", "/faults", { endpoint: "GET /topup/config", mode: "status-999-before" }],
])("%s %s with %p is refused by the door", async (method, path, body) => {
  await start();
  const response = await door(method, path, body);
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ error: expect.any(String) });
});

test("a reset goes back to the seed", async () => {
  await start({ seed: { accounts: { [ID]: { balance: 7 } } } });
  emulator.patchAccount(ID, { balance: 8 });
  emulator.reset();
  expect(emulator.state().accounts[ID]?.balance).toBe(7);
});

test("faults before leave the account as it was, faults after the commit have changed it", async () => {
  await start({ api: "2026-05" });
  for (const mode of ["status-500-before", "reset-before", "html-502", "success-false", "redirect"]) {
    emulator.addFault({ endpoint: "POST /topup/config", mode });
    await ask("POST", "/topup/config", { body: CONFIG }).catch(() => undefined);
    expect(emulator.state().accounts[ID]?.topupConfig ?? null).toBeNull();
  }
  for (const [index, mode] of [
    "status-500-after-commit",
    "reset-after-commit",
    "truncate",
    "wrong-types",
    "trickle",
    "delay-after-commit",
  ].entries()) {
    emulator.addFault({ endpoint: "POST /topup/config", mode, ms: 1 });
    const amount = 2000 + index;
    await ask("POST", "/topup/config", { body: { amount, threshold: 500 } }).catch(() => undefined);
    expect(emulator.state().accounts[ID]?.topupConfig).toMatchObject({ amount });
  }
});

test("past 1200 requests in five minutes every call is refused for five minutes, on the emulator's clock", async () => {
  let now = 0;
  await start({ now: () => now });
  const first = await ask("GET", "/topup/config");
  expect([first.headers.get("ratelimit"), first.headers.get("ratelimit-policy")]).toEqual([
    '"default";r=1199;t=300',
    '"default";q=1200;w=300',
  ]);
  for (let count = 1; count < 1200; count += 1) await ask("GET", "/topup/config");
  now = 299_000;
  const blocked = await ask("GET", "/topup/config");
  expect([blocked.status, blocked.headers.get("retry-after")]).toEqual([429, "300"]);
  expect((await ask("GET", "/topup/config", { headers: READ })).status).toBe(200);
  now = 598_000;
  expect((await ask("GET", "/topup/config")).status).toBe(429);
  now = 599_000;
  expect((await ask("GET", "/topup/config")).status).toBe(200);
});

test("a token for one account is refused for every other", async () => {
  const OTHER = "f".repeat(32);
  await start({
    api: "2026-05",
    seed: { tokens: [{ value: "test-token-write", permission: "write", accounts: [ID] }] },
  });
  expect((await ask("GET", "/topup/config")).status).toBe(200);
  expect(await ask("GET", "/topup/config", { account: OTHER })).toMatchObject({
    status: 403,
    json: { errors: [{ code: 10000 }] },
  });
});
