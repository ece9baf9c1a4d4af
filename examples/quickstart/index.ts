import {
  getCreditBalanceOutput,
  getInvoicePreviewOutput,
  getTopupConfigOutput,
} from "pulumi-cloudflare-ai-gateway-billing";

// Amounts are US cents.
export const balance = getCreditBalanceOutput().balance;
export const upcomingInvoice = getInvoicePreviewOutput().apply(({ invoice }) => invoice?.amountDue ?? 0);

// The auto top-up that the dashboard has set, as a line of code.
export const autoTopup = getTopupConfigOutput().apply(({ amount, threshold }) =>
  amount ? `new AutoTopupConfig("topup", { amount: ${amount}, threshold: ${threshold} });` : "none",
);
