/** The manual invoices of an account: what they say about purchases. */
import type { Client } from "../billing/client.js";
import { getInvoiceHistory } from "../billing/invoiceHistory.js";
import { formatCents } from "../contract/money.js";
import { cite } from "../contract/quote.js";

export type ManualInvoice = Awaited<ReturnType<typeof getInvoiceHistory>>[number];

/** An invoice with an id, which distinguishes it from every other. */
export type InvoiceWithId = ManualInvoice & { readonly id: string };

/** All of them; an incomplete list is an error. */
export const readManualInvoices = (client: Client, accountId: string): Promise<ManualInvoice[]> =>
  getInvoiceHistory(client, accountId, "manual");

/** Cloudflare does not say whether the amount of an invoice contains the fee of 5 %, or a tax. */
const MOST = 1.5;

/** Whether it is paid, or may still be. */
export const stands = ({ status }: ManualInvoice) => status !== "void" && status !== "uncollectible";

/** Whether the invoice may belong to a top-up of `amount` US cents. */
export function fits(invoice: ManualInvoice, amount: number): boolean {
  if (!stands(invoice)) return false;
  return [invoice.amountDue, invoice.amountPaid].some((cents) => cents >= amount && cents <= amount * MOST);
}

/** The invoices that an earlier record does not know. One without an id is never known. */
export const unknownTo = (known: readonly string[], invoices: readonly ManualInvoice[]): ManualInvoice[] =>
  invoices.filter(({ id }) => id === null || !known.includes(id));

/** Whether the payment has not gone through. */
export const isUnpaid = ({ status }: ManualInvoice) => status === "open" || status === "draft";

const DAY_MS = 86_400_000;

/** Whether it was made in the last `days`. One of unknown age counts as made just now. */
export function isYounger({ createdSeconds }: ManualInvoice, days: number, now: number): boolean {
  return days > 0 && (createdSeconds === null || now - createdSeconds * 1000 < days * DAY_MS);
}

/** `in_1 (US$52.50, paid, 2026-11-01), in_2 (…)` */
export function inWords(invoices: readonly ManualInvoice[]): string {
  const texts = invoices.map(({ id, amountDue, amountPaid, status, created }) => {
    const facts = [formatCents(Math.max(amountDue, amountPaid)), status && cite(status, 40), created?.slice(0, 10)];
    return `${id === null ? "one without an id" : cite(id, 200)} (${facts.filter(Boolean).join(", ")})`;
  });
  return texts.join(", ");
}
