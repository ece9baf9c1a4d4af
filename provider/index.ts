/** Cloudflare AI Gateway billing for Pulumi. Amounts are whole US cents throughout; `usd()` converts. */

export type { BillingError, BillingErrorName, RequestFacts } from "./errors.js";
export { isBillingError } from "./errors.js";
export type {
  CreditBalancePaymentMethod,
  CreditBalanceTopupConfig,
  GetCreditBalanceArgs,
  GetCreditBalanceOutputArgs,
  GetCreditBalanceResult,
} from "./functions/getCreditBalance.js";
export { getCreditBalance, getCreditBalanceOutput } from "./functions/getCreditBalance.js";
export type {
  GetInvoicePreviewArgs,
  GetInvoicePreviewOutputArgs,
  GetInvoicePreviewResult,
  InvoicePreview,
  InvoicePreviewCredit,
  InvoicePreviewLine,
} from "./functions/getInvoicePreview.js";
export { getInvoicePreview, getInvoicePreviewOutput } from "./functions/getInvoicePreview.js";
export { usd } from "./money.js";
export type { AutoTopupConfigArgs, AutoTopupConfigState } from "./resources/autoTopupConfig.js";
export { AutoTopupConfig } from "./resources/autoTopupConfig.js";
export type { SpendingLimitArgs, SpendingLimitState } from "./resources/spendingLimit.js";
export { SpendingLimit } from "./resources/spendingLimit.js";
