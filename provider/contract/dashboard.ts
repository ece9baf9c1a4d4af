/** Places in Cloudflare's dashboard: the menu path, and the address of the account's page. */

const GATEWAY = "Cloudflare dashboard > AI > AI Gateway";

/** AI Gateway. */
export const gatewayPage = (accountId: string) => `${GATEWAY} (${gatewayUrl(accountId)})`;

/** The credit of AI Gateway: top-ups, auto top-up, invoices. */
export const creditsPage = (accountId: string, entry?: string) =>
  `${GATEWAY} > Credits Available > Manage${entry === undefined ? "" : ` > ${entry}`} (${gatewayUrl(accountId)})`;

/** The cards of the account. */
export const paymentPage = (accountId: string) =>
  `Cloudflare dashboard > Manage account > Billing > Payment info (https://dash.cloudflare.com/${accountId}/billing/payment-info)`;

const gatewayUrl = (accountId: string) => `https://dash.cloudflare.com/${accountId}/ai/ai-gateway`;
