/** One function per endpoint, named as the API names it. */
import type { z } from "zod";
import { isBillingError } from "../errors.js";
import type { Client } from "./client.js";
import type { Endpoint } from "./endpoint.js";
import * as schema from "./schema.js";

/** "Could not route": the account id is wrong, not the invoice absent. */
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
// A POST that changes nothing: it may be sent again like a read.
const TOPUP_ELIGIBILITY = endpoint(
  "POST",
  "/topup/eligibility",
  "read",
  "read the top-up eligibility",
  schema.topupEligibility,
);

export const getTopupConfig = (client: Client, accountId: string) => client.call(TOPUP_CONFIG_GET, accountId);

export const setTopupConfig = (client: Client, accountId: string, body: z.infer<typeof schema.topupConfigBody>) =>
  client.call(TOPUP_CONFIG_POST, accountId, schema.topupConfigBody.parse(body));

export const deleteTopupConfig = (client: Client, accountId: string) => client.call(TOPUP_CONFIG_DELETE, accountId);

export const getSpendingLimit = (client: Client, accountId: string) => client.call(SPENDING_LIMIT_GET, accountId);

export const setSpendingLimit = (client: Client, accountId: string, body: z.infer<typeof schema.spendingLimitBody>) =>
  client.call(SPENDING_LIMIT_POST, accountId, schema.spendingLimitBody.parse(body));

export const deleteSpendingLimit = (client: Client, accountId: string) => client.call(SPENDING_LIMIT_DELETE, accountId);

export const getCreditBalance = (client: Client, accountId: string) => client.call(CREDIT_BALANCE, accountId);

/** Null without an upcoming invoice, which Cloudflare may also say with a 404 of its own. */
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
