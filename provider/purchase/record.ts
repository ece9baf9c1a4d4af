/**
 * A purchase as the intent records it before the card is charged. States of users hold records, so their keys are
 * frozen. A later version may add a key, but must work without it.
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
  /** The ids of the manual invoices that the account had. */
  knownInvoices: z.array(z.string()).readonly(),
  /** Those of them that fit, but belong to another purchase: the one before, or one that the user named. They ask no question again. */
  otherInvoices: z.array(z.string()).readonly(),
  /** Drawn by the process that recorded it. Only that process may charge without looking first, and only once. */
  mark: z.string(),
  /** Its invoice, if the next purchase found it on the list. */
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

/** Only a CreditTopup makes its two halves, so that there is no charge without a record. */
export const notImported = (what: string) =>
  new ConfigurationError(
    `${what} of AI Gateway credit cannot be imported: it is part of a CreditTopup. Declare a CreditTopup, and set adoptInvoiceId to the id of its invoice: nothing is charged.`,
  );

/** The engine saves a half of a CreditTopup before the other is made. A half by itself has nobody who would look for its charge. */
export const notAlone = (kind: string) =>
  new ConfigurationError(
    `${kind} is a half of a CreditTopup, and is not made by itself: it would buy without a record. Nothing was sent. Declare a CreditTopup. If the card was charged already, set its adoptInvoiceId to the id of that invoice: nothing is charged.`,
  );
