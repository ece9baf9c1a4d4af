/** Programs with a CreditTopup, and the short times that an emulator allows. */
import { ACCOUNT } from "./programs";

/** A purchase takes little more than two seconds instead of sixty-five. */
export const QUICK = { postMs: 800, postStartMs: 900, listLagMs: 300, windowMs: 2100, deliveryMs: 800 };

export const QUICK_CONFIG = { "cloudflare-ai-gateway-billing:timing": JSON.stringify(QUICK) };

/** A program with one CreditTopup, `credit`. */
export const buy = (args: object, opts: object = {}) => `
const { CreditTopup } = require("pulumi-cloudflare-ai-gateway-billing");
const credit = new CreditTopup("credit", ${JSON.stringify({ accountId: ACCOUNT, amount: 5000, ...args })}, ${JSON.stringify(opts)});
for (const key of ["amount", "invoiceId", "status", "origin", "chargedAt", "cardBrand", "cardLast4", "onboarding"])
  exports[key] = credit[key];
`;
