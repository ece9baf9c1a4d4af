import * as pulumi from "@pulumi/pulumi";
import type { AccountArgs, AccountOutputArgs, AccountResult, InvoiceAmounts } from "../shared.js";
import { answer, asOutput } from "./call.js";

/**
 * The arguments of {@link getInvoicePreview}.
 *
 * @example
 * ```ts
 * import { getInvoicePreview } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetInvoicePreviewArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const args: GetInvoicePreviewArgs = { accountId: "0123456789abcdef0123456789abcdef" };
 * export const result = getInvoicePreview(args);
 * ```
 */
export type GetInvoicePreviewArgs = AccountArgs;

/**
 * The result of {@link getInvoicePreview}.
 *
 * @example
 * ```ts
 * import { getInvoicePreview } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetInvoicePreviewResult } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const due = ({ invoice }: GetInvoicePreviewResult) => invoice?.amountDue ?? 0; // US cents
 *
 * export const dueCents = getInvoicePreview().then(due);
 * ```
 */
export interface GetInvoicePreviewResult extends AccountResult {
  /** The upcoming invoice; null when there is none. Source: the whole result. */
  readonly invoice: InvoicePreview | null;
}

/**
 * An invoice that Cloudflare has not issued yet.
 *
 * @example
 * ```ts
 * import { getInvoicePreview } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { InvoicePreview } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const text = ({ amountDue, periodEnd }: InvoicePreview) => `US$${(amountDue / 100).toFixed(2)} on ${periodEnd}`;
 *
 * export const next = getInvoicePreview().then(({ invoice }) => (invoice ? text(invoice) : "nothing"));
 * ```
 */
export interface InvoicePreview extends InvoiceAmounts {
  /** The invoice's id. Source: `id`. */
  readonly id: string;
  /** What will be due, in cents of `currency`. Source: `amount_due`. */
  readonly amountDue: number;
  /** The start of the billing period, ISO 8601. Source: `period_start`. */
  readonly periodStart: string;
  /** The same in Unix seconds, as the API has it. Source: `period_start`. */
  readonly periodStartSeconds: number;
  /** The end of the billing period, ISO 8601. Source: `period_end`. */
  readonly periodEnd: string;
  /** The same in Unix seconds, as the API has it. Source: `period_end`. */
  readonly periodEndSeconds: number;
  /** `draft`, `open`, `paid`, `uncollectible` or `void`. Source: `status`. */
  readonly status: string;
  /** The lines of the invoice. Source: `invoice_lines`. */
  readonly lines: InvoicePreviewLine[];
}

/**
 * One line of an upcoming invoice.
 *
 * @example
 * ```ts
 * import { getInvoicePreview } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { InvoicePreviewLine } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // US cents for each thing that is billed.
 * const entry = ({ description, amount }: InvoicePreviewLine) => [description ?? "other", amount];
 *
 * export const costs = getInvoicePreview().then(({ invoice }) => invoice?.lines.map(entry) ?? []);
 * ```
 */
export interface InvoicePreviewLine {
  /** What the line costs, in cents of `currency`. Source: `amount`. */
  readonly amount: number;
  /** The currency of the line, such as `usd`. Source: `currency`. */
  readonly currency: string;
  /** What the line is for; null without a description. Source: `description`. */
  readonly description: string | null;
  /** The start of the line's period, ISO 8601. Source: `period.start`. */
  readonly periodStart: string;
  /** The same in Unix seconds, as the API has it. Source: `period.start`. */
  readonly periodStartSeconds: number;
  /** The end of the line's period, ISO 8601. Source: `period.end`. */
  readonly periodEnd: string;
  /** The same in Unix seconds, as the API has it. Source: `period.end`. */
  readonly periodEndSeconds: number;
  /** The price of one unit, as the API's text. Cloudflare does not document its unit. Null without one. Source: `pricing.unit_amount_decimal`. */
  readonly unitAmountDecimal: string | null;
  /** How many units. Source: `quantity`. */
  readonly quantity: number;
  /** Credits applied before tax; empty when there are none. Source: `pretax_credit_amounts`. */
  readonly pretaxCreditAmounts: InvoicePreviewCredit[];
}

/**
 * A credit applied to a line before tax.
 *
 * @example
 * ```ts
 * import { getInvoicePreview } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { InvoicePreviewCredit } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const cents = (credits: InvoicePreviewCredit[]) => credits.reduce((sum, { amount }) => sum + amount, 0);
 *
 * export const saved = getInvoicePreview().then(({ invoice }) =>
 *   cents(invoice?.lines.flatMap(({ pretaxCreditAmounts }) => pretaxCreditAmounts) ?? []),
 * );
 * ```
 */
export interface InvoicePreviewCredit {
  /** How much is credited, in cents of the line's currency. Source: `amount`. */
  readonly amount: number;
  /** What kind of credit, in the API's own word. Source: `type`. */
  readonly type: string;
  /** The transaction of the credit balance it comes from; null without one. Source: `credit_balance_transaction`. */
  readonly creditBalanceTransaction: string | null;
  /** The discount it comes from; null without one. Source: `discount`. */
  readonly discount: string | null;
}

/**
 * Reads the upcoming AI Gateway invoice of an account. Needs the permission AI Gateway Read.
 *
 * Runs in the program, also at preview. Changes nothing.
 *
 * Source: `GET /accounts/{account_id}/ai-gateway/billing/invoice-preview`.
 *
 * @throws ConfigurationError, AuthenticationError, PermissionError, NotFoundError, RateLimitedError,
 *   ServiceError, NetworkError, TimeoutError or ResponseShapeError
 * @example
 * ```ts
 * import { getInvoicePreview } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // US cents; 0 without an upcoming invoice.
 * export const due = getInvoicePreview().then(({ invoice }) => invoice?.amountDue ?? 0);
 * ```
 */
export async function getInvoicePreview(
  args: GetInvoicePreviewArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetInvoicePreviewResult> {
  return answer("getInvoicePreview", args, opts, (data, account) => data.getInvoicePreview(account));
}

/**
 * The arguments of {@link getInvoicePreviewOutput}.
 *
 * @example
 * ```ts
 * import * as pulumi from "@pulumi/pulumi";
 * import { getInvoicePreviewOutput } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { GetInvoicePreviewOutputArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const args: GetInvoicePreviewOutputArgs = { accountId: new pulumi.Config().require("account") };
 * export const result = getInvoicePreviewOutput(args);
 * ```
 */
export type GetInvoicePreviewOutputArgs = AccountOutputArgs;

/**
 * {@link getInvoicePreview} for arguments that are outputs.
 *
 * It waits for `dependsOn`. It is not called while an argument is unknown. The result is secret if an argument is.
 *
 * @throws the same errors as {@link getInvoicePreview}: the output fails
 * @example
 * ```ts
 * import { getInvoicePreviewOutput } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // US cents; 0 without an upcoming invoice.
 * export const due = getInvoicePreviewOutput().apply(({ invoice }) => invoice?.amountDue ?? 0);
 * ```
 */
export function getInvoicePreviewOutput(
  args: GetInvoicePreviewOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetInvoicePreviewResult> {
  return asOutput(getInvoicePreview, pulumi.output(args), opts);
}
