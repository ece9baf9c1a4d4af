/** The billing API's endpoints: what each reads and changes, in both generations. */
import type { z } from "zod";
import * as schema from "../provider/billing/schema.js";
import type { Answer } from "./answer.js";
import { failure, success } from "./answer.js";
import type { Ledger } from "./ledger.js";
import type { AccountState, ApiGeneration, TokenSeed } from "./state.js";
import type { Store } from "./store.js";

export interface Call {
  readonly accountId: string;
  readonly account: AccountState;
  readonly credential: TokenSeed;
  readonly api: ApiGeneration;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly now: number;
  readonly query: URLSearchParams;
  /** The parsed body; undefined when there was none. */
  readonly body: unknown;
}

interface Route {
  readonly permission: "read" | "write";
  /** Generations without the endpoint answer 404. */
  readonly since?: ApiGeneration;
  handle(call: Call): Answer;
}

/** By method and path below `/ai-gateway/billing`. */
export const ROUTES = {
  "GET /credit-balance": { permission: "read", handle: creditBalance },
  "GET /usage-history": { permission: "read", handle: usageHistory },
  "GET /invoice-history": { permission: "read", handle: invoiceHistory },
  "GET /invoice-preview": { permission: "read", handle: invoicePreview },
  "POST /topup": { permission: "write", handle: topup },
  "POST /topup/status": { permission: "write", handle: topupStatus },
  "GET /topup/limits": { permission: "read", since: "2026-10", handle: topupLimits },
  "POST /topup/eligibility": { permission: "write", since: "2026-10", handle: topupEligibility },
  "GET /topup/config": { permission: "read", handle: topupConfig },
  "POST /topup/config": { permission: "write", handle: setTopupConfig },
  "DELETE /topup/config": { permission: "write", handle: deleteTopupConfig },
  "GET /spending-limit": { permission: "read", handle: spendingLimit },
  "POST /spending-limit": { permission: "write", handle: setSpendingLimit },
  "DELETE /spending-limit": { permission: "write", handle: deleteSpendingLimit },
} satisfies Record<string, Route>;

/** The route of an endpoint, if there is one. */
export function routeOf(endpoint: string): Route | undefined {
  return new Map<string, Route>(Object.entries(ROUTES)).get(endpoint);
}

function topupConfig({ account, api }: Call) {
  return success(topupConfigOf(account, api));
}

function topupLimits({ account }: Call) {
  return success(account.limits);
}

function topupConfigOf({ topupConfig }: AccountState, api: ApiGeneration) {
  const { amount = null, threshold = null, ...status } = topupConfig ?? {};
  // The older generation sends each of these; the newer one leaves out those without a value.
  const always = api === "2026-05" ? { disabledReason: null, error: null, lastFailedAt: null } : {};
  return { amount, threshold, ...always, ...status };
}

function setTopupConfig({ accountId, api, body, credential, store, ledger }: Call) {
  const closed = closedTopupConfig(api, credential, store);
  if (closed !== undefined) return closed;
  const parsed = parse(schema.topupConfigBody, body, store);
  if (!parsed.success) return invalidBody(parsed.error);
  store.change(accountId, { topupConfig: parsed.data });
  if (store.quirks.topupConfigBuysAtOnce) ledger.autoTopup(accountId);
  return success(parsed.data);
}

function deleteTopupConfig({ account, accountId, api, credential, store }: Call) {
  const closed = closedTopupConfig(api, credential, store);
  if (closed !== undefined) return closed;
  if (account.topupConfig === null && store.quirks.absentTopupConfig === 404)
    return failure(404, 1000, "No auto top-up is configured");
  store.change(accountId, { topupConfig: null });
  return success({});
}

function closedTopupConfig(api: ApiGeneration, { email }: TokenSeed, { quirks }: Store): Answer<never> | undefined {
  const isOpen = api === "2026-05" || (email !== undefined && quirks.globalKeyWritesTopupConfig === true);
  const { code, message } = quirks.closedTopupConfig ?? { code: 10000, message: "Forbidden: dashboard sessions only" };
  return isOpen ? undefined : failure(403, code, message);
}

function topup({ account, accountId, api, body, store, ledger }: Call) {
  const parsed =
    api === "2026-05"
      ? parse(schema.topupBody.omit({ payment_method_id: true }), body, store)
      : parse(schema.topupBody, body, store);
  if (!parsed.success) return invalidBody(parsed.error);
  const { amount } = parsed.data;
  const { min_cents, max_cents } = account.limits;
  if (amount < min_cents || amount > max_cents)
    return failure(400, 7001, `amount: must be from ${min_cents} to ${max_cents}`);
  if (account.paymentMethod === null) return failure(400, 1000, "No default payment method");
  const charge = ledger.buy(accountId, amount, "manual");
  if (charge === undefined) return failure(api === "2026-05" ? 400 : 402, 1000, "Your card was declined");
  const hasSecret = { always: true, "for the bank": charge.settlesAt === null, never: false };
  const result = {
    payment_intent_id: charge.invoiceId,
    client_secret: hasSecret[store.quirks.clientSecret ?? "always"] ? `${charge.invoiceId}_secret_emulator` : null,
    onboarding: account.firstTopupSuccess,
    ...cardOf(account.paymentMethod),
  };
  return success(result);
}

/** A card as the API shows it. It leaves out what is not known. */
function cardOf({ brand, last4 }: { readonly brand: string | null; readonly last4: string | null }) {
  return { ...(brand === null ? {} : { brand }), ...(last4 === null ? {} : { last4 }) };
}

function topupStatus({ accountId, body, store, ledger }: Call) {
  const parsed = parse(schema.topupStatusBody, body, store);
  if (!parsed.success) return invalidBody(parsed.error);
  const charge = ledger.charge(accountId, parsed.data.payment_intent_id);
  if (charge === undefined) return failure(store.quirks.unknownTopup ?? 404, 1000, "Payment intent not found");
  const status = charge.status === "completed" ? ("completed" as const) : ("pending" as const);
  const result = { payment_intent_id: charge.invoiceId, status };
  return success(result);
}

function topupEligibility({ account, accountId, body = {}, store, ledger }: Call) {
  const parsed = schema.topupEligibilityBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  const { paymentMethod } = account;
  const { unlistedPaymentMethods = "what the account has" } = store.quirks;
  const isListed = parsed.data.payment_methods !== undefined;
  const unlisted =
    isListed || unlistedPaymentMethods === "what the account has"
      ? {}
      : { account_payment_method_state: unlistedPaymentMethods };
  const display =
    paymentMethod === null ? null : { last4: paymentMethod.last4 ?? "", brand: paymentMethod.brand ?? "" };
  const result = {
    ...ledger.eligibility(accountId),
    ...unlisted,
    display_payment_method: display,
  };
  return success(result);
}

function spendingLimit({ account }: Call) {
  const { amount, duration, strategy } = account.spendingLimit ?? { amount: null, duration: null, strategy: null };
  const enabled = account.spendingLimit !== null;
  const result = { enabled, config: { amount, duration, strategy } };
  return success(result);
}

function setSpendingLimit({ account, accountId, api, body, store }: Call) {
  if (api === "2026-10") {
    const retired = "AI Gateway spending limits are deprecated and can no longer be created, enabled, or modified";
    return failure(403, store.quirks.retiredLimitCode ?? 2021, retired);
  }
  const parsed = parse(schema.spendingLimitBody, body, store);
  if (!parsed.success) return invalidBody(parsed.error);
  if (!account.firstTopupSuccess)
    return failure(store.quirks.noManualTopup ?? 400, 1000, "NO_MANUAL_TOPUP: a manual top-up must settle first");
  store.change(accountId, { spendingLimit: parsed.data });
  return success({}, 201);
}

function deleteSpendingLimit({ accountId, store }: Call) {
  store.change(accountId, { spendingLimit: null });
  return success({});
}

function creditBalance({ account, api }: Call) {
  const result = {
    balance: account.balance,
    has_default_payment_method: account.paymentMethod !== null,
    payment_method: account.paymentMethod === null ? null : cardOf(account.paymentMethod),
    topup_config: topupConfigOf(account, api),
    first_topup_success: account.firstTopupSuccess,
  };
  return success(result);
}

const WINDOW_MS = { hour: 3_600_000, day: 86_400_000 } as const;

function usageHistory({ accountId, store, query }: Call) {
  const window = query.get("value_grouping_window");
  if (window !== "hour" && window !== "day") return failure(400, 7001, "value_grouping_window: must be day or hour");
  const bound = (name: string, otherwise: number) => {
    const text = query.get(name);
    return text === null || text === "" ? otherwise : Number(text);
  };
  const [from, to] = [bound("start_time", 0), bound("end_time", Number.MAX_SAFE_INTEGER)];
  const windowMs = WINDOW_MS[window];
  const sums = new Map<number, number>();
  for (const { accountId: id, cents, at } of store.usage) {
    if (id !== accountId || at < from || at > to) continue;
    const start = Math.floor(at / windowMs) * windowMs;
    sums.set(start, (sums.get(start) ?? 0) + cents);
  }
  const unit = store.quirks.usageTimes === "seconds" ? 1000 : 1;
  const history = [...sums].map(([start, aggregated_value]) => ({
    id: `usage_${start / windowMs}`,
    aggregated_value,
    start_time: start / unit,
    end_time: (start + windowMs) / unit,
  }));
  const result = { history };
  return success(result);
}

function invoiceHistory({ account, accountId, ledger, query }: Call) {
  const type = query.get("type") ?? "all";
  if (type !== "all" && type !== "auto" && type !== "manual")
    return failure(400, 7001, "type: must be auto, all or manual");
  const { perPage, ignoresPage } = account.invoiceList;
  const all = ledger.invoices(accountId, type);
  const page = ignoresPage ? 1 : Math.max(1, Number(query.get("page") ?? 1) || 1);
  const invoices = all.slice((page - 1) * perPage, page * perPage);
  const pagination = { has_more: page * perPage < all.length, page, per_page: perPage, total_count: all.length };
  const result = { invoices, pagination };
  return success(result);
}

/** The invoice of the current calendar month, for the credit used in it. */
function invoicePreview({ account, accountId, store, now }: Call) {
  if (!account.upcomingInvoice) {
    const none = store.quirks.noInvoicePreview ?? "null";
    return none === "404"
      ? failure(404, 1000, "No upcoming invoice")
      : success<Record<string, never> | null>(none === "empty" ? {} : null);
  }
  const today = new Date(now);
  const monthAfter = (months: number) => Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + months) / 1000;
  const period = { start: monthAfter(0), end: monthAfter(1) };
  const used = store.usage.filter(({ accountId: id, at }) => id === accountId && at >= period.start * 1000);
  const amount = used.reduce((sum, { cents }) => sum + cents, 0);
  const line = { amount, currency: "usd", description: "AI Gateway usage", period, quantity: used.length };
  const result = {
    id: `upcoming_in_${accountId.slice(0, 8)}`,
    amount_due: amount,
    amount_paid: 0,
    amount_remaining: amount,
    currency: "usd",
    period_start: period.start,
    period_end: period.end,
    status: "draft" as const,
    invoice_lines: [{ ...line, pricing: { unit_amount_decimal: "1" } }],
  };
  return success(result);
}

/** Parses a body by its schema, which allows no other keys. */
function parse<Shape extends z.ZodRawShape>(closed: z.ZodObject<Shape>, body: unknown, { quirks }: Store) {
  return (quirks.extraKeys === "tolerated" ? closed.strip() : closed).safeParse(body);
}

function invalidBody(error: z.ZodError): Answer<never> {
  const [issue] = error.issues;
  return failure(400, 7001, `${issue?.path.join(".") || "body"}: ${issue?.message ?? "invalid"}`);
}
