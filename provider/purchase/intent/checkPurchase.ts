/** What a CreditTopup may declare: by itself, and after what was declared before. Nothing is asked for it. */
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
      refuse(property, "must be known at preview, or nobody could judge what is bought. Give it as a plain value.");
  }
  for (const property of ["purchase", "reason"]) {
    const unseen = unseenText(news[property]);
    // What the state has already is no new decision: an earlier version may have let it pass.
    if (unseen === undefined || isInvalid(property) || olds[property] === news[property]) continue;
    refuse(property, `is ${unseen}: it looks like a text without it. Remove it.`);
  }
  if (!isInvalid("purchase") && wordsOf(news.abandonPurchase).includes(String(news.purchase))) {
    refuse("abandonPurchase", `names the purchase itself, "${news.purchase}". A purchase is either made or given up.`);
  }
  if (olds.purchase !== undefined && olds.purchase === news.purchase) {
    for (const property of ["amount", "accountId"]) {
      if (isUnknown(news[property]) || isInvalid(property) || olds[property] === news[property]) continue;
      refuse(property, changed(String(news.purchase), olds[property], news[property]));
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
        `is still ${news.repeatGuardDays}, which was for purchase "${olds.purchase}": what it left out is recorded, and not asked about again. Remove it; if "${news.purchase}" is asked about too, run \`pulumi up\` without it for "${olds.purchase}" first.`,
      );
    }
  }
  if (skipsCheckpoints()) {
    const reason =
      "PULUMI_SKIP_CHECKPOINTS is set: Pulumi would charge the card without having saved the intent, and an interrupted `pulumi up` could charge twice. Unset it for programs with a CreditTopup.";
    failures.push({ property: "purchase", reason });
  }
  return { inputs: news, failures };
}
