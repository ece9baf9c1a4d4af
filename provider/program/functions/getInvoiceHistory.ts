import * as pulumi from "@pulumi/pulumi";
import type { Inputs } from "../shapes.js";
import type { AccountArgs, AccountResult, InvoiceAmounts } from "../shared.js";
import { answer, asOutput } from "./call.js";

/**
 * The arguments of {@link getInvoiceHistory}.
 *
 * @example
 * ```ts
 * import { getInvoiceHistory } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetInvoiceHistoryArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const args: GetInvoiceHistoryArgs = { type: "manual" };
 * export const purchases = getInvoiceHistory(args).then(({ invoices }) => invoices.length);
 * ```
 */
export interface GetInvoiceHistoryArgs extends AccountArgs {
  /**
   * Which invoices.
   * `all`, `auto` (of the auto top-up) or `manual`.
   * Default: `all`.
   * Source: `type`.
   */
  readonly type?: "all" | "auto" | "manual" | undefined;
}

/**
 * The result of {@link getInvoiceHistory}.
 *
 * @example
 * ```ts
 * import { getInvoiceHistory } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetInvoiceHistoryResult } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // US cents.
 * const paid = ({ invoices }: GetInvoiceHistoryResult) =>
 *   invoices.reduce((sum, { amountPaid }) => sum + amountPaid, 0);
 *
 * export const paidInAll = getInvoiceHistory().then(paid);
 * ```
 */
export interface GetInvoiceHistoryResult extends AccountResult {
  /** All invoices, of all pages. Cloudflare promises no order. Source: `invoices`. */
  readonly invoices: Invoice[];
}

/**
 * An invoice. Amounts are in cents of its currency.
 *
 * @example
 * ```ts
 * import { getInvoiceHistory } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { Invoice } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // 5250 cents paid is "2026-11-15 US$52.50".
 * const line = ({ created, amountPaid }: Invoice) => `${created?.slice(0, 10)} US$${(amountPaid / 100).toFixed(2)}`;
 *
 * export const lines = getInvoiceHistory().then(({ invoices }) => invoices.map(line));
 * ```
 */
export interface Invoice extends InvoiceAmounts {
  /** The invoice's id, such as `in_1QXmZ2AbCdEfGh`; null when the answer leaves it out. Source: `id`. */
  readonly id: string | null;
  /** What is or was due, in cents of `currency`. Source: `amount_due`. */
  readonly amountDue: number;
  /** Such as `paid`, `open` or `void`; null when left out. Source: `status`. */
  readonly status: string | null;
  /** What it is for; null when left out. Source: `description`. */
  readonly description: string | null;
  /** Whether Cloudflare collects it automatically; null when left out. Source: `auto_advance`. */
  readonly autoAdvance: boolean | null;
  /** A link to the PDF that needs no login, so a secret; null when left out. Source: `invoice_pdf`. */
  readonly invoicePdf: pulumi.Output<string> | null;
  /** How often a payment was tried; null when left out. Source: `attempt_count`. */
  readonly attemptCount: number | null;
  /** Whether a payment was tried; null when left out. Source: `attempted`. */
  readonly attempted: boolean | null;
  /** When it was made, ISO 8601; null when left out. Source: `created`. */
  readonly created: string | null;
  /** The same in Unix seconds, as the API has it. Source: `created`. */
  readonly createdSeconds: number | null;
  /** Who made it; null when left out. Source: `created_by`. */
  readonly createdBy: string | null;
  /** Where it comes from; null when left out. Source: `invoice_origin`. */
  readonly invoiceOrigin: string | null;
}

/**
 * Reads all invoices of an account's AI Gateway credit. Needs the permission AI Gateway Read.
 *
 * Runs in the program, also at preview. Changes nothing. Reads all pages. If the list
 * may lack an invoice, it throws an error instead of returning a shorter list.
 *
 * Source: `GET /accounts/{account_id}/ai-gateway/billing/invoice-history`.
 *
 * @throws ConfigurationError, AuthenticationError, PermissionError, NotFoundError, RateLimitedError,
 *   ServiceError, NetworkError, TimeoutError or ResponseShapeError
 * @example
 * ```ts
 * import { getInvoiceHistory } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * export const unpaid = getInvoiceHistory({ type: "auto" }).then(({ invoices }) =>
 *   invoices.filter(({ status }) => status === "open").map(({ id }) => id),
 * );
 * ```
 */
export async function getInvoiceHistory(
  args: GetInvoiceHistoryArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetInvoiceHistoryResult> {
  const result = await answer("getInvoiceHistory", args, opts, (data, account) =>
    data.getInvoiceHistory(account, args),
  );
  // In a test of a program, a mock may answer without invoices.
  return { ...result, invoices: result.invoices?.map(withSecretPdf) };
}

const withSecretPdf = (invoice: Omit<Invoice, "invoicePdf"> & { readonly invoicePdf: string | null }): Invoice => ({
  ...invoice,
  invoicePdf: invoice.invoicePdf === null ? null : pulumi.secret(invoice.invoicePdf),
});

/**
 * The arguments of {@link getInvoiceHistoryOutput}.
 *
 * @example
 * ```ts
 * import * as pulumi from "@pulumi/pulumi";
 * import { getInvoiceHistoryOutput } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetInvoiceHistoryOutputArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const args: GetInvoiceHistoryOutputArgs = { accountId: new pulumi.Config().require("account"), type: "auto" };
 * export const topups = getInvoiceHistoryOutput(args).invoices.length;
 * ```
 */
export interface GetInvoiceHistoryOutputArgs extends Inputs<GetInvoiceHistoryArgs> {}

/**
 * {@link getInvoiceHistory} for arguments that are outputs.
 *
 * It waits for `dependsOn`. It is not called while an argument is unknown. The result is secret if an argument is.
 *
 * @throws the same errors as {@link getInvoiceHistory}: the output fails
 * @example
 * ```ts
 * import { getInvoiceHistoryOutput } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // The ids, with what was paid in US cents.
 * export const bought = getInvoiceHistoryOutput({ type: "manual" }).invoices.apply((invoices) =>
 *   invoices.map(({ id, amountPaid }) => ({ id, amountPaid })),
 * );
 * ```
 */
export function getInvoiceHistoryOutput(
  args: GetInvoiceHistoryOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetInvoiceHistoryResult> {
  return asOutput(getInvoiceHistory, pulumi.output(args), opts);
}
