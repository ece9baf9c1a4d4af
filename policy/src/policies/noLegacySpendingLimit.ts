/** `no-legacy-spending-limit`: move the retired limit to its successor. */
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { LEGACY_SECONDS } from "../accounts.js";
import { inWords, toUsd } from "../money.js";
import { isOneOf, nameOf } from "../resources.js";
import { read, readNumber } from "../values.js";

/** Judges legacy limits. Each is a violation, and the message shows the rule that replaces it. */
export const noLegacySpendingLimit: ResourceValidationPolicy = {
  name: "no-legacy-spending-limit",
  description: "The account-wide spending limit is retired: gateways have spend limits of their own.",
  enforcementLevel: "advisory",
  severity: "medium",
  validateResource: (args, reportViolation) => {
    if (!isOneOf(args, "SpendingLimit")) return;
    const amount = readNumber(args.props, "amount");
    const duration = read(args.props, "duration");
    const strategy = read(args.props, "strategy");
    const limit = typeof amount === "number" ? `${toUsd(amount)}` : "<amount / 100>";
    const window = LEGACY_SECONDS.get(duration) ?? "<seconds>";
    const technique = typeof strategy === "string" ? JSON.stringify(strategy) : "<strategy>";
    const given = typeof amount === "number" ? `limits the account to ${inWords(amount)}` : "limits the account";
    reportViolation(
      `${nameOf(args)} ${given}; Cloudflare has retired this limit, and one that is deleted or changed cannot be set again. ` +
        `Its successor is a rule of each gateway, in US dollars: cloudflare.AiGateway spendLimits: { enabled: true, rules: [{ id: "account-cap", limitType: "cost", limit: ${limit}, window: ${window}, technique: ${technique} }] }, ` +
        "with the limit divided among the gateways. Import the gateways, apply the rules, and delete this limit last: to unprotect it, set the option protect: false and run `pulumi up`.",
    );
  },
};
