/** The billing API's endpoints: what each reads and changes, in both generations. */
import type { z } from "zod";
import * as schema from "../provider/billing/schema.js";
import type { Answer } from "./answer.js";
import { failure, success } from "./answer.js";
import type { AccountState, ApiGeneration, Store, TokenSeed } from "./store.js";

export interface Call {
  readonly accountId: string;
  readonly account: AccountState;
  readonly credential: TokenSeed;
  readonly api: ApiGeneration;
  readonly store: Store;
  readonly now: number;
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
export const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ["GET /credit-balance", { permission: "read", handle: creditBalance }],
  ["GET /invoice-preview", { permission: "read", handle: invoicePreview }],
  ["GET /topup/config", { permission: "read", handle: ({ account, api }) => success(topupConfigOf(account, api)) }],
  ["POST /topup/config", { permission: "write", handle: setTopupConfig }],
  ["DELETE /topup/config", { permission: "write", handle: deleteTopupConfig }],
  ["POST /topup/eligibility", { permission: "write", since: "2026-10", handle: topupEligibility }],
  ["GET /spending-limit", { permission: "read", handle: spendingLimit }],
  ["POST /spending-limit", { permission: "write", handle: setSpendingLimit }],
  ["DELETE /spending-limit", { permission: "write", handle: deleteSpendingLimit }],
]);

function topupConfigOf({ topupConfig }: AccountState, api: ApiGeneration): z.input<typeof schema.topupConfig> {
  const { amount = null, threshold = null, ...status } = topupConfig ?? {};
  // The older generation says each of these, the newer one leaves out what has nothing to say.
  const always = api === "2026-05" ? { disabledReason: null, error: null, lastFailedAt: null } : {};
  return { amount, threshold, ...always, ...status };
}

function setTopupConfig({ accountId, api, body, credential, store }: Call): Answer {
  const closed = closedTopupConfig(api, credential, store);
  if (closed !== undefined) return closed;
  const parsed = schema.topupConfigBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  store.change(accountId, { topupConfig: parsed.data });
  return success(parsed.data);
}

function deleteTopupConfig({ accountId, api, credential, store }: Call): Answer {
  const closed = closedTopupConfig(api, credential, store);
  if (closed !== undefined) return closed;
  store.change(accountId, { topupConfig: null });
  return success({});
}

function closedTopupConfig(api: ApiGeneration, { email }: TokenSeed, store: Store): Answer | undefined {
  const isOpen = api === "2026-05" || (email !== undefined && store.globalKeyWritesTopupConfig);
  return isOpen ? undefined : failure(403, 10000, "Forbidden: dashboard sessions only");
}

function topupEligibility({ account }: Call): Answer {
  const { paymentMethod } = account;
  return success({
    ...account.eligibility,
    display_payment_method:
      paymentMethod === null ? null : { last4: paymentMethod.last4 ?? "", brand: paymentMethod.brand ?? "" },
  });
}

function spendingLimit({ account }: Call): Answer {
  const { amount, duration, strategy } = account.spendingLimit ?? { amount: null, duration: null, strategy: null };
  const result: z.input<typeof schema.spendingLimit> = {
    enabled: account.spendingLimit !== null,
    config: { amount, duration, strategy },
  };
  return success(result);
}

function setSpendingLimit({ account, accountId, api, body, store }: Call): Answer {
  if (api === "2026-10")
    return failure(
      403,
      2021,
      "AI Gateway spending limits are deprecated and can no longer be created, enabled, or modified",
    );
  const parsed = schema.spendingLimitBody.safeParse(body);
  if (!parsed.success) return invalidBody(parsed.error);
  if (!account.firstTopupSuccess) return failure(400, 1000, "NO_MANUAL_TOPUP: a manual top-up must settle first");
  store.change(accountId, { spendingLimit: parsed.data });
  return success({}, 201);
}

function deleteSpendingLimit({ accountId, store }: Call): Answer {
  store.change(accountId, { spendingLimit: null });
  return success({});
}

function creditBalance({ account, api }: Call): Answer {
  const result: z.input<typeof schema.creditBalance> = {
    balance: account.balance,
    has_default_payment_method: account.paymentMethod !== null,
    payment_method: account.paymentMethod,
    topup_config: topupConfigOf(account, api),
    first_topup_success: account.firstTopupSuccess,
  };
  return success(result);
}

/** The invoice of the current calendar month. Usage is not simulated, so nothing is due. */
function invoicePreview({ account, accountId, now }: Call): Answer {
  if (!account.upcomingInvoice) return success(null);
  const today = new Date(now);
  const [start, end] = [0, 1].map(
    (months) => Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + months) / 1000,
  ) as [number, number];
  const result: z.input<typeof schema.invoicePreview> = {
    id: `upcoming_in_${accountId.slice(0, 8)}`,
    amount_due: 0,
    amount_paid: 0,
    amount_remaining: 0,
    currency: "usd",
    period_start: start,
    period_end: end,
    status: "draft",
    invoice_lines: [
      {
        amount: 0,
        currency: "usd",
        description: "AI Gateway usage",
        period: { start, end },
        pricing: { unit_amount_decimal: "1" },
        quantity: 0,
      },
    ],
  };
  return success(result);
}

function invalidBody(error: z.ZodError): Answer {
  const [issue] = error.issues;
  return failure(400, 7001, `${issue?.path.join(".") || "body"}: ${issue?.message ?? "invalid"}`);
}
