/** Cloudflare AI Gateway billing for Pulumi. Amounts are whole US cents throughout; `usd()` converts. */
// `export type` stands apart: the TypeScript that Pulumi carries does not know it inside braces.
export { isBillingError } from "./errors.js";
export type { BillingError, BillingErrorName, RequestFacts } from "./errors.js";
export type { AccountArgs, AccountOutputArgs } from "./functions/args.js";
export { getCreditBalance, getCreditBalanceOutput } from "./functions/getCreditBalance.js";
export type {
  CreditBalancePaymentMethod,
  CreditBalanceTopupConfig,
  GetCreditBalanceArgs,
  GetCreditBalanceOutputArgs,
  GetCreditBalanceResult,
} from "./functions/getCreditBalance.js";
export { getInvoiceHistory, getInvoiceHistoryOutput } from "./functions/getInvoiceHistory.js";
export type {
  GetInvoiceHistoryArgs,
  GetInvoiceHistoryOutputArgs,
  GetInvoiceHistoryResult,
  Invoice,
} from "./functions/getInvoiceHistory.js";
export { getInvoicePreview, getInvoicePreviewOutput } from "./functions/getInvoicePreview.js";
export type {
  GetInvoicePreviewArgs,
  GetInvoicePreviewOutputArgs,
  GetInvoicePreviewResult,
  InvoicePreview,
  InvoicePreviewCredit,
  InvoicePreviewLine,
} from "./functions/getInvoicePreview.js";
export { getSpendingLimit, getSpendingLimitOutput } from "./functions/getSpendingLimit.js";
export type {
  GetSpendingLimitArgs,
  GetSpendingLimitOutputArgs,
  GetSpendingLimitResult,
} from "./functions/getSpendingLimit.js";
export { getTopupConfig, getTopupConfigOutput } from "./functions/getTopupConfig.js";
export type { GetTopupConfigArgs, GetTopupConfigOutputArgs, GetTopupConfigResult } from "./functions/getTopupConfig.js";
export { getTopupEligibility, getTopupEligibilityOutput } from "./functions/getTopupEligibility.js";
export type {
  GetTopupEligibilityArgs,
  GetTopupEligibilityOutputArgs,
  GetTopupEligibilityResult,
  TopupEligibilityPaymentMethod,
} from "./functions/getTopupEligibility.js";
export { getTopupLimits, getTopupLimitsOutput } from "./functions/getTopupLimits.js";
export type { GetTopupLimitsArgs, GetTopupLimitsOutputArgs, GetTopupLimitsResult } from "./functions/getTopupLimits.js";
export { getTopupStatus, getTopupStatusOutput } from "./functions/getTopupStatus.js";
export type { GetTopupStatusArgs, GetTopupStatusOutputArgs, GetTopupStatusResult } from "./functions/getTopupStatus.js";
export { getUsageHistory, getUsageHistoryOutput } from "./functions/getUsageHistory.js";
export type {
  GetUsageHistoryArgs,
  GetUsageHistoryOutputArgs,
  GetUsageHistoryResult,
  Time,
  UsageHistoryEntry,
} from "./functions/getUsageHistory.js";
export { usd } from "./money.js";
export { AutoTopupConfig } from "./resources/autoTopupConfig.js";
export type { AutoTopupConfigArgs, AutoTopupConfigState } from "./resources/autoTopupConfig.js";
export { CreditTopup } from "./resources/creditTopup.js";
export type { CreditTopupArgs } from "./resources/creditTopup.js";
export { SpendingLimit } from "./resources/spendingLimit.js";
export type { SpendingLimitArgs, SpendingLimitState } from "./resources/spendingLimit.js";
