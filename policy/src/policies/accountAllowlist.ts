/** `account-allowlist`: a program touches the billing of known accounts only. */
import type { ResourceValidationPolicy } from "@pulumi/policy";
import { isOneOf, nameOf, notKnown } from "../resources.js";
import { readAccount, UNKNOWN } from "../values.js";

interface Config {
  readonly allowedAccounts?: readonly string[];
}

/** Judges every resource that names an account. Off until a list is given. */
export const accountAllowlist: ResourceValidationPolicy = {
  name: "account-allowlist",
  description: "Only named accounts are used.",
  enforcementLevel: "mandatory",
  severity: "high",
  configSchema: {
    properties: {
      allowedAccounts: {
        type: "array",
        items: { type: "string" },
        description: "The account ids: 32 lower-case hex digits each.",
      },
    },
  },
  validateResource: (args, reportViolation) => {
    const { allowedAccounts } = args.getConfig<Config>();
    if (allowedAccounts === undefined) return;
    if (!isOneOf(args, "AutoTopupConfig", "SpendingLimit", "TopupIntent", "TopupCharge", "AiGateway")) return;
    const account = readAccount(args.props);
    const allowed = allowedAccounts.length === 0 ? "no account" : `only ${allowedAccounts.join(", ")}`;
    const rule = `${allowed} may be used`;
    if (account === UNKNOWN) {
      reportViolation(notKnown(args, "accountId", `${rule}. Give the account as text.`));
    } else if (!allowedAccounts.includes(account)) {
      reportViolation(
        `${nameOf(args)}: accountId is ${account}; ${rule}. Use an allowed account, or have this one added to allowedAccounts of account-allowlist.`,
      );
    }
  },
};
