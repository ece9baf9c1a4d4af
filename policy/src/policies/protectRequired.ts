/** `protect-required`: nobody deletes settings and records of purchases by accident. */
import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { Kind } from "../resources.js";
import { kindOf, nameOf } from "../resources.js";

/** What a deletion costs. Not of charges: a protected charge would forbid the next purchase, which replaces it. */
const COSTS: { readonly [kind in Kind]?: string } = {
  AutoTopupConfig:
    "a deletion removes the live auto top-up, and Cloudflare may not let a token set it again. Give it the option protect: true.",
  SpendingLimit: "a deletion removes the live limit, and nothing restores it. Give it the option protect: true.",
  TopupIntent:
    "a deletion forgets what was bought, and the next purchase is refused until you resolve it. Give the CreditTopup the option protect: true.",
};

/** Judges settings and intents. */
export const protectRequired: ResourceValidationPolicy = {
  name: "protect-required",
  description: "Settings and the records of purchases are protected.",
  enforcementLevel: "advisory",
  severity: "medium",
  validateResource: (args, reportViolation) => {
    const kind = kindOf(args);
    const cost = kind === undefined ? undefined : COSTS[kind];
    if (cost === undefined || args.opts.protect) return;
    reportViolation(`${nameOf(args)}: it is not protected; ${cost}`);
  },
};
