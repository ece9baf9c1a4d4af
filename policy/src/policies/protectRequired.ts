/** `protect-required`: nobody deletes auto top-ups and records of purchases by accident. */
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { isOneOf, nameOf } from "../resources.js";

/** Judges auto top-ups and intents. Not charges: a protected charge would forbid the next purchase, which replaces it. */
export const protectRequired: ResourceValidationPolicy = {
  name: "protect-required",
  description: "Auto top-ups and the records of purchases are protected.",
  enforcementLevel: "advisory",
  severity: "medium",
  validateResource: (args, reportViolation) => {
    if (!isOneOf(args, "AutoTopupConfig", "TopupIntent") || args.opts.protect) return;
    const [what, where] = isOneOf(args, "AutoTopupConfig")
      ? ["a deletion removes the live auto top-up, and Cloudflare may not let a token set it again", "it"]
      : [
          "a deletion forgets what was bought, and the next purchase is refused until you resolve it",
          "the CreditTopup",
        ];
    reportViolation(`${nameOf(args)}: it is not protected; ${what}. Give ${where} the option protect: true.`);
  },
};
