/**
 * A purchase as the intent records it before the card is charged. States of users hold records, so their
 * keys are frozen: a later version may add one and must not need it.
 */
import { z } from "zod";
import { ConfigurationError } from "../contract/errors.js";

export const purchaseRecord = z.object({
  purchase: z.string(),
  accountId: z.string(),
  /** US cents. */
  amount: z.number(),
  /** ISO 8601. */
  recordedAt: z.string(),
  /** The ids of the manual invoices that were there. */
  knownInvoices: z.array(z.string()).readonly(),
  /** Those among them that fit, and are another purchase's: the one before, or the user has said so. Nobody is asked again. */
  otherInvoices: z.array(z.string()).readonly(),
  /** Drawn by the process that recorded it; that process alone may charge without looking first, and once. */
  mark: z.string(),
  /** Its invoice, as far as the next purchase found it on the list. */
  invoiceId: z.string().exactOptional(),
  /** The invoice that was taken over. Such a purchase is never charged. */
  adoptedInvoiceId: z.string().exactOptional(),
  /** The user has given it up. */
  abandoned: z.literal(true).exactOptional(),
});

export type PurchaseRecord = z.output<typeof purchaseRecord>;

/** A purchase, among those of all accounts. */
export const purchaseKey = (accountId: unknown, purchase: unknown) => `${accountId}/${purchase}`;

/** What the intent hands to the charge. */
export const chargeableRecord = purchaseRecord.extend({
  /** Whether no purchase was recorded after it. */
  isNewest: z.boolean(),
});

/** The two halves of a CreditTopup are made by it alone, so that no charge stands without its record. */
export const notImported = (what: string) =>
  new ConfigurationError(
    `${what} of AI Gateway credit is not imported: it is part of a CreditTopup. Declare a CreditTopup, and name an invoice that is there already in adoptInvoiceId: nothing is charged.`,
  );
