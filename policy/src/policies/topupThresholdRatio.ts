/** `topup-threshold-ratio`: an auto top-up buys neither too often nor too late. */
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { inWords } from "../money.js";
import { isOneOf, nameOf, notKnown } from "../resources.js";
import { readNumber, UNKNOWN } from "../values.js";

interface Config {
  readonly minRatio: number;
  readonly maxRatio: number;
}

/** Judges auto top-ups: threshold divided by amount. */
export const topupThresholdRatio: ResourceValidationPolicy = {
  name: "topup-threshold-ratio",
  description: "The threshold of an auto top-up is in proportion to its amount.",
  enforcementLevel: "advisory",
  severity: "low",
  configSchema: {
    properties: {
      minRatio: { type: "number", minimum: 0, default: 0.05, description: "The least threshold / amount." },
      maxRatio: { type: "number", minimum: 0, default: 0.5, description: "The greatest threshold / amount." },
    },
  },
  validateResource: (args, reportViolation) => {
    if (!isOneOf(args, "AutoTopupConfig")) return;
    const { minRatio, maxRatio } = args.getConfig<Config>();
    const amount = readNumber(args.props, "amount");
    const threshold = readNumber(args.props, "threshold");
    const rule = `threshold must be ${minRatio} to ${maxRatio} of the amount`;
    for (const [property, value] of Object.entries({ amount, threshold })) {
      if (value === UNKNOWN)
        reportViolation(notKnown(args, property, `${rule}. Give a number that the program knows.`));
    }
    if (typeof amount !== "number" || typeof threshold !== "number") return;
    const ratio = threshold / amount;
    if (ratio >= minRatio && ratio <= maxRatio) return;
    const range = `${inWords(Math.ceil(amount * minRatio))} to ${inWords(Math.floor(amount * maxRatio))}`;
    const effect =
      ratio > maxRatio ? "the card is charged again soon after each top-up" : "credit may run out before a top-up";
    reportViolation(
      `${nameOf(args)}: threshold is ${inWords(threshold)} and amount ${inWords(amount)}; ${rule}, or ${effect}. Set a threshold of ${range}.`,
    );
  },
};
