/** `clamp-amount`: lowers an amount to the ceiling instead of refusing it. */
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { Secret } from "@pulumi/policy";
import { inWords } from "../money.js";
import type { Judged } from "../resources.js";
import { isOneOf, nameOf, notKnown } from "../resources.js";
import { read, readNumber, UNKNOWN } from "../values.js";
import { DEFAULT_CEILING_CENTS } from "./topupAmountCeiling.js";

interface Config {
  readonly maxAmountCents: number;
}

const hasAmount = (resource: Judged) => isOneOf(resource, "AutoTopupConfig", "TopupIntent", "TopupCharge");

/**
 * Changes auto top-ups and purchases, with the enforcement level `remediate`. What it cannot change, since a preview
 * does not know it, it reports; with `mandatory` or `advisory` it changes nothing and reports only.
 */
export const clampAmount: ResourceValidationPolicy = {
  name: "clamp-amount",
  description: "An amount above the ceiling is lowered to it.",
  enforcementLevel: "disabled",
  severity: "high",
  configSchema: {
    properties: {
      maxAmountCents: {
        type: "integer",
        minimum: 1000,
        default: DEFAULT_CEILING_CENTS,
        description: "The amount that larger ones are lowered to, in US cents.",
      },
    },
  },
  remediateResource: (args) => {
    if (!hasAmount(args)) return undefined;
    const { maxAmountCents } = args.getConfig<Config>();
    // Only here does Pulumi hand secrets out wrapped.
    const given = read(args.props, "amount");
    const amount = given instanceof Secret ? given.value : given;
    if (!(typeof amount === "number" && amount > maxAmountCents)) return undefined;
    // The props themselves: they also hold the provider's text, which a new object would lose.
    args.props.amount = given instanceof Secret ? new Secret(maxAmountCents) : maxAmountCents;
    return args.props;
  },
  validateResource: (args, reportViolation) => {
    if (!hasAmount(args)) return;
    const { maxAmountCents } = args.getConfig<Config>();
    const amount = readNumber(args.props, "amount");
    const rule = `an amount above ${inWords(maxAmountCents)} is lowered to it`;
    if (amount === UNKNOWN) {
      reportViolation(notKnown(args, "amount", `${rule}, once it is known. Give a number that the program knows.`));
    } else if (amount !== undefined && !(amount <= maxAmountCents)) {
      reportViolation(
        `${nameOf(args)}: amount is ${inWords(amount)}; ${rule}, where clamp-amount has the enforcement level remediate. Lower it.`,
      );
    }
  },
};
