/** What the charge of a CreditTopup is given: the purchase, and its record. */
import { z } from "zod";
import { MINIMUM } from "../../contract/facts.js";
import { accountId, cents, count, line } from "../../inputs/inputs.js";
import { chargeableRecord } from "../record.js";

export const topupChargeInputs = z.strictObject({
  accountId: accountId(),
  amount: cents(MINIMUM.topupAmount),
  purchase: line("the word for a purchase", 100),
  reason: line("the reason of the purchase", 500).exactOptional(),
  paymentMethodId: line("the id of a payment method", 200).exactOptional(),
  settleWithinSeconds: count("seconds", 3600).exactOptional(),
  record: chargeableRecord,
});

export type Declared = z.output<typeof topupChargeInputs>;
