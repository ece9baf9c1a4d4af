/** `topup-needs-reason`: every purchase says why it was made. */
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { isOneOf, nameOf, notKnown } from "../resources.js";
import { read, shown, UNKNOWN } from "../values.js";

interface Config {
  readonly pattern: string;
}

/** Judges purchases, on the intent and on the charge. */
export const topupNeedsReason: ResourceValidationPolicy = {
  name: "topup-needs-reason",
  description: "A purchase says why it is made.",
  enforcementLevel: "mandatory",
  severity: "medium",
  configSchema: {
    properties: {
      pattern: {
        type: "string",
        format: "regex",
        default: "\\S",
        description:
          "A regular expression, without look-around, that the reason matches somewhere. A ticket: [A-Z]+-[0-9]+",
      },
    },
  },
  validateResource: (args, reportViolation) => {
    if (!isOneOf(args, "TopupIntent", "TopupCharge")) return;
    const { pattern } = args.getConfig<Config>();
    const reason = read(args.props, "reason");
    const rule = `a purchase needs a reason that matches /${pattern}/`;
    if (reason === UNKNOWN) {
      reportViolation(notKnown(args, "reason", `${rule}. Give a text that the program knows.`));
    } else if (typeof reason !== "string" || !new RegExp(pattern).test(reason)) {
      const given = reason === undefined ? "no reason is given" : `reason is ${shown(reason)}`;
      reportViolation(`${nameOf(args)}: ${given}; ${rule}. Set reason of the CreditTopup.`);
    }
  },
};
