/** The inputs of a CreditTopup, and those of its two halves. */
import { z } from "zod";
import { MINIMUM } from "../contract/facts.js";
import { quote } from "../contract/quote.js";
import { accountId, cents, count, line } from "../inputs/inputs.js";
import type { PurchaseRecord } from "./record.js";
import { chargeableRecord } from "./record.js";

const purchase = () => line("the word for a purchase, such as 2026-11", 100);

/** The intent gets all inputs. */
export const topupIntentInputs = z.strictObject({
  accountId: accountId(),
  amount: cents(MINIMUM.topupAmount),
  purchase: purchase(),
  reason: line("the reason of the purchase", 500).exactOptional(),
  paymentMethodId: line("the id of a payment method", 200).exactOptional(),
  adoptInvoiceId: line("the id of an invoice", 200).exactOptional(),
  abandonPurchase: z
    .union([purchase(), z.array(purchase()).readonly()], {
      error: ({ input }) =>
        `must be the word for a purchase, such as "2026-11", or a list of such words; got ${quote(input)}.`,
    })
    .exactOptional(),
  settleWithinSeconds: count("seconds", 3600).exactOptional(),
  repeatGuardDays: count("days", 36_500).exactOptional(),
});

export type Declared = z.output<typeof topupIntentInputs>;

/** The charge gets the record, and not the inputs that only decide whether there is one. */
export const topupChargeInputs = topupIntentInputs
  .omit({ adoptInvoiceId: true, abandonPurchase: true, repeatGuardDays: true })
  .extend({ record: chargeableRecord });

export type ChargeInputs = z.output<typeof topupChargeInputs>;

/** What a charge works from: the record, and what the record does not hold. */
export type Order = Omit<ChargeInputs, keyof PurchaseRecord>;
