import {
  AutoTopupConfig,
  getCreditBalanceOutput,
  getInvoicePreviewOutput,
  SpendingLimit,
  usd,
} from "pulumi-cloudflare-ai-gateway-billing";

// The account comes from `cloudflare-ai-gateway-billing:accountId` or CLOUDFLARE_ACCOUNT_ID.

// Buy US$50.00 of credit whenever less than US$10.00 is left.
const topup = new AutoTopupConfig("topup", { amount: usd(50), threshold: usd(10) });

// Spend no more than US$250.00 in a calendar month.
const limit = new SpendingLimit("limit", { amount: usd(250), duration: "monthly", strategy: "fixed" });

const balance = getCreditBalanceOutput();
const preview = getInvoicePreviewOutput();

export const topupAmountCents = topup.amount;
export const topupDisabledReason = topup.disabledReason;
export const limitEnabled = limit.enabled;
export const balanceCents = balance.balance;
export const invoiceAmountDueCents = preview.apply(({ invoice }) => invoice?.amountDue ?? 0);
