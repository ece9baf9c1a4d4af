/** What the list says of a purchase whose answer nobody saw: one invoice without doubt, none, or a question. */
import { formatCents } from "../contract/money.js";
import type { InvoiceWithId, ManualInvoice } from "./invoices.js";
import { fits, inWords, isUnpaid, stands, unknownTo } from "./invoices.js";
import type { PurchaseRecord } from "./record.js";

/** The invoices that may be this purchase's. */
export const candidatesOf = (
  { amount, knownInvoices }: PurchaseRecord,
  invoices: readonly ManualInvoice[],
): ManualInvoice[] => unknownTo(knownInvoices, invoices).filter((invoice) => fits(invoice, amount));

/** What a human has to find out has its question, with the ways out. */
export type Verdict =
  | { readonly is: "charged"; readonly invoice: InvoiceWithId }
  | { readonly is: "not charged" }
  | { readonly is: "unclear"; readonly question: string };

export function verdictOn(record: PurchaseRecord, invoices: readonly ManualInvoice[]): Verdict {
  const fitting = candidatesOf(record, invoices);
  const [only] = fitting;
  if (only === undefined) {
    const others = unknownTo(record.knownInvoices, invoices).filter(stands);
    return others.length === 0 ? { is: "not charged" } : { is: "unclear", question: askOfOthers(record, others) };
  }
  if (fitting.length > 1 || only.id === null || isUnpaid(only))
    return { is: "unclear", question: ask(record, fitting) };
  return { is: "charged", invoice: { ...only, id: only.id } };
}

/** Invoices that fit, and why none of them is taken over. */
function ask({ purchase, accountId }: PurchaseRecord, fitting: readonly ManualInvoice[]): string {
  const [only] = fitting;
  if (fitting.length === 1 && only !== undefined && only.id !== null) {
    return `The invoice ${inWords(fitting)} may be its own and is not paid: pay or confirm it in the Cloudflare dashboard, or let it be voided there, and run \`pulumi up\` again. Or take it over as it is with adoptInvoiceId.`;
  }
  const which = fitting.some(({ id }) => id === null)
    ? "Cloudflare lists them without ids, so they cannot be told apart."
    : "More than one fits.";
  return `Account ${accountId} has ${inWords(fitting)}. ${which} Find out in the Cloudflare dashboard which of them is "${purchase}" and set adoptInvoiceId to its id; or, to buy again, give it up: abandonPurchase: "${purchase}" with a new word and repeatGuardDays: 0.`;
}

/** Invoices that have come since then, for another amount. Should a tax make one of them so large, it is this one's. */
function askOfOthers({ purchase, accountId, amount }: PurchaseRecord, others: readonly ManualInvoice[]): string {
  const isIt = others.length === 1 ? "it is" : "one of them is";
  return `Since it was recorded, account ${accountId} has got ${inWords(others)}: not what a purchase of ${formatCents(amount)} costs. Look in the Cloudflare dashboard whether ${isIt} "${purchase}" all the same. If so, set adoptInvoiceId to its id: nothing is charged. If not, name a new purchase, and give this one up with abandonPurchase: "${purchase}".`;
}
