/** What must hold before a card is charged: the limits, the eligibility, a card. */
import type { Client } from "../billing/client.js";
import { whyNotEligible } from "../billing/eligibility.js";
import { getCreditBalance, getTopupEligibility, getTopupLimits } from "../billing/endpoints.js";
import { ConfigurationError, isBillingError, PaymentActionRequiredError } from "../contract/errors.js";
import { formatCents } from "../contract/money.js";
import { cite } from "../contract/quote.js";

interface Purchase {
  readonly accountId: string;
  /** US cents. */
  readonly amount: number;
  readonly paymentMethodId?: string;
}

/** Throws what keeps the account from buying; sends nothing that changes anything. */
export async function checkPreconditions(client: Client, purchase: Purchase): Promise<void> {
  const { accountId, amount, paymentMethodId } = purchase;
  const limits = await unlessAbsent(() => getTopupLimits(client, accountId));
  if (limits !== undefined && limits.currency.toLowerCase() !== "usd") {
    throw new ConfigurationError(
      `Account ${accountId} buys credit in ${cite(limits.currency, 20)}, and amounts here are US cents. Buy it in the dashboard.`,
    );
  }
  if (limits !== undefined && (amount < limits.minCents || amount > limits.maxCents)) {
    throw new ConfigurationError(
      `amount is ${amount} (${formatCents(amount)}), and one top-up of account ${accountId} buys from ${limits.minCents} (${formatCents(limits.minCents)}) to ${limits.maxCents} (${formatCents(limits.maxCents)}). Nothing was charged; change the amount.`,
    );
  }
  await checkEligibility(client, accountId);
  if (paymentMethodId !== undefined) return;
  const { hasDefaultPaymentMethod } = await getCreditBalance(client, accountId);
  if (!hasDefaultPaymentMethod) throw actionRequired(accountId, whyNotEligible("NO_ACCOUNT_PAYMENT_METHOD", null));
}

export async function checkEligibility(client: Client, accountId: string): Promise<void> {
  const eligibility = await unlessAbsent(() => getTopupEligibility(client, accountId));
  if (eligibility === undefined || eligibility.eligible) return;
  throw actionRequired(accountId, whyNotEligible(eligibility.reason, eligibility.recommendedAction));
}

/** The older generation of the API lacks two of the endpoints. */
async function unlessAbsent<Result>(ask: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isBillingError(error, "NotFoundError")) return undefined;
    throw error;
  }
}

const actionRequired = (accountId: string, why: string) =>
  new PaymentActionRequiredError(`Account ${accountId} cannot buy credit: ${why} Nothing was charged.`);
