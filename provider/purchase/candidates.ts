/** Which invoice is that of a purchase whose answer nobody saw: one without doubt, none, or a question. */
import type { Invoice } from "./invoices.js";
import { fits, inWords, isUnpaid, unknownTo } from "./invoices.js";
import type { PurchaseRecord } from "./record.js";

/** The invoices that may be this purchase's. */
export const candidatesOf = ({ amount, knownInvoices }: PurchaseRecord, invoices: readonly Invoice[]): Invoice[] =>
  unknownTo(knownInvoices, invoices).filter((invoice) => fits(invoice, amount));

/** The invoice, where there is no doubt. */
export function theOne(fitting: readonly Invoice[]): (Invoice & { readonly id: string }) | undefined {
  const [only] = fitting;
  if (only === undefined || fitting.length > 1 || only.id === null || isUnpaid(only)) return undefined;
  return { ...only, id: only.id };
}

/** What a human has to find out. */
export function ask({ purchase, accountId }: PurchaseRecord, fitting: readonly Invoice[]): string {
  const [only] = fitting;
  if (fitting.length === 1 && only !== undefined && only.id !== null) {
    return `The invoice ${inWords(fitting)} may be its own and is not paid: pay or confirm it in the Cloudflare dashboard, or let it be voided there, and run \`pulumi up\` again. Or take it over as it is with adoptInvoiceId.`;
  }
  const which = fitting.some(({ id }) => id === null)
    ? "Cloudflare lists them without ids, so they cannot be told apart."
    : "More than one fits.";
  return `Account ${accountId} has ${inWords(fitting)}. ${which} Find out in the Cloudflare dashboard which of them is "${purchase}" and set adoptInvoiceId to its id; or, to buy again, give it up: abandonPurchase: "${purchase}" with a new word and repeatGuardDays: 0.`;
}
