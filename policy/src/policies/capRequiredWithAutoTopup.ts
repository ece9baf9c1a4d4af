/** `cap-required-with-auto-topup`: an account that buys by itself has a limit on its spending. */
import type { StackValidationPolicy } from "@pulumi/policy";
import { accountsOf } from "../accounts.js";
import { isOneOf, nameOf, notKnown } from "../resources.js";

const ADVICE =
  "Declare a cloudflare.AiGateway of the account with spendLimits that are enabled and have a rule without filters (its limit is in US dollars)";

/** Judges accounts with a declared auto top-up. It does not see the limits of gateways that this program does not declare. */
export const capRequiredWithAutoTopup: StackValidationPolicy = {
  name: "cap-required-with-auto-topup",
  description:
    "An account with an auto top-up has a gateway with a spend limit that is on, or a legacy spending limit.",
  enforcementLevel: "mandatory",
  severity: "critical",
  validateStack: ({ resources }, reportViolation) => {
    const { accounts, strays } = accountsOf(resources);
    for (const stray of strays.filter((resource) => isOneOf(resource, "AutoTopupConfig"))) {
      const advice = "its account needs a spend limit that is on. Give the account as text.";
      reportViolation(notKnown(stray, "accountId", advice), stray.urn);
    }
    for (const { id, gateways, legacyLimits, autoTopups } of accounts) {
      const limiters = [...gateways, ...legacyLimits];
      if (limiters.some(({ limits }) => limits.length > 0)) continue;
      const unclear = limiters.find(({ mayHaveMore }) => mayHaveMore);
      for (const { resource } of autoTopups) {
        const rule = `account ${id} has the auto top-up ${nameOf(resource)} and no spend limit that is known to be on`;
        reportViolation(
          unclear
            ? notKnown(unclear.resource, "its spend limit", `${rule}. ${ADVICE}.`)
            : `${nameOf(resource)}: ${rule}, so what it may buy is unbounded. ${ADVICE}.`,
          resource.urn,
        );
      }
    }
  },
};
