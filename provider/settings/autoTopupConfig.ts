/** The auto top-up of an account: below `threshold`, Cloudflare buys credit for `amount`. */
import { z } from "zod";
import { deleteTopupConfig, getTopupConfig, setTopupConfig } from "../billing/endpoints.js";
import { creditsPage } from "../contract/dashboard.js";
import { DashboardOnlyError } from "../contract/errors.js";
import { MINIMUM } from "../contract/facts.js";
import { formatCents, withFee } from "../contract/money.js";
import { accountId, allowOverwrite, cents } from "../inputs/inputs.js";
import type { Kind } from "./kind.js";
import { refused } from "./sentences.js";

export const autoTopupConfigInputs = z.strictObject({
  accountId: accountId(),
  amount: cents(MINIMUM.topupAmount),
  threshold: cents(MINIMUM.topupThreshold),
  allowOverwrite: allowOverwrite(),
});

interface Setting {
  readonly amount: number;
  readonly threshold: number;
}

interface Status {
  readonly disabledReason: string | null;
  readonly error: string | null;
  readonly lastFailedAt: number | null;
}

const placeOf = (accountId: string) => creditsPage(accountId, "auto top-up");
const CLOSED = "Cloudflare lets only its dashboard change the auto top-up, not API tokens.";

const describe = ({ amount, threshold }: Setting) =>
  `amount ${amount} (${formatCents(amount)}), threshold ${threshold} (${formatCents(threshold)})`;

export const autoTopupConfig: Kind<z.output<typeof autoTopupConfigInputs>, Setting, Status> = {
  name: "AutoTopupConfig",
  noun: "auto top-up",
  inputs: autoTopupConfigInputs,
  settingOf: ({ amount, threshold }) => ({ amount, threshold }),
  describe,
  costOf: (accountId, { amount, threshold }) =>
    `Each time the credit of account ${accountId} falls below ${formatCents(threshold)}, Cloudflare charges its default card ${formatCents(withFee(amount))} for ${formatCents(amount)} of credit, plus tax, if any.`,
  askUnit: () => "",
  statusAfterWrite: { disabledReason: null, error: null, lastFailedAt: null },
  outOfForce: ({ disabledReason }) => disabledReason ?? undefined,

  async observe(client, accountId) {
    const live = await getTopupConfig(client, accountId);
    // An unset auto top-up is null or 0, never a 404.
    if (!live.amount) return undefined;
    return {
      setting: { amount: live.amount, threshold: live.threshold ?? 0 },
      status: {
        disabledReason: live.disabledReason,
        error: live.error,
        lastFailedAt: live.lastFailedAt,
      },
    };
  },

  async converge(client, { accountId, amount, threshold }) {
    await setTopupConfig(client, accountId, { amount, threshold });
  },

  async remove(client, accountId) {
    await deleteTopupConfig(client, accountId);
  },

  placeOf,

  closed: {
    converge: (declared, cause) =>
      new DashboardOnlyError(
        `${refused(`set the auto top-up of account ${declared.accountId}`, cause, CLOSED)} Set ${describe(declared)} in the ${placeOf(declared.accountId)}. \`pulumi up\` then passes without a write, since live equals declared.`,
        cause?.facts,
      ),
    remove: (accountId, cause) =>
      new DashboardOnlyError(
        `${refused(`remove the auto top-up of account ${accountId}`, cause, CLOSED)} If it was removed from the program by mistake, put its declaration back. Otherwise switch it off in the ${placeOf(accountId)}, and run the same command again.`,
        cause?.facts,
      ),
    forGlobalKey: "unknown",
  },
};
