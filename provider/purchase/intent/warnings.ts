/** Warnings about invoices that no purchase owns: the last chance to notice a charge that nobody has claimed. */
import type { Surroundings } from "../../contract/lifecycle.js";
import { formatCents } from "../../contract/money.js";
import type { Declared } from "../inputs.js";
import type { ManualInvoice } from "../invoices.js";
import { fits, inWords, isYounger, stands, unknownTo } from "../invoices.js";
import type { PurchaseRecord } from "../record.js";

export function nameAbandoned(
  { purchase, knownInvoices }: PurchaseRecord,
  invoices: readonly ManualInvoice[],
  { warn }: Surroundings,
) {
  const appeared = unknownTo(knownInvoices, invoices);
  const found =
    appeared.length === 0
      ? "No manual invoice has appeared since it was recorded."
      : `Since it was recorded, the account got ${inWords(appeared)}. If one of them belongs to it, the card was charged.`;
  warn(`Purchase "${purchase}" is given up. ${found} After this \`pulumi up\`, you can remove abandonPurchase.`);
}

/** The user says that an invoice belongs to this purchase, although its amount does not fit. */
export function nameMisfit(adopted: ManualInvoice, amount: number, { warn }: Surroundings) {
  warn(
    `Invoice ${inWords([adopted])} does not fit ${formatCents(amount)}. It is taken over because adoptInvoiceId names it.`,
  );
}

export function nameOthersThatFit(
  adopted: ManualInvoice,
  amount: number,
  invoices: readonly ManualInvoice[],
  { warn }: Surroundings,
) {
  const others = invoices.filter((invoice) => invoice.id !== adopted.id && fits(invoice, amount));
  if (others.length > 0) warn(`Invoice ${adopted.id} is taken over. Others fit too: ${inWords(others)}.`);
}

export function nameRecent(
  invoices: readonly ManualInvoice[],
  adoptedId: string | undefined,
  now: number,
  { warn }: Surroundings,
) {
  const recent = invoices.filter((invoice) => invoice.id !== adoptedId && isYounger(invoice, 30, now));
  if (recent.length > 0) warn(`The account bought credit by hand in the last 30 days: ${inWords(recent)}.`);
}

/** Invoices since the last purchase that fit neither it nor the next one. They raise no question, but no purchase here made them. */
export function nameStrangers(
  last: PurchaseRecord,
  { accountId, amount, adoptInvoiceId }: Declared,
  invoices: readonly ManualInvoice[],
  { warn }: Surroundings,
) {
  const own = [last.adoptedInvoiceId, adoptInvoiceId];
  const strangers = unknownTo(last.knownInvoices, invoices).filter(
    (invoice) =>
      stands(invoice) && !fits(invoice, last.amount) && !fits(invoice, amount) && !own.includes(invoice.id ?? ""),
  );
  if (strangers.length > 0)
    warn(
      `Since purchase "${last.purchase}" was recorded, account ${accountId} also got ${inWords(strangers)}. No purchase in this state owns ${strangers.length === 1 ? "it" : "them"}.`,
    );
}

/** With repeatGuardDays the user says that an invoice belongs to another purchase. The warning names the invoice. */
export function nameLeftOut(
  { adoptInvoiceId, repeatGuardDays }: Declared,
  fitting: readonly ManualInvoice[],
  { warn }: Surroundings,
) {
  if (adoptInvoiceId !== undefined || fitting.length === 0) return;
  warn(
    `Because of repeatGuardDays: ${repeatGuardDays}, ${inWords(fitting)} ${fitting.length === 1 ? "counts as another purchase" : "count as other purchases"}. Remove repeatGuardDays after this \`pulumi up\`.`,
  );
}
