/** `auto-topup-disabled`: tells you that Cloudflare has switched off an auto top-up, before the credit runs out. */
import type { StackValidationPolicy } from "@pulumi/policy";
import { isOneOf, nameOf } from "../resources.js";
import { read, shown, UNKNOWN } from "../values.js";

/** Judges what the state has recorded about auto top-ups. A refresh updates it. */
export const autoTopupDisabled: StackValidationPolicy = {
  name: "auto-topup-disabled",
  description: "Cloudflare has not disabled an auto top-up, and its last purchase did not fail.",
  enforcementLevel: "advisory",
  severity: "medium",
  validateStack: ({ resources }, reportViolation) => {
    for (const resource of resources.filter((candidate) => isOneOf(candidate, "AutoTopupConfig"))) {
      for (const property of ["disabledReason", "error"]) {
        const value = read(resource.props, property);
        // Unknown before `pulumi up` writes it. A write switches a disabled auto top-up on again.
        if (value === undefined || value === "" || value === UNKNOWN) continue;
        reportViolation(
          `${nameOf(resource)}: Cloudflare has recorded ${property} ${shown(value)}; until that is fixed, Cloudflare may not buy credit. Fix the payment method in Cloudflare's dashboard, then run pulumi refresh.`,
          resource.urn,
        );
      }
    }
  },
};
