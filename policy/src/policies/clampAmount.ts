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

/** The least threshold that Cloudflare takes, in US cents. */
const LEAST_THRESHOLD = 500;

const hasAmount = (resource: Judged) => isOneOf(resource, "AutoTopupConfig", "TopupIntent", "TopupCharge");

/**
 * Changes auto top-ups and purchases, with the enforcement level `remediate`. What it cannot change, since a preview
 * does not know it, it reports; with `mandatory` or `advisory` it changes nothing and reports only.
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
    // The props themselves: they also hold the provider's text, which a new object would lose.
    setNumber(args.props, "amount", maxAmountCents);
    // A threshold that stays could be above the amount, and one top-up would follow the other.
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
        `${nameOf(args)}: amount is ${inWords(amount)}; ${rule}, where clamp-amount has the enforcement level remediate. Lower it.`,
      );
    }
  },
};

/** A remediation alone is handed secrets wrapped. */
const unwrapped = (value: unknown): unknown => (value instanceof Secret ? value.value : value);

/** What was a secret stays one. */
function setNumber(props: Record<string, unknown>, property: string, value: number) {
  props[property] = props[property] instanceof Secret ? new Secret(value) : value;
}
