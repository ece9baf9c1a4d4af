/** What `POST /topup/eligibility` tells: the meaning of its reasons, and of no answer. */
import { cite } from "../contract/quote.js";

const PAYMENT_INFO = "Cloudflare dashboard > Manage account > Billing > Payment info";
const GATEWAY = "Cloudflare dashboard > AI > AI Gateway > Credits Available > Manage";

/** Each reason of `POST /topup/eligibility`: what is wrong, and what to do. */
const REASONS: Readonly<Record<string, string>> = {
  NO_ACCOUNT_PAYMENT_METHOD: `the account has no payment method. Add a card in ${PAYMENT_INFO}.`,
  UNSUPPORTED_ACCOUNT_PAYMENT_METHOD: `the account's payment method is not one that AI Gateway takes. Add a card in ${PAYMENT_INFO}.`,
  ACCOUNT_PAYMENT_METHOD_NOT_DEFAULT: `the account has a card that is not its default. Make it the default in ${PAYMENT_INFO}.`,
  ACCOUNT_PAYMENT_METHOD_NOT_LINKED_TO_AIG: `the account has a card that AI Gateway does not use yet. Choose it in ${GATEWAY}.`,
  CONTRACT_BILLING_NOT_SELF_SERVE:
    "the account is billed by contract and cannot buy credit by itself. Ask Cloudflare's support or your account team.",
  AIG_CUSTOMER_RESOLUTION_FAILED:
    "Cloudflare could not find the account's billing customer. Try again later, and ask Cloudflare's support if it goes on.",
  PENDING_3DS_AUTHENTICATION: `an earlier payment waits for the bank's confirmation. Confirm it in ${GATEWAY}, and run \`pulumi up\` again.`,
  PAYMENT_AUTHENTICATION_FAILED: `the bank did not confirm an earlier payment. Try another card, or pay again, in ${GATEWAY}.`,
};

/** The longest of the words that Cloudflare documents has 40 characters. */
const WORD_LENGTH = 100;

/** What keeps the account from buying, and what to do: the end of a sentence, and a sentence. */
export function whyNotEligible(reason: string | null, recommendedAction: string | null): string {
  return (
    REASONS[reason ?? ""] ??
    `Cloudflare says ${cite(reason ?? "no reason", WORD_LENGTH)} and recommends ${cite(recommendedAction ?? "nothing", WORD_LENGTH)}. See ${GATEWAY}.`
  );
}

/** The same words for every resource of an account, so that a preview says them once. */
export const mayNotWrite = (accountId: string) =>
  `With these credentials \`pulumi up\` will fail: they lack the permission AI Gateway Write for account ${accountId}. For the same reason this preview could not ask whether Cloudflare takes the change from an API token.`;
