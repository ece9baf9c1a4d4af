/** What a preview can tell of a purchase to come: whether the account, as it is now, would refuse it. */
import type { Client } from "../billing/client.js";
import { isBillingError } from "../contract/errors.js";
import type { Properties } from "../contract/lifecycle.js";
import { topupIntentInputs } from "./inputs.js";
import { objection } from "./intent/guards.js";
import { readManualInvoices } from "./invoices.js";
import { checkPreconditions } from "./preconditions.js";

/** @param isFirst whether the stack has recorded no purchase; what it has recorded, a preview cannot see */
export async function previewPurchase(
  news: Properties,
  isFirst: boolean,
  client: Client,
  now: number,
): Promise<string[]> {
  const parsed = topupIntentInputs.safeParse(news);
  // What is invalid is refused by the check, with the rule.
  if (!parsed.success) return [];
  const declared = parsed.data;
  const { accountId, adoptInvoiceId } = declared;
  if (adoptInvoiceId === undefined) {
    try {
      await checkPreconditions(client, declared);
    } catch (error) {
      const isRefusal =
        isBillingError(error, "ConfigurationError") || isBillingError(error, "PaymentActionRequiredError");
      if (isRefusal) return [refused(error.message)];
      throw error;
    }
  }
  const refusal = isFirst ? objection(declared, [], await readManualInvoices(client, accountId), now) : undefined;
  return refusal === undefined ? [] : [refused(refusal.error.message)];
}

const refused = (why: string) => `As the account is now, this purchase will be refused. ${why}`;
