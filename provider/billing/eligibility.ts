/** What `POST /topup/eligibility` says: the meaning of its reasons, and of a missing answer. */
import { creditsPage, paymentPage } from "../contract/dashboard.js";
import { cite } from "../contract/quote.js";

/** Each reason of `POST /topup/eligibility`: what is wrong, and what to do. */
const REASONS: Readonly<Record<string, (accountId: string) => string>> = {
  NO_ACCOUNT_PAYMENT_METHOD: (account) =>
    `the account has no payment method. Add a card in the ${paymentPage(account)}.`,
  UNSUPPORTED_ACCOUNT_PAYMENT_METHOD: (account) =>
    `AI Gateway does not accept the account's payment method. Add a card in the ${paymentPage(account)}.`,
  ACCOUNT_PAYMENT_METHOD_NOT_DEFAULT: (account) =>
    `the account has a card that is not its default. Make it the default in the ${paymentPage(account)}.`,
  ACCOUNT_PAYMENT_METHOD_NOT_LINKED_TO_AIG: (account) =>
    `the account has a card that AI Gateway does not use yet. Choose it in the ${creditsPage(account)}.`,
  CONTRACT_BILLING_NOT_SELF_SERVE: () =>
    "the account is billed by contract and cannot buy credit by itself. Ask Cloudflare's support or your account team.",
  AIG_CUSTOMER_RESOLUTION_FAILED: () =>
    "Cloudflare could not find the account's billing customer. Try again later. If it fails again, ask Cloudflare's support.",
  PENDING_3DS_AUTHENTICATION: (account) =>
    `an earlier payment waits for the bank's confirmation. Confirm it in the ${creditsPage(account)}, and run \`pulumi up\` again.`,
  PAYMENT_AUTHENTICATION_FAILED: (account) =>
    `the bank did not confirm an earlier payment. Try another card, or pay again, in the ${creditsPage(account)}.`,
};

/** The longest of the words that Cloudflare documents has 40 characters. */
const WORD_LENGTH = 100;

/** Why the account cannot buy, and what to do: the end of a sentence, and a sentence. */
export function whyNotEligible(accountId: string, reason: string | null, recommendedAction: string | null): string {
  return (
    REASONS[reason ?? ""]?.(accountId) ??
    `Cloudflare says ${cite(reason ?? "no reason", WORD_LENGTH)} and recommends ${cite(recommendedAction ?? "nothing", WORD_LENGTH)}. See the ${creditsPage(accountId)}.`
  );
}

/** Said where the API has no eligibility call. The same words for every resource of an account, so that a preview prints them once. */
export const cannotTellPermission = (accountId: string) =>
  `\`pulumi up\` needs the permission AI Gateway Write for account ${accountId}. This preview cannot check it: this generation of the API has no call that does.`;

/** The same words for every resource of an account, so that a preview prints them once. */
export const mayNotWrite = (accountId: string) =>
  `With these credentials \`pulumi up\` will fail: they lack the permission AI Gateway Write for account ${accountId}. For the same reason this preview could not check what Cloudflare accepts from an API token, or whether the account may buy credit.`;
