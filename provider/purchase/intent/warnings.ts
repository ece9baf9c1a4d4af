/** What is said of invoices that might be somebody's purchase: the last word on a charge that nobody has claimed. */
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
  warn(
    appeared.length === 0
      ? `Purchase "${purchase}" is given up. No manual invoice has appeared since it was recorded.`
      : `Purchase "${purchase}" is given up. Since it was recorded there are ${inWords(appeared)}: if one of them is its own, the card was charged for it.`,
  );
}

/** The user's word that an invoice is this purchase's, although its amount says that it is not. */
export function nameMisfit(adopted: ManualInvoice, amount: number, { warn }: Surroundings) {
  warn(
    `The invoice ${inWords([adopted])} does not fit ${formatCents(amount)}, and is taken over as adoptInvoiceId says.`,
  );
}

export function nameOthersThatFit(
  adopted: ManualInvoice,
  amount: number,
  invoices: readonly ManualInvoice[],
  { warn }: Surroundings,
) {
  const others = invoices.filter((invoice) => invoice.id !== adopted.id && fits(invoice, amount));
  if (others.length > 0) warn(`The invoice ${adopted.id} is taken over. Others fit too: ${inWords(others)}.`);
}

export function nameRecent(
  invoices: readonly ManualInvoice[],
  adoptedId: string | undefined,
  now: number,
  { warn }: Surroundings,
) {
  const recent = invoices.filter((invoice) => invoice.id !== adoptedId && isYounger(invoice, 30, now));
  if (recent.length > 0) warn(`In the last 30 days the account has bought credit by hand: ${inWords(recent)}.`);
}

/** Invoices since the last purchase that fit neither it nor the next one, and so ask no question: nobody here has made them. */
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
      `Since purchase "${last.purchase}" was recorded, account ${accountId} has also got ${inWords(strangers)}: of no purchase that this state knows.`,
    );
}

/** What repeatGuardDays keeps from being asked about is the user's word against an invoice, and is said. */
export function nameLeftOut(
  { adoptInvoiceId, repeatGuardDays }: Declared,
  fitting: readonly ManualInvoice[],
  { warn }: Surroundings,
) {
  if (adoptInvoiceId !== undefined || fitting.length === 0) return;
  warn(
    `repeatGuardDays: ${repeatGuardDays} says that ${inWords(fitting)} ${fitting.length === 1 ? "is another purchase" : "are other purchases"}. Remove it after this \`pulumi up\`.`,
  );
}
