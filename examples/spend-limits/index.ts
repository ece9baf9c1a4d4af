import { usd } from "pulumi-cloudflare-ai-gateway-billing";
import { BudgetedGateway } from "pulumi-cloudflare-ai-gateway-billing/gateway";

// The account comes from `cloudflare-ai-gateway-billing:accountId` or CLOUDFLARE_ACCOUNT_ID, and the token of
// @pulumi/cloudflare from `cloudflare:apiToken` or CLOUDFLARE_API_TOKEN.

// What @pulumi/cloudflare needs for each gateway: no cache, logs, no rate limit.
const settings = {
  cacheInvalidateOnUpdate: false,
  cacheTtl: 0,
  collectLogs: true,
  rateLimitingInterval: 0,
  rateLimitingLimit: 0,
};

// These gateways together spend no more than US$250.00 in 30 days. A gateway that is not named here has no cap.
const budget = new BudgetedGateway("budget", {
  amount: usd(250),
  duration: "monthly",
  strategy: "fixed",
  gateways: {
    // Cloudflare made this one, so it is imported. Remove `import` after the first `pulumi up`.
    default: { ...settings, amount: usd(25), import: true, protect: true },
    // These two share what is left: US$150.00 and US$75.00.
    chat: { ...settings, weight: 2 },
    batch: { ...settings, cacheTtl: 3600 },
  },
});

export const amountsCents = budget.amounts;
