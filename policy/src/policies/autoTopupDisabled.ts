/** `auto-topup-disabled`: an auto top-up that Cloudflare has switched off is noticed before the credit runs out. */
import type { StackValidationPolicy } from "@pulumi/policy";
import { isOneOf, nameOf, notKnown } from "../resources.js";
import { read, shown, UNKNOWN } from "../values.js";

/** Judges what the state has recorded of auto top-ups; a refresh records it anew. */
export const autoTopupDisabled: StackValidationPolicy = {
  name: "auto-topup-disabled",
  description: "Cloudflare has not disabled an auto top-up, and its last purchase did not fail.",
  enforcementLevel: "advisory",
  severity: "medium",
  validateStack: ({ resources }, reportViolation) => {
    for (const resource of resources.filter((candidate) => isOneOf(candidate, "AutoTopupConfig"))) {
      for (const property of ["disabledReason", "error"]) {
        const value = read(resource.props, property);
        if (value === UNKNOWN) {
          reportViolation(
            notKnown(resource, property, "whether the auto top-up works shows after the update."),
            resource.urn,
          );
        } else if (value !== undefined && value !== "") {
          reportViolation(
            `${nameOf(resource)}: Cloudflare has recorded ${property} ${shown(value)}; while that is so, credit may not be bought. See to the payment method in Cloudflare's dashboard, then run pulumi refresh.`,
            resource.urn,
          );
        }
      }
    }
  },
};
