/** `payment-method-pinned`: all purchases follow one rule for the card that pays. */
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { isOneOf, nameOf, notKnown } from "../resources.js";
import { read, UNKNOWN } from "../values.js";

interface Config {
  readonly paymentMethodId: "required" | "denied";
}

const RULES = {
  required: {
    rule: "a purchase must name the payment method, or it charges whatever card is the account's default",
    advice: "Set paymentMethodId of the CreditTopup.",
  },
  denied: {
    rule: "a purchase must charge the account's default card",
    advice: "Remove paymentMethodId of the CreditTopup.",
  },
};

/** Judges purchases, on the intent and on the charge. */
export const paymentMethodPinned: ResourceValidationPolicy = {
  name: "payment-method-pinned",
  description: "A purchase names its payment method, or never does.",
  enforcementLevel: "advisory",
  severity: "low",
  configSchema: {
    properties: {
      paymentMethodId: {
        type: "string",
        enum: ["required", "denied"],
        default: "required",
        description: "Whether a purchase must name its payment method, or must not.",
      },
    },
  },
  validateResource: (args, reportViolation) => {
    if (!isOneOf(args, "TopupIntent", "TopupCharge")) return;
    const setting = args.getConfig<Config>().paymentMethodId;
    const { rule, advice } = RULES[setting];
    const given = read(args.props, "paymentMethodId");
    if (given === UNKNOWN) {
      reportViolation(notKnown(args, "paymentMethodId", `${rule}. ${advice}`));
    } else if ((given !== undefined) !== (setting === "required")) {
      reportViolation(
        `${nameOf(args)}: paymentMethodId is ${given === undefined ? "not given" : "given"}; ${rule}. ${advice}`,
      );
    }
  },
};
