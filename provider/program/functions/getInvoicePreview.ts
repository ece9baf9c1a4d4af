import * as pulumi from "@pulumi/pulumi";
import type { AccountArgs, AccountOutputArgs, AccountResult, InvoiceAmounts } from "../shared.js";
import { answer, asOutput } from "./call.js";

/** The arguments of {@link getInvoicePreview}. */
export type GetInvoicePreviewArgs = AccountArgs;

/** The result of {@link getInvoicePreview}. */
export interface GetInvoicePreviewResult extends AccountResult {
  /** The upcoming invoice; null when there is none. */
  readonly invoice: InvoicePreview | null;
}

/** An invoice that Cloudflare has not issued yet. */
export interface InvoicePreview extends InvoiceAmounts {
  /** The invoice's id. */
  readonly id: string;
  /** What will be due, in cents of `currency`. Source: `amount_due`. */
  readonly amountDue: number;
  /** The start of the billing period, ISO 8601. Source: `period_start`. */
  readonly periodStart: string;
  /** The same in Unix seconds, as the API has it. */
  readonly periodStartSeconds: number;
  /** The end of the billing period, ISO 8601. Source: `period_end`. */
  readonly periodEnd: string;
  /** The same in Unix seconds, as the API has it. */
  readonly periodEndSeconds: number;
  /** `draft`, `open`, `paid`, `uncollectible` or `void`. */
  readonly status: string;
  /** The lines of the invoice. Source: `invoice_lines`. */
  readonly lines: InvoicePreviewLine[];
}

/** One line of an upcoming invoice. */
export interface InvoicePreviewLine {
  /** In cents of `currency`. */
  readonly amount: number;
  /** Such as `usd`. */
  readonly currency: string;
  /** What the line is for; null without a description. */
  readonly description: string | null;
  /** The start of the line's period, ISO 8601. Source: `period.start`. */
  readonly periodStart: string;
  /** The same in Unix seconds, as the API has it. */
  readonly periodStartSeconds: number;
  /** The end of the line's period, ISO 8601. Source: `period.end`. */
  readonly periodEnd: string;
  /** The same in Unix seconds, as the API has it. */
  readonly periodEndSeconds: number;
  /** The price of one unit, as the API's text. Cloudflare does not document its unit. Null without one. Source: `pricing.unit_amount_decimal`. */
  readonly unitAmountDecimal: string | null;
  /** How many units. */
  readonly quantity: number;
  /** Credits applied before tax; empty when there are none. Source: `pretax_credit_amounts`. */
  readonly pretaxCreditAmounts: InvoicePreviewCredit[];
}

/** A credit applied to a line before tax. */
export interface InvoicePreviewCredit {
  /** In cents of the line's currency. */
  readonly amount: number;
  /** What kind of credit, in the API's own word. */
  readonly type: string;
  /** The transaction of the credit balance it comes from; null without one. */
  readonly creditBalanceTransaction: string | null;
  /** The discount it comes from; null without one. */
  readonly discount: string | null;
}

/**
 * Reads the upcoming AI Gateway invoice of an account. Needs the permission AI Gateway Read.
 *
 * Runs in the program, also at preview. Changes nothing.
 *
 * @throws ConfigurationError, AuthenticationError, PermissionError, NotFoundError, RateLimitedError,
 *   ServiceError, NetworkError, TimeoutError or ResponseShapeError
 *
 * Source: `GET /accounts/{account_id}/ai-gateway/billing/invoice-preview`.
 */
export async function getInvoicePreview(
  args: GetInvoicePreviewArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetInvoicePreviewResult> {
  return answer("getInvoicePreview", args, opts, (data, account) => data.getInvoicePreview(account));
}

/** The arguments of {@link getInvoicePreviewOutput}. */
export type GetInvoicePreviewOutputArgs = AccountOutputArgs;

/** {@link getInvoicePreview} for arguments that are outputs. It is not called while one of them is unknown. The result is secret if one of them is secret. */
export function getInvoicePreviewOutput(
  args: GetInvoicePreviewOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetInvoicePreviewResult> {
  return asOutput(getInvoicePreview, pulumi.output(args), opts);
}
