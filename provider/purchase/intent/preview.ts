/** What a preview says about a new purchase: what the card will be charged, or why it would be refused. */
import { z } from "zod";
import type { Connected } from "../../billing/connected.js";
import { mayNotWrite } from "../../billing/eligibility.js";
import { isBillingError } from "../../contract/errors.js";
import { failure, info, warning } from "../../contract/findings.js";
import type { Finding, PreviewRequest } from "../../contract/lifecycle.js";
import { topupIntentInputs } from "../inputs.js";
import { readManualInvoices } from "../invoices.js";
import { checkEligibility, checkLimits, payerOf } from "../preconditions.js";
import { purchaseRecord } from "../record.js";
import { costOf, willTakeOver } from "../sentences.js";
import { objection } from "./guards.js";

export async function previewIntent(
  { step, declared: news, recorded }: PreviewRequest,
  { client, clock }: Connected,
): Promise<Finding[]> {
  const parsed = topupIntentInputs.safeParse(news);
  // The check refuses invalid inputs, and names the rule.
  if (!parsed.success || step === "same") return [];
  const declared = parsed.data;
  const { accountId, adoptInvoiceId, purchase } = declared;
  // A program does not see what is recorded.
  const before = step === "create" ? [] : z.array(purchaseRecord).safeParse(recorded?.purchases).data;
  // Recorded already: the charge has its own preview.
  if (before?.some((record) => record.purchase === purchase)) return [];

  const later =
    adoptInvoiceId === undefined
      ? info(`Once that is resolved, \`pulumi up\` will charge the card ${costOf(declared)}.`)
      : [];
  let payer = "";
  const unasked: Finding[] = [];
  try {
    if (adoptInvoiceId === undefined) {
      await checkLimits(client, declared);
      await checkEligibility(client, accountId).catch((error: unknown) => {
        if (!isBillingError(error, "PermissionError")) throw error;
        unasked.push(...warning(mayNotWrite(accountId)));
      });
      payer = await payerOf(client, declared);
    }
  } catch (error) {
    const isRefusal =
      isBillingError(error, "ConfigurationError") || isBillingError(error, "PaymentActionRequiredError");
    if (isRefusal) return [...refused(error.message), ...later];
    throw error;
  }
  const refusal =
    before && objection(declared, before, await readManualInvoices(client, accountId), clock.now())?.error.message;
  if (refusal !== undefined) return [...refused(refusal), ...later];
  return [
    ...unasked,
    ...info(
      adoptInvoiceId === undefined
        ? `\`pulumi up\` will charge ${payer} ${costOf(declared)}.${before === undefined ? LOOKS_FIRST : ""}`
        : willTakeOver(adoptInvoiceId, declared),
    ),
  ];
}

/** A next purchase is also judged by the record, and by what the list shows since the last one. */
const LOOKS_FIRST =
  " It first looks at the record and at the list of invoices. If this purchase was charged already, or if something is unclear, it charges nothing.";

const refused = (why: string) => failure("As the account is now, this purchase will be refused.", why);
