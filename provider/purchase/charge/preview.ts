/** What a preview says about a purchase that is recorded but has no charge in the state. */

import type { Connected } from "../../billing/connected.js";
import { info } from "../../contract/findings.js";
import type { Finding, PreviewRequest } from "../../contract/lifecycle.js";
import { chargeableRecord } from "../record.js";
import { costOf, NOT_FINISHED, named, willTakeOver } from "../sentences.js";
import { inSeconds, interruptedMs } from "../window.js";

export async function previewCharge({ step, declared }: PreviewRequest, { client }: Connected): Promise<Finding[]> {
  const record = chargeableRecord.safeParse(declared.record).data;
  // Not recorded yet: the intent has its own preview.
  if (step !== "create" || record === undefined) return [];
  const { adoptedInvoiceId } = record;
  if (adoptedInvoiceId !== undefined) return info(willTakeOver(adoptedInvoiceId, record));
  return info(
    `Purchase ${named(record)} ${NOT_FINISHED}. \`pulumi up\` will wait ${inSeconds(interruptedMs(client.timing))} and look for its charge. If there is one, it takes it over. If there is none, it charges the card ${costOf(record)}.`,
  );
}
