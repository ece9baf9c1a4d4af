/**
 * Mutated answers: never an unhandled error, never a hang past the deadline, never a success on an answer that
 * breaks the schema. FUZZ_CASES sets how many (20000 in the full run).
 */
import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import type { z } from "zod";
import * as endpoints from "../../../provider/billing/endpoints";
import { getInvoiceHistory } from "../../../provider/billing/invoiceHistory";
import * as schema from "../../../provider/billing/schema";
import { isBillingError } from "../../../provider/contract/errors";
import { ACCOUNT, clientOf } from "../../support/client";
import { isFull } from "../../support/full";
import { report } from "../../support/report";

const CASES = Number(process.env.FUZZ_CASES ?? (isFull ? 20_000 : 1500));

const card = { brand: "visa", last4: "4242" };
const config = { amount: 5000, threshold: 1000, disabledReason: null, error: null, lastFailedAt: null };
const invoice = {
  id: "in_1",
  amount_due: 1,
  amount_paid: 1,
  amount_remaining: 0,
  currency: "usd",
  status: "paid",
  created: 1e9,
};
const line = {
  amount: 1,
  currency: "usd",
  description: null,
  period: { start: 1, end: 2 },
  pricing: { unit_amount_decimal: "1" },
  quantity: 1,
};

/** A good result of each read, its schema, and the call. */
const READS: ReadonlyArray<readonly [object, z.ZodType, (client: ReturnType<typeof clientOf>) => Promise<unknown>]> = [
  [
    { balance: 1, has_default_payment_method: true, payment_method: card, topup_config: config },
    schema.creditBalance,
    (client) => endpoints.getCreditBalance(client, ACCOUNT),
  ],
  [config, schema.topupConfig, (client) => endpoints.getTopupConfig(client, ACCOUNT)],
  [
    { enabled: true, config: { amount: 1, duration: "daily", strategy: "fixed" } },
    schema.spendingLimit,
    (client) => endpoints.getSpendingLimit(client, ACCOUNT),
  ],
  [
    { history: [{ id: "a", aggregated_value: 1, start_time: 1e12, end_time: 2e12 }] },
    schema.usageHistory,
    (client) => endpoints.getUsageHistory(client, ACCOUNT, "day", { start: 1, end: 2 }),
  ],
  [
    { invoices: [invoice], pagination: { has_more: false, page: 1, per_page: 1, total_count: 1 } },
    schema.invoiceHistory,
    (client) => getInvoiceHistory(client, ACCOUNT, "all"),
  ],
  [
    { ...invoice, period_start: 1, period_end: 2, invoice_lines: [line] },
    schema.invoicePreview,
    (client) => endpoints.getInvoicePreview(client, ACCOUNT),
  ],
  [
    { min_cents: 1, max_cents: 2, currency: "usd" },
    schema.topupLimits,
    (client) => endpoints.getTopupLimits(client, ACCOUNT),
  ],
  [
    { payment_intent_id: "in_1", status: "pending" },
    schema.topupStatus,
    (client) => endpoints.getTopupStatus(client, ACCOUNT, "in_1"),
  ],
  [
    { eligible: true, reason: "ELIGIBLE", display_payment_method: card },
    schema.topupEligibility,
    (client) => endpoints.getTopupEligibility(client, ACCOUNT),
  ],
];

/** Replaces or removes one value, somewhere in a tree. */
function mutated(value: unknown, path: readonly number[], replacement: unknown): unknown {
  if (path.length === 0 || typeof value !== "object" || value === null) return replacement;
  const [step = 0, ...rest] = path;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value };
  const keys = Object.keys(copy);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return replacement;
  Reflect.set(copy, key, mutated(Reflect.get(copy, key), rest, replacement));
  return copy;
}

const replacement = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, "", "5000", -1, 0, 1e308, -1e308, true, [], {}, "in_1", "2026-01-01"),
  fc.jsonValue(),
);
/** Mostly as it should be, so that every layer is reached. */
const mostly = <Value>(good: Value, ...bad: readonly unknown[]) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant<unknown>(good) }, { weight: 3, arbitrary: fc.constantFrom(...bad) });

const answer = fc.record({
  read: fc.nat(READS.length - 1),
  path: fc.array(fc.nat(12), { minLength: 1, maxLength: 4 }),
  replacement,
  status: mostly(200, 201, 204, 301, 400, 401, 402, 403, 404, 429, 500, 503).map(Number),
  success: mostly(true, false, "true", null, undefined),
  errors: mostly([], undefined, null, [{}], [{ code: 971 }], [{ code: "x" }], [{ code: 10000, message: "x" }], "no"),
  cut: fc.option(fc.nat(400), { nil: undefined, freq: 8 }),
});

let server: Server;
let next: { status: number; body: string };
let client: ReturnType<typeof clientOf>;

beforeAll(async () => {
  server = createServer((_, response) =>
    response.writeHead(next.status, { "cf-ray": "fuzz" }).end(next.status === 204 ? undefined : next.body),
  ).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const pacer = { admit: async () => ({ waitedMs: 0 }), observe: () => {} };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/client/v4`;
  client = clientOf(
    { url },
    {
      pacer,
      timing: { attemptMs: 2000, callMs: 2001 },
      clock: { now: Date.now, monotonic: Date.now, random: () => 0, sleep: (ms, signal) => realSleep(ms, signal) },
    },
  );
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Waits between attempts are skipped; deadlines are real. */
function realSleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, signal === undefined ? 0 : ms);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

test(`${CASES} mutated answers end in a result that keeps the schema, or in an error of ours`, async () => {
  const outcomes = { success: 0, error: 0 };
  await fc.assert(
    fc.asyncProperty(answer, async ({ read, path, replacement, status, success, errors, cut }) => {
      const [good, shape, call] = READS[read] ?? READS[0] ?? [];
      if (good === undefined || shape === undefined || call === undefined) throw new Error("There is nothing to read.");
      const result = mutated(good, path, replacement);
      const text = JSON.stringify({ success, errors, messages: [], result });
      next = { status, body: cut === undefined ? text : text.slice(0, cut) };
      const began = Date.now();
      try {
        await call(client);
        outcomes.success += 1;
        const sent = JSON.parse(next.body);
        expect([status >= 200 && status < 300, sent.success]).toEqual([true, true]);
        expect(shape.safeParse(sent.result).success).toBe(true);
      } catch (error) {
        outcomes.error += 1;
        if (!isBillingError(error)) throw error;
        expect(error.message).toMatch(/^Could not read /);
        expect(error.message.split("\n")).toHaveLength(1);
      }
      expect(Date.now() - began).toBeLessThan(20_000);
    }),
    { numRuns: CASES },
  );
  report("mutated answers", `${CASES}: ${outcomes.success} results, ${outcomes.error} errors`);
  // both ends are reached, or the test would prove little
  expect(outcomes.success).toBeGreaterThan(CASES / 50);
  expect(outcomes.error).toBeGreaterThan(CASES / 50);
}, 900_000);
