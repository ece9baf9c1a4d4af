/** `units-mix-up`: billing uses US cents and gateways use US dollars. This finds a hundredfold mistake before it costs money. */
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { elements } from "../accounts.js";
import { inWords, toUsd } from "../money.js";
import type { Judged, Kind } from "../resources.js";
import { kindOf, nameOf, notKnown } from "../resources.js";
import { read, readNumber, UNKNOWN } from "../values.js";

interface Config {
  readonly largestGatewayLimitUsd: number;
}

/** The smallest amounts that Cloudflare accepts, in US cents. A smaller amount, or one with a fraction, was meant in dollars. */
const LEAST: { readonly [kind in Kind]?: Readonly<Record<string, number>> } = {
  AutoTopupConfig: { amount: 1000, threshold: 500 },
  SpendingLimit: { amount: 100 },
  TopupIntent: { amount: 1000 },
  TopupCharge: { amount: 1000 },
};

/** Judges amounts in cents that look like dollars, and limits of gateways in dollars that look like cents. */
export const unitsMixUp: ResourceValidationPolicy = {
  name: "units-mix-up",
  description: "Billing amounts are US cents and gateway limits US dollars, and each looks like it.",
  enforcementLevel: "mandatory",
  severity: "high",
  configSchema: {
    properties: {
      largestGatewayLimitUsd: {
        type: "number",
        exclusiveMinimum: 0,
        default: 10_000,
        description: "The largest limit of a gateway's rule that is believed to be US dollars.",
      },
    },
  },
  validateResource: (args, reportViolation) => {
    const kind = kindOf(args);
    if (kind === "AiGateway") {
      for (const problem of gatewayProblems(args, args.getConfig<Config>().largestGatewayLimitUsd))
        reportViolation(problem);
      return;
    }
    const least = kind === undefined ? undefined : LEAST[kind];
    for (const [property, cents] of Object.entries(least ?? {})) {
      const value = readNumber(args.props, property);
      const rule = `${property} is in whole US cents, at least ${inWords(cents)}`;
      if (value === UNKNOWN) {
        reportViolation(notKnown(args, property, `${rule}. Give a number that the program knows.`));
      } else if (value !== undefined && !(value >= cents && Number.isInteger(value))) {
        reportViolation(
          `${nameOf(args)}: ${property} is ${value}; ${rule}. If ${value} US dollars were meant, write usd(${value}).`,
        );
      }
    }
  },
};

function gatewayProblems(gateway: Judged, largest: number): string[] {
  const spendLimits = read(gateway.props, "spendLimits");
  const rules = read(spendLimits, "rules");
  const rule = `the limit of a rule is in US dollars, and above US$${largest} is taken for cents`;
  const unclear = (where: string) => notKnown(gateway, where, `${rule}. Give a number that the program knows.`);
  if (spendLimits === UNKNOWN || rules === UNKNOWN) return [unclear("spendLimits")];
  return elements(rules).flatMap((element, index) => {
    const where = `spendLimits.rules[${index}].limit`;
    const limit = element === UNKNOWN ? UNKNOWN : readNumber(element, "limit");
    if (limit === UNKNOWN) return [unclear(where)];
    if (limit === undefined || limit <= largest) return [];
    return [
      `${nameOf(gateway)}: ${where} is US$${limit}; ${rule}. If ${inWords(limit)} was meant, write ${toUsd(limit)}; otherwise have largestGatewayLimitUsd of units-mix-up raised.`,
    ];
  });
}
