/** What the list of invoices says about a purchase whose answer was lost: exactly one invoice, none, or a question. */
import { creditsPage } from "../contract/dashboard.js";
import { formatCents } from "../contract/money.js";
import type { InvoiceWithId, ManualInvoice } from "./invoices.js";
import { fits, inWords, isUnpaid, stands, unknownTo } from "./invoices.js";
import type { PurchaseRecord } from "./record.js";

/** The invoices that may belong to this purchase. */
export const candidatesOf = (
  { amount, knownInvoices }: PurchaseRecord,
  invoices: readonly ManualInvoice[],
): ManualInvoice[] => unknownTo(knownInvoices, invoices).filter((invoice) => fits(invoice, amount));

/** `unclear` comes with the question for the user, and with the ways out. */
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

/** Names the invoices that fit, and says why none of them is taken over. */
function ask({ purchase, accountId }: PurchaseRecord, fitting: readonly ManualInvoice[]): string {
  const [only] = fitting;
  if (fitting.length === 1 && only !== undefined && only.id !== null) {
    return `Invoice ${inWords(fitting)} may belong to it and is not paid yet. Its payment may still be settling: wait a few minutes and run \`pulumi up\` again. If it stays unpaid, pay, confirm or void it in the ${creditsPage(accountId)}, and run \`pulumi up\` again. Or set adoptInvoiceId to its id, to take it over as it is.`;
  }
  const which = fitting.some(({ id }) => id === null)
    ? "Cloudflare lists them without ids, so they cannot be told apart."
    : "More than one fits.";
  return `Account ${accountId} has ${inWords(fitting)}. ${which} Find out in the ${creditsPage(accountId)} which of them is "${purchase}", and set adoptInvoiceId to its id. Or, to buy again, name a new purchase, and set abandonPurchase: "${purchase}" and repeatGuardDays: 0.`;
}

/** Names invoices that came since then, for another amount. If that amount contains a tax, one may belong to this purchase. */
function askOfOthers({ purchase, accountId, amount }: PurchaseRecord, others: readonly ManualInvoice[]): string {
  const isIt = others.length === 1 ? "it is" : "one of them is";
  return `Since it was recorded, account ${accountId} got ${inWords(others)}, which does not fit ${formatCents(amount)}. Look in the ${creditsPage(accountId)} whether ${isIt} "${purchase}" anyway. If so, set adoptInvoiceId to its id: nothing is charged. If not, name a new purchase, and give this one up with abandonPurchase: "${purchase}".`;
}
