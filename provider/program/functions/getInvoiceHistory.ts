import * as pulumi from "@pulumi/pulumi";
import type { Inputs } from "../shapes.js";
import type { AccountArgs, AccountResult, InvoiceAmounts } from "../shared.js";
import { answer, asOutput } from "./call.js";

/** The arguments of {@link getInvoiceHistory}. */
export interface GetInvoiceHistoryArgs extends AccountArgs {
  /**
   * Which invoices.
   * `all`, `auto` (of the auto top-up) or `manual`.
   * Default: `all`.
   * Source: `type`.
   */
  readonly type?: "all" | "auto" | "manual" | undefined;
}

/** The result of {@link getInvoiceHistory}. */
export interface GetInvoiceHistoryResult extends AccountResult {
  /** All invoices, of all pages. Cloudflare promises no order. */
  readonly invoices: Invoice[];
}

/** An invoice. Amounts are in cents of its currency. */
export interface Invoice extends InvoiceAmounts {
  /** The invoice's id; null when the answer leaves it out. */
  readonly id: string | null;
  /** What is or was due, in cents of `currency`. Source: `amount_due`. */
  readonly amountDue: number;
  /** Such as `paid`, `open` or `void`; null when left out. */
  readonly status: string | null;
  /** What it is for; null when left out. */
  readonly description: string | null;
  /** Whether Cloudflare collects it automatically; null when left out. Source: `auto_advance`. */
  readonly autoAdvance: boolean | null;
  /** A link to the PDF that needs no login, so a secret; null when left out. Source: `invoice_pdf`. */
  readonly invoicePdf: pulumi.Output<string> | null;
  /** How often a payment was tried; null when left out. Source: `attempt_count`. */
  readonly attemptCount: number | null;
  /** Whether a payment was tried; null when left out. */
  readonly attempted: boolean | null;
  /** When it was made, ISO 8601; null when left out. */
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
 * @throws ConfigurationError, AuthenticationError, PermissionError, NotFoundError, RateLimitedError,
 *   ServiceError, NetworkError, TimeoutError or ResponseShapeError
 *
 * Source: `GET /accounts/{account_id}/ai-gateway/billing/invoice-history`.
 */
export async function getInvoiceHistory(
  args: GetInvoiceHistoryArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetInvoiceHistoryResult> {
  return answer("getInvoiceHistory", args, opts, async (data, account) => {
    const { accountId, invoices } = await data.getInvoiceHistory(account, args);
    const withSecrets = invoices.map((invoice) => ({
      ...invoice,
      invoicePdf: invoice.invoicePdf === null ? null : pulumi.secret(invoice.invoicePdf),
    }));
    return { accountId, invoices: withSecrets };
  });
}

/** The arguments of {@link getInvoiceHistoryOutput}. */
export interface GetInvoiceHistoryOutputArgs extends Inputs<GetInvoiceHistoryArgs> {}

/** {@link getInvoiceHistory} for arguments that are outputs. It is not called while one of them is unknown. The result is secret if one of them is secret. */
export function getInvoiceHistoryOutput(
  args: GetInvoiceHistoryOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetInvoiceHistoryResult> {
  return asOutput(getInvoiceHistory, pulumi.output(args), opts);
}
