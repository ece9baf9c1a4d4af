/** `one-owner-per-account`: two declarations of one setting would undo each other. */
import type { StackValidationPolicy } from "@pulumi/policy";
import type { Judged } from "../resources.js";
import { kindOf, nameOf, notKnown } from "../resources.js";
import { readAccount, UNKNOWN } from "../values.js";

/** The kinds that an account has only one of. An intent stands for its CreditTopup. */
const KINDS: readonly unknown[] = ["AutoTopupConfig", "SpendingLimit", "TopupIntent"];

/** Judges auto top-ups, legacy limits and purchases of one stack: one for each account. */
export const oneOwnerPerAccount: StackValidationPolicy = {
  name: "one-owner-per-account",
  description: "An account's auto top-up, legacy limit and purchases are each declared once.",
  enforcementLevel: "mandatory",
  severity: "high",
  validateStack: ({ resources }, reportViolation) => {
    const owners = new Map<string, Judged>();
    const judged = resources.filter((resource) => KINDS.includes(kindOf(resource)));
    for (const resource of judged.sort((a, b) => (a.urn < b.urn ? -1 : 1))) {
      const account = readAccount(resource.props);
      if (account === UNKNOWN) {
        const advice = `an account has one ${kindOf(resource)} in a stack. Give the account as text.`;
        reportViolation(notKnown(resource, "accountId", advice), resource.urn);
        continue;
      }
      const key = `${kindOf(resource)} ${account}`;
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, resource);
      else {
        reportViolation(
          `${nameOf(resource)}: ${nameOf(owner)} already declares account ${account}; each would undo what the other sets. Remove one of them.`,
          resource.urn,
        );
      }
    }
  },
};
