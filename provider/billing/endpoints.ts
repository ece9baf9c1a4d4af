/** One function per endpoint, named as the API names it. */
import type { z } from "zod";
import { isBillingError } from "../contract/errors.js";
import type { Client, Conditions } from "./client.js";
import type { Endpoint } from "./endpoint.js";
import * as schema from "./schema.js";

/** "Could not route": the account id is wrong; it does not mean that there is no invoice. */
const ROUTING_CODES = [7000, 7003];

function endpoint<Result>(
  method: Endpoint<Result>["method"],
  path: string,
  effect: Endpoint<Result>["effect"],
  purpose: string,
  result: z.ZodType<Result>,
): Endpoint<Result> {
  return { method, path, effect, purpose, result };
}

const TOPUP_CONFIG_GET = endpoint("GET", "/topup/config", "read", "read the auto top-up", schema.topupConfig);
const TOPUP_CONFIG_POST = endpoint("POST", "/topup/config", "write", "set the auto top-up", schema.ignored);
const TOPUP_CONFIG_DELETE = endpoint("DELETE", "/topup/config", "write", "remove the auto top-up", schema.ignored);
const SPENDING_LIMIT_GET = endpoint("GET", "/spending-limit", "read", "read the spending limit", schema.spendingLimit);
const SPENDING_LIMIT_POST = endpoint("POST", "/spending-limit", "write", "set the spending limit", schema.ignored);
const SPENDING_LIMIT_DELETE = endpoint(
  "DELETE",
  "/spending-limit",
  "write",
  "remove the spending limit",
  schema.ignored,
);
const CREDIT_BALANCE = endpoint("GET", "/credit-balance", "read", "read the credit balance", schema.creditBalance);
const INVOICE_PREVIEW = endpoint("GET", "/invoice-preview", "read", "read the invoice preview", schema.invoicePreview);
const USAGE_HISTORY = endpoint("GET", "/usage-history", "read", "read the usage history", schema.usageHistory);
const INVOICE_HISTORY = endpoint("GET", "/invoice-history", "read", "read the invoice history", schema.invoiceHistory);
const TOPUP_LIMITS = endpoint("GET", "/topup/limits", "read", "read the top-up limits", schema.topupLimits);
// Eligibility and status are POSTs that change nothing: they may be sent again like reads.
const TOPUP_ELIGIBILITY = endpoint(
  "POST",
  "/topup/eligibility",
  "read",
  "read the top-up eligibility",
  schema.topupEligibility,
);
const TOPUP = endpoint("POST", "/topup", "charge", "charge the card for a top-up", schema.topup);
const TOPUP_STATUS = endpoint("POST", "/topup/status", "read", "read the status of a top-up", schema.topupStatus);

export const getTopupConfig = (client: Client, accountId: string) => client.call(TOPUP_CONFIG_GET, accountId);

export const setTopupConfig = (client: Client, accountId: string, body: z.infer<typeof schema.topupConfigBody>) =>
  client.call(TOPUP_CONFIG_POST, accountId, { body: schema.topupConfigBody.parse(body) });

export const deleteTopupConfig = (client: Client, accountId: string) => client.call(TOPUP_CONFIG_DELETE, accountId);

export const getSpendingLimit = (client: Client, accountId: string) => client.call(SPENDING_LIMIT_GET, accountId);

export const setSpendingLimit = (client: Client, accountId: string, body: z.infer<typeof schema.spendingLimitBody>) =>
  client.call(SPENDING_LIMIT_POST, accountId, { body: schema.spendingLimitBody.parse(body) });

export const deleteSpendingLimit = (client: Client, accountId: string) => client.call(SPENDING_LIMIT_DELETE, accountId);

export const getCreditBalance = (client: Client, accountId: string) => client.call(CREDIT_BALANCE, accountId);

/** Null without an upcoming invoice. Cloudflare may say that with a 404, too. */
export async function getInvoicePreview(client: Client, accountId: string) {
  try {
    return await client.call(INVOICE_PREVIEW, accountId);
  } catch (error) {
    const isOwn404 =
      isBillingError(error, "NotFoundError") &&
      error.facts.code !== undefined &&
      !ROUTING_CODES.includes(error.facts.code);
    if (isOwn404) return null;
    throw error;
  }
}

export const getTopupEligibility = (client: Client, accountId: string) => client.call(TOPUP_ELIGIBILITY, accountId);

/** @param times Unix milliseconds */
export const getUsageHistory = (
  client: Client,
  accountId: string,
  window: "hour" | "day",
  times: { start: number; end: number },
) =>
  client.call(USAGE_HISTORY, accountId, {
    query: { value_grouping_window: window, start_time: times.start, end_time: times.end },
  });

/** One page. The first is requested without a number, as Cloudflare documents it. */
export const getInvoicePage = (client: Client, accountId: string, type: "all" | "auto" | "manual", page: number) =>
  client.call(INVOICE_HISTORY, accountId, { query: page === 1 ? { type } : { type, page } });

export const getTopupLimits = (client: Client, accountId: string) => client.call(TOPUP_LIMITS, accountId);

/**
 * Charges the card now. Sent once, whatever the answer, on its own connection.
 *
 * @param conditions checked right before it is sent; if one throws, nothing is sent
 */
export const buyCredit = (
  client: Client,
  accountId: string,
  { amount, paymentMethodId }: { readonly amount: number; readonly paymentMethodId?: string },
  conditions: Conditions,
) => {
  const method = paymentMethodId === undefined ? {} : { payment_method_id: paymentMethodId };
  return client.call(TOPUP, accountId, { body: schema.topupBody.parse({ amount, ...method }), conditions });
};

export const getTopupStatus = (client: Client, accountId: string, paymentIntentId: string) =>
  client.call(TOPUP_STATUS, accountId, { body: schema.topupStatusBody.parse({ payment_intent_id: paymentIntentId }) });
