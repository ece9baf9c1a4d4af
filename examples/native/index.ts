import * as pulumi from "@pulumi/pulumi";
import {
  AutoTopupConfig,
  CreditTopup,
  getCreditBalanceOutput,
  getInvoicePreviewOutput,
  Provider,
  SpendingLimit,
  usd,
} from "pulumi-cloudflare-ai-gateway-billing/native";

// pulumi config set productionAccount 0123456789abcdef0123456789abcdef
// pulumi config set --secret productionToken
// The same for stagingAccount and stagingToken, and:
// pulumi config set purchase 2026-11
const config = new pulumi.Config();

// Each provider has its own account and token.
const production = new Provider("production", {
  accountId: config.require("productionAccount"),
  apiToken: config.requireSecret("productionToken"),
});
const staging = new Provider("staging", {
  accountId: config.require("stagingAccount"),
  apiToken: config.requireSecret("stagingToken"),
});

// Declare the settings as the accounts have them: `pulumi up` then takes them over, and writes nothing. Cloudflare may
// not let a token set or change them. Remove what an account does not have.
new AutoTopupConfig("production-topup", { amount: usd(50), threshold: usd(10) }, { provider: production });
new AutoTopupConfig("staging-topup", { amount: usd(20), threshold: usd(5) }, { provider: staging });
new SpendingLimit(
  "staging-limit",
  { amount: usd(250), duration: "monthly", strategy: "fixed" },
  { provider: staging }, // it is protected by itself
);

// `pulumi up` CHARGES THE CARD of the production account, once for each new word in `purchase`. See docs/money.md.
const credit = new CreditTopup(
  "credit",
  { purchase: config.require("purchase"), amount: usd(50), reason: "Credit for the coming month" },
  { provider: production },
);

// Amounts are US cents.
export const productionUpcoming = getInvoicePreviewOutput({}, { provider: production }).invoice;
export const stagingBalance = getCreditBalanceOutput({}, { provider: staging }).balance;
export const invoiceId = credit.invoiceId;
