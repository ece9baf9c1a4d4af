/** `clamp-amount`: lowers an amount to the ceiling instead of refusing it, and a threshold along with it. */
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

/** The smallest threshold that Cloudflare accepts, in US cents. */
const LEAST_THRESHOLD = 500;

const hasAmount = (resource: Judged) => isOneOf(resource, "AutoTopupConfig", "TopupIntent", "TopupCharge");

/**
 * With the enforcement level `remediate`, changes auto top-ups and purchases, and reports an amount that a preview does
 * not know. With `mandatory` or `advisory`, it only reports.
 */
export const clampAmount: ResourceValidationPolicy = {
  name: "clamp-amount",
  description: "An amount above the ceiling is lowered to it, and the threshold in proportion.",
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
    const amount = unwrapped(read(args.props, "amount"));
    if (!(typeof amount === "number" && amount > maxAmountCents)) return undefined;
    // Change the props in place: they also hold the provider's text, which a new object would lose.
    setNumber(args.props, "amount", maxAmountCents);
    // An unchanged threshold could be above the amount. Then one top-up would follow the other.
    const threshold = unwrapped(read(args.props, "threshold"));
    if (typeof threshold === "number") {
      const lowered = Math.max(LEAST_THRESHOLD, Math.floor((threshold * maxAmountCents) / amount));
      setNumber(args.props, "threshold", Math.min(threshold, lowered));
    }
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
        `${nameOf(args)}: amount is ${inWords(amount)}; ${rule}, if clamp-amount has the enforcement level remediate. Lower it.`,
      );
    }
  },
};

/** Only a remediation gets secrets in a wrapper. */
const unwrapped = (value: unknown): unknown => (value instanceof Secret ? value.value : value);

/** A secret stays a secret. */
function setNumber(props: Record<string, unknown>, property: string, value: number) {
  props[property] = props[property] instanceof Secret ? new Secret(value) : value;
}
