/** Checks a declared CreditTopup, by itself and against what was declared before. Sends nothing. */
import type { Checked, CheckRequest } from "../../contract/lifecycle.js";
import { checkInputs } from "../../inputs/checkInputs.js";
import { unseenText } from "../../inputs/inputs.js";
import { topupIntentInputs } from "../inputs.js";
import { changed, wordsOf } from "./refuseByRecord.js";

/** @param skipsCheckpoints whether Pulumi saves nothing between the record and the charge */
export function checkPurchase(request: CheckRequest, skipsCheckpoints: () => boolean): Checked {
  const checked = checkInputs("CreditTopup", topupIntentInputs, request);
  const { olds, isUnknown } = request;
  const news = checked.inputs;
  const failures = [...checked.failures];
  const isInvalid = (property: string) => checked.failures.some((failure) => failure.property === property);
  const refuse = (property: string, reason: string) => failures.push({ property, reason: `${property} ${reason}` });
  for (const property of ["purchase", "amount"]) {
    if (isUnknown(news[property]))
      refuse(property, "must be known at preview, so that a reviewer sees what is bought. Give it as a plain value.");
  }
  for (const property of ["purchase", "reason"]) {
    const unseen = unseenText(news[property]);
    // A value that the state already has is not checked: an earlier version may have accepted it.
    if (unseen === undefined || isInvalid(property) || olds[property] === news[property]) continue;
    refuse(property, `is ${unseen}, so it looks like another text. Remove that character.`);
  }
  if (!isInvalid("purchase") && wordsOf(news.abandonPurchase).includes(String(news.purchase))) {
    refuse("abandonPurchase", `names the purchase itself, "${news.purchase}". Remove it, or name a new purchase.`);
  }
  if (olds.purchase !== undefined && olds.purchase === news.purchase) {
    for (const property of ["amount", "accountId"] as const) {
      if (isUnknown(news[property]) || isInvalid(property) || olds[property] === news[property]) continue;
      failures.push({ property, reason: changed(property, String(news.purchase), olds[property], news[property]) });
    }
  } else if (olds.purchase !== undefined) {
    const isStill = (property: string) => news[property] !== undefined && olds[property] === news[property];
    if (isStill("adoptInvoiceId")) {
      refuse(
        "adoptInvoiceId",
        `is still "${news.adoptInvoiceId}", the invoice of purchase "${olds.purchase}". Remove it, or name the invoice of "${news.purchase}".`,
      );
    }
    if (isStill("repeatGuardDays")) {
      refuse(
        "repeatGuardDays",
        `is still ${news.repeatGuardDays}, which was for purchase "${olds.purchase}". Remove it: the invoices that it left out are recorded, and do not stop a purchase again. If "${news.purchase}" needs it too, first run \`pulumi up\` for "${olds.purchase}" without it.`,
      );
    }
  }
  if (skipsCheckpoints()) {
    const reason =
      "PULUMI_SKIP_CHECKPOINTS is set. Pulumi would then charge the card before it has saved the intent, and an interrupted `pulumi up` could charge twice. Unset it for programs with a CreditTopup.";
    failures.push({ property: "purchase", reason });
  }
  return { inputs: news, failures };
}
