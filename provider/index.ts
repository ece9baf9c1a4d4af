/** Cloudflare AI Gateway billing for Pulumi. Amounts are whole US cents throughout; `usd()` converts. */
// `export type` stands apart: the TypeScript that Pulumi carries does not know it inside braces.
export { isBillingError } from "./errors.js";
export type { BillingError, BillingErrorName, RequestFacts } from "./errors.js";
export { getCreditBalance, getCreditBalanceOutput } from "./functions/getCreditBalance.js";
export type {
  CreditBalancePaymentMethod,
  CreditBalanceTopupConfig,
  GetCreditBalanceArgs,
  GetCreditBalanceOutputArgs,
  GetCreditBalanceResult,
} from "./functions/getCreditBalance.js";
export { getInvoicePreview, getInvoicePreviewOutput } from "./functions/getInvoicePreview.js";
export type {
  GetInvoicePreviewArgs,
  GetInvoicePreviewOutputArgs,
  GetInvoicePreviewResult,
  InvoicePreview,
  InvoicePreviewCredit,
  InvoicePreviewLine,
} from "./functions/getInvoicePreview.js";
export { usd } from "./money.js";
export { AutoTopupConfig } from "./resources/autoTopupConfig.js";
export type { AutoTopupConfigArgs, AutoTopupConfigState } from "./resources/autoTopupConfig.js";
export { SpendingLimit } from "./resources/spendingLimit.js";
export type { SpendingLimitArgs, SpendingLimitState } from "./resources/spendingLimit.js";
