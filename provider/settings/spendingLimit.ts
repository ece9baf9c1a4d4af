/** The spending limit of an account: over `duration`, AI Gateway spends at most `amount`. */
import { z } from "zod";
import { deleteSpendingLimit, getSpendingLimit, setSpendingLimit } from "../billing/endpoints.js";
import { gatewayPage } from "../contract/dashboard.js";
import { DashboardOnlyError, SpendingLimitRetiredError } from "../contract/errors.js";
import { DURATIONS, MINIMUM, STRATEGIES } from "../contract/facts.js";
import { formatCents } from "../contract/money.js";
import { cite } from "../contract/quote.js";
import { accountId, allowOverwrite, cents, oneOf } from "../inputs/inputs.js";
import type { Kind } from "./kind.js";
import { refused } from "./sentences.js";

export const spendingLimitInputs = z.strictObject({
  accountId: accountId(),
  amount: cents(MINIMUM.spendingLimit),
  duration: oneOf(DURATIONS),
  strategy: oneOf(STRATEGIES),
  allowOverwrite: allowOverwrite(),
});

interface Setting {
  readonly amount: number;
  /** A live account may have a word that this version does not know. */
  readonly duration: string;
  readonly strategy: string;
}

interface Status {
  readonly enabled: boolean;
}

/** A smaller limit may well be meant in dollars: 250 is US$2.50. The smallest that the API takes is 100. */
const LOOKS_LIKE_DOLLARS = 1000;

const askUnit = ({ amount }: Pick<Setting, "amount">) =>
  amount < LOOKS_LIKE_DOLLARS
    ? `The amount is in US cents, so ${amount} is ${formatCents(amount)}. If you meant ${amount} US dollars, write usd(${amount}).`
    : "";

const describe = ({ amount, duration, strategy }: Setting) =>
  `amount ${amount} (${formatCents(amount)}), duration "${cite(duration, 40)}", strategy "${cite(strategy, 40)}"`;

export const spendingLimit: Kind<z.output<typeof spendingLimitInputs>, Setting, Status> = {
  name: "SpendingLimit",
  noun: "spending limit",
  inputs: spendingLimitInputs,
  settingOf: ({ amount, duration, strategy }) => ({ amount, duration, strategy }),
  describe,
  costOf: () => "",
  askUnit,
  statusAfterWrite: { enabled: true },
  outOfForce: () => undefined,

  async observe(client, accountId) {
    const { enabled, config } = await getSpendingLimit(client, accountId);
    // With `enabled: false`, an amount limits nothing.
    if (!enabled) return undefined;
    return {
      setting: { amount: config.amount ?? 0, duration: config.duration ?? "", strategy: config.strategy ?? "" },
      status: { enabled },
    };
  },

  async converge(client, { accountId, amount, duration, strategy }) {
    await setSpendingLimit(client, accountId, { amount, duration, strategy });
  },

  async remove(client, accountId) {
    await deleteSpendingLimit(client, accountId);
  },

  closed: {
    converge: (declared, cause) =>
      new SpendingLimitRetiredError(
        [
          refused(
            `set the spending limit of account ${declared.accountId} to ${describe(declared)}`,
            cause,
            "Cloudflare has retired the spending limit of accounts: it no longer creates, enables or changes one.",
          ),
          "If the account still has a limit, you can keep it: declare its live values, and `pulumi up` writes nothing.",
          `Or use the successor, which is per gateway: set spendLimits on cloudflare.AiGateway (@pulumi/cloudflare 6.18 or later), in US dollars (${formatCents(declared.amount)} is limit ${declared.amount / 100}), by hand or with BudgetedGateway of pulumi-cloudflare-ai-gateway-billing/gateway.`,
          "Then remove this declaration: that also deletes a limit that the account still has, for good. If an earlier `pulumi up` has made the resource, it is protected: first run `pulumi state unprotect <urn>`.",
        ].join(" "),
        cause?.facts,
      ),
    remove: (accountId, cause) =>
      new DashboardOnlyError(
        `${refused(`remove the spending limit of account ${accountId}`, cause, "Cloudflare does not let these credentials remove it, although they may write.")} Remove it in the ${gatewayPage(accountId)}, and run the same command again.`,
        cause?.facts,
      ),
    forGlobalKey: "refused",
  },
};
