/** `topup-amount-ceiling`: no single charge of the card is larger than the ceiling. */
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { inWords } from "../money.js";
import { isOneOf, nameOf, notKnown } from "../resources.js";
import { readNumber, UNKNOWN } from "../values.js";

/** The ceiling unless told otherwise: US$500.00. */
export const DEFAULT_CEILING_CENTS = 50_000;

interface Config {
  readonly maxAmountCents: number;
}

/** Judges auto top-ups, and both parts of a purchase: a run may have the intent without the charge, or the reverse. */
export const topupAmountCeiling: ResourceValidationPolicy = {
  name: "topup-amount-ceiling",
  description: "The amount of an auto top-up, and of a purchase, stays below a ceiling.",
  enforcementLevel: "mandatory",
  severity: "high",
  configSchema: {
    properties: {
      maxAmountCents: {
        type: "integer",
        minimum: 0,
        default: DEFAULT_CEILING_CENTS,
        description: "The largest amount, in US cents.",
      },
    },
  },
  validateResource: (args, reportViolation) => {
    if (!isOneOf(args, "AutoTopupConfig", "TopupIntent", "TopupCharge")) return;
    const { maxAmountCents } = args.getConfig<Config>();
    const amount = readNumber(args.props, "amount");
    const rule = `an amount must be at most ${inWords(maxAmountCents)}`;
    if (amount === UNKNOWN) {
      reportViolation(notKnown(args, "amount", `${rule}. Give a number that the program knows.`));
    } else if (amount !== undefined && !(amount <= maxAmountCents)) {
      reportViolation(
        `${nameOf(args)}: amount is ${inWords(amount)}; ${rule}. Lower it, or have maxAmountCents of topup-amount-ceiling raised.`,
      );
    }
  },
};
