/** The nine reads, each named as its function: it checks its arguments, sends the request, and returns the result. */
import type { Client } from "../billing/client.js";
import * as endpoints from "../billing/endpoints.js";
import { getInvoiceHistory as readInvoiceHistory } from "../billing/invoiceHistory.js";
import { ConfigurationError } from "../contract/errors.js";
import { quote } from "../contract/quote.js";
import { accountId as accountIdSchema } from "../inputs/inputs.js";
import type { UsageRange } from "./usageRange.js";
import { rangeOf } from "./usageRange.js";

/** An account, and the client to read it with. */
export interface Account {
  readonly accountId: string;
  readonly client: Client;
}

/** Throws a ConfigurationError, before anything is sent, when the account id is invalid. */
export function checkAccountId(name: string, accountId: unknown): asserts accountId is string {
  const parsed = accountIdSchema().safeParse(accountId);
  if (!parsed.success) throw new ConfigurationError(`${name}(): accountId ${parsed.error.issues[0]?.message}`);
}

export async function getCreditBalance({ accountId, client }: Account) {
  return { accountId, ...(await endpoints.getCreditBalance(client, accountId)) };
}

export async function getUsageHistory({ accountId, client }: Account, args: UsageRange) {
  const times = rangeOf(args);
  return { accountId, history: await endpoints.getUsageHistory(client, accountId, args.valueGroupingWindow, times) };
}

const INVOICE_TYPES = ["all", "auto", "manual"] as const;

/** The links to PDFs are secret: they need no login. */
export async function getInvoiceHistory(
  { accountId, client }: Account,
  { type = "all" }: { readonly type?: (typeof INVOICE_TYPES)[number] | undefined },
) {
  if (!INVOICE_TYPES.includes(type)) {
    throw new ConfigurationError(`getInvoiceHistory(): type must be "all", "auto" or "manual"; got ${quote(type)}.`);
  }
  return { accountId, invoices: await readInvoiceHistory(client, accountId, type) };
}

export async function getInvoicePreview({ accountId, client }: Account) {
  return { accountId, invoice: await endpoints.getInvoicePreview(client, accountId) };
}

export async function getTopupStatus(
  { accountId, client }: Account,
  { paymentIntentId }: { readonly paymentIntentId: string },
) {
  if (typeof paymentIntentId !== "string" || paymentIntentId.trim() === "") {
    throw new ConfigurationError(
      "getTopupStatus(): paymentIntentId must be the id that the top-up returned, such as in_1AbC; it is missing or empty.",
    );
  }
  return { accountId, ...(await endpoints.getTopupStatus(client, accountId, paymentIntentId)) };
}

export async function getTopupConfig({ accountId, client }: Account) {
  return { accountId, ...(await endpoints.getTopupConfig(client, accountId)) };
}

export async function getSpendingLimit({ accountId, client }: Account) {
  const { enabled, config } = await endpoints.getSpendingLimit(client, accountId);
  return { accountId, enabled, ...config };
}

export async function getTopupLimits({ accountId, client }: Account) {
  return { accountId, ...(await endpoints.getTopupLimits(client, accountId)) };
}

export async function getTopupEligibility({ accountId, client }: Account) {
  return { accountId, ...(await endpoints.getTopupEligibility(client, accountId)) };
}
