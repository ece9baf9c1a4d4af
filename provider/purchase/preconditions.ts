/** What must be true before a card is charged: the limits, the eligibility, a card. */
import type { Client } from "../billing/client.js";
import { whyNotEligible } from "../billing/eligibility.js";
import { getCreditBalance, getTopupEligibility, getTopupLimits } from "../billing/endpoints.js";
import { creditsPage } from "../contract/dashboard.js";
import { ConfigurationError, isBillingError, PaymentActionRequiredError } from "../contract/errors.js";
import { formatCents } from "../contract/money.js";
import { cite } from "../contract/quote.js";
import type { Declared } from "./inputs.js";
import { cardInWords } from "./sentences.js";

/** Throws an error if the account cannot buy. Changes nothing. */
export async function checkPreconditions(client: Client, declared: Declared): Promise<void> {
  await checkLimits(client, declared);
  await checkEligibility(client, declared.accountId);
  await payerOf(client, declared);
}

export async function checkLimits(client: Client, { accountId, amount }: Declared): Promise<void> {
  const limits = await unlessAbsent(() => getTopupLimits(client, accountId));
  if (limits === undefined) return;
  const { currency, minCents, maxCents } = limits;
  if (currency.toLowerCase() !== "usd") {
    throw new ConfigurationError(
      `Account ${accountId} buys credit in ${cite(currency, 20)}, but amounts here are US cents. Buy it in the ${creditsPage(accountId)}.`,
    );
  }
  if (amount < minCents || amount > maxCents) {
    throw new ConfigurationError(
      `amount is ${amount} (${formatCents(amount)}), but one top-up of account ${accountId} buys from ${minCents} (${formatCents(minCents)}) to ${maxCents} (${formatCents(maxCents)}). Nothing was charged. Change the amount.`,
    );
  }
}

/** What will be charged, in words. Throws if the account has no card and the declaration names none. */
export async function payerOf(client: Client, { accountId, paymentMethodId }: Declared): Promise<string> {
  if (paymentMethodId !== undefined) return `the payment method ${paymentMethodId}`;
  const { hasDefaultPaymentMethod, paymentMethod } = await getCreditBalance(client, accountId);
  if (!hasDefaultPaymentMethod)
    throw actionRequired(accountId, whyNotEligible(accountId, "NO_ACCOUNT_PAYMENT_METHOD", null));
  return cardInWords(paymentMethod?.brand ?? null, paymentMethod?.last4 ?? null) ?? "the account's default card";
}

export async function checkEligibility(client: Client, accountId: string): Promise<void> {
  const eligibility = await unlessAbsent(() => getTopupEligibility(client, accountId));
  if (eligibility === undefined || eligibility.eligible) return;
  throw actionRequired(accountId, whyNotEligible(accountId, eligibility.reason, eligibility.recommendedAction));
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
