/** `manual-topup-allowlist`: only a few stacks may buy credit. */
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { isInCreditTopup, isOneOf, nameOf, stackOf } from "../resources.js";

interface Config {
  readonly allowedStacks: readonly string[];
}

/** Judges a CreditTopup before its parts are registered. Judges a TopupIntent or TopupCharge only outside of one. */
export const manualTopupAllowlist: ResourceValidationPolicy = {
  name: "manual-topup-allowlist",
  description: "Only named stacks buy credit with a CreditTopup.",
  enforcementLevel: "mandatory",
  severity: "high",
  configSchema: {
    properties: {
      allowedStacks: {
        type: "array",
        items: { type: "string" },
        default: [],
        description: "The names of the stacks, without organization and project.",
      },
    },
  },
  validateResource: (args, reportViolation) => {
    if (!isOneOf(args, "CreditTopup", "TopupIntent", "TopupCharge") || isInCreditTopup(args)) return;
    const { allowedStacks } = args.getConfig<Config>();
    const stack = stackOf(args);
    if (allowedStacks.includes(stack)) return;
    const allowed = allowedStacks.length === 0 ? "no stack" : `only ${allowedStacks.join(", ")}`;
    reportViolation(
      `${nameOf(args)}: stack "${stack}" declares a purchase, which charges a card; ${allowed} may. Declare it in a stack that may, or have "${stack}" added to allowedStacks of manual-topup-allowlist.`,
    );
  },
};
