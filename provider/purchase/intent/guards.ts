/**
 * Why the list of manual invoices forbids a new purchase, or to take over an invoice. Pure functions of what is
 * declared, what is recorded, and the list.
 */

import { AmbiguousChargeError, ConfigurationError } from "../../contract/errors.js";
import { formatCents } from "../../contract/money.js";
import { candidatesOf } from "../candidates.js";
import type { Declared } from "../inputs.js";
import type { ManualInvoice } from "../invoices.js";
import { fits, inWords, isYounger, stands, unknownTo } from "../invoices.js";
import type { PurchaseRecord } from "../record.js";
import { named } from "../sentences.js";
import { abandons } from "./refuseByRecord.js";

/** Whether a purchase needs no invoice of its own any more: it took one over, or was given up. */
export const isOver = (last: PurchaseRecord, declared: Declared) =>
  last.adoptedInvoiceId !== undefined || last.abandoned === true || abandons(declared, last);

/** The invoices that fit the last purchase or the declared one, and came after the last one was recorded. */
export const appearedSince = (last: PurchaseRecord, declared: Declared, invoices: readonly ManualInvoice[]) =>
  unknownTo(last.knownInvoices, invoices).filter(
    (invoice) =>
      (fits(invoice, last.amount) || fits(invoice, declared.amount)) &&
      invoice.id !== (last.adoptedInvoiceId ?? "") &&
      invoice.id !== (declared.adoptInvoiceId ?? ""),
  );

interface Objection {
  readonly error: Error;
  /** Whether waiting cannot change it. */
  readonly isLasting: boolean;
}

/** Why a new purchase must not be recorded on this list of manual invoices; undefined when it may. */
export function objection(
  declared: Declared,
  before: readonly PurchaseRecord[],
  invoices: readonly ManualInvoice[],
  now: number,
): Objection | undefined {
  const { adoptInvoiceId, amount } = declared;
  if (adoptInvoiceId !== undefined) {
    const adoption = judgeAdoption(adoptInvoiceId, amount, before, invoices);
    if ("error" in adoption) return { error: adoption.error, isLasting: false };
  }
  const last = before.at(-1);
  const next = last === undefined ? undefined : nextObjection(declared, last, invoices);
  return next ?? repeatObjection(declared, before, invoices, now);
}

/** An invoice that fits, and that no record explains, may belong to this purchase: the state was lost, or the resource renamed. */
function repeatObjection(
  declared: Declared,
  before: readonly PurchaseRecord[],
  invoices: readonly ManualInvoice[],
  now: number,
): Objection | undefined {
  const { accountId, adoptInvoiceId, amount, repeatGuardDays = Number.POSITIVE_INFINITY } = declared;
  if (adoptInvoiceId !== undefined) return undefined;
  const fitting = unexplained(amount, before, invoices).filter((invoice) => isYounger(invoice, repeatGuardDays, now));
  if (fitting.length === 0) return undefined;
  return {
    isLasting: true,
    error: new AmbiguousChargeError(
      `Purchase ${named(declared)} may have been made already: account ${accountId} has ${inWords(fitting)}, and no purchase of this stack owns ${fitting.length === 1 ? "it" : "them"}. If you have renamed the resource, give it an alias: aliases: [{ name: "<the old name>" }]. If an invoice belongs to this purchase, set adoptInvoiceId to its id: nothing is charged. If none does, set repeatGuardDays to fewer days than their age, and remove it after this \`pulumi up\`. Nothing was charged.`,
    ),
  };
}

/**
 * The invoices that fit, existed when the last purchase was recorded, and belong to no recorded purchase. Those that
 * came later are for `nextObjection`.
 */
export function unexplained(
  amount: number,
  before: readonly PurchaseRecord[],
  invoices: readonly ManualInvoice[],
): ManualInvoice[] {
  const known = before.at(-1)?.knownInvoices;
  const explained = before.flatMap(({ invoiceId, adoptedInvoiceId, otherInvoices }) => [
    invoiceId,
    adoptedInvoiceId,
    ...otherInvoices,
  ]);
  return invoices.filter(
    (invoice) =>
      fits(invoice, amount) &&
      (known === undefined || (invoice.id !== null && known.includes(invoice.id) && !explained.includes(invoice.id))),
  );
}

/** Since the last purchase was recorded, its own invoice must have come, and no other invoice that fits. */
function nextObjection(
  declared: Declared,
  last: PurchaseRecord,
  invoices: readonly ManualInvoice[],
): Objection | undefined {
  const { accountId, adoptInvoiceId, purchase, repeatGuardDays } = declared;
  const over = isOver(last, declared);
  const appeared = appearedSince(last, declared, invoices);
  if (!over && !appeared.some((invoice) => fits(invoice, last.amount))) {
    const taken = candidatesOf(last, invoices).filter(({ id }) => id === adoptInvoiceId);
    const butFor = taken.length === 0 ? "" : ` but ${inWords(taken)}, which adoptInvoiceId gives to "${purchase}"`;
    const only =
      appeared.length === 0 ? "" : ` (There is ${inWords(appeared)}, which does not fit ${formatCents(last.amount)}.)`;
    return {
      isLasting: false,
      error: new AmbiguousChargeError(
        `Purchase ${named(last)} comes before "${purchase}" and is not finished: account ${accountId} has no invoice for it${butFor}.${only} To finish it, declare "${last.purchase}" again and run \`pulumi up\`. To give it up, set abandonPurchase: "${last.purchase}"; do so too if it was completed and its invoice has changed since. Nothing was charged.`,
      ),
    };
  }
  if (appeared.length <= (over ? 0 : 1) || repeatGuardDays === 0 || adoptInvoiceId !== undefined) return undefined;
  const lost = appeared.filter((invoice) => fits(invoice, last.amount));
  if (abandons(declared, last) && lost.length > 0)
    return { isLasting: true, error: givenUpButCharged(declared, last, lost) };
  const expected = over ? "none was expected" : `only that of "${last.purchase}" was expected`;
  return {
    isLasting: true,
    error: new AmbiguousChargeError(
      `Purchase ${named(declared)} may have been made already: since "${last.purchase}" was recorded, account ${accountId} got ${inWords(appeared)}; ${expected}. Somebody else bought, or the state of this stack is out of date. If one of them is "${purchase}", set adoptInvoiceId to its id: nothing is charged. If none is, set repeatGuardDays: 0 for this \`pulumi up\`. Nothing was charged.`,
    ),
  };
}

/** The user gives the purchase up because it seems not to be charged. An invoice that fits says otherwise. */
function givenUpButCharged(declared: Declared, last: PurchaseRecord, lost: readonly ManualInvoice[]) {
  const { accountId, amount, purchase } = declared;
  const own = lost.some((invoice) => fits(invoice, amount))
    ? ` If the invoice belongs to "${purchase}", set adoptInvoiceId to its id: nothing is charged.`
    : "";
  return new AmbiguousChargeError(
    `Purchase ${named(last)}, which abandonPurchase gives up, seems to have been charged: since it was recorded, account ${accountId} got ${inWords(lost)}. If that is its charge, and you want no more credit, declare ${named(last)} again without abandonPurchase: nothing more is charged.${own} To charge the card again, for ${named(declared)}, set repeatGuardDays: 0 for this \`pulumi up\`. Nothing was charged.`,
  );
}

/** The invoice to take over, or why that is not possible. */
type Adoption = { readonly invoice: ManualInvoice } | { readonly error: ConfigurationError };

/** @param own the purchase that takes it over, if it is recorded already: an invoice that came later need not fit */
function judgeAdoption(
  id: string,
  amount: number,
  before: readonly PurchaseRecord[],
  invoices: readonly ManualInvoice[],
  own?: PurchaseRecord,
): Adoption {
  const invoice = invoices.find((one) => one.id === id);
  const owner = before.find(({ adoptedInvoiceId, invoiceId }) => adoptedInvoiceId === id || invoiceId === id);
  const isNew = invoice !== undefined && own !== undefined && unknownTo(own.knownInvoices, [invoice]).length > 0;
  const mayBeIt = invoice !== undefined && (fits(invoice, amount) || (isNew && stands(invoice)));
  if (mayBeIt && owner === undefined) return { invoice };
  const why =
    invoice === undefined
      ? `is not among the account's manual invoices${invoices.length === 0 ? "" : `: ${inWords(invoices)}`}`
      : owner === undefined
        ? `does not fit ${formatCents(amount)}: it is ${inWords([invoice])}`
        : `belongs to purchase "${owner.purchase}"`;
  return {
    error: new ConfigurationError(
      `adoptInvoiceId: invoice ${id} ${why}. Nothing was charged. Name another invoice, or remove adoptInvoiceId.`,
    ),
  };
}

/** Returns the invoice to take over, or throws why that is not possible. */
export function adoptable(...asked: Parameters<typeof judgeAdoption>): ManualInvoice {
  const adoption = judgeAdoption(...asked);
  if ("error" in adoption) throw adoption.error;
  return adoption.invoice;
}
