/** Cloudflare AI Gateway billing for Pulumi. Amounts are whole US cents throughout; `usd()` converts. */
// `export type` stands apart: the TypeScript that Pulumi carries does not know it inside braces.
export { isBillingError } from "./contract/errors.js";
export type { BillingError, BillingErrorName, RequestFacts } from "./contract/errors.js";
export type { AccountArgs, AccountOutputArgs } from "./program/shared.js";
export { getCreditBalance, getCreditBalanceOutput } from "./program/functions/getCreditBalance.js";
export type {
  CreditBalancePaymentMethod,
  CreditBalanceTopupConfig,
  GetCreditBalanceArgs,
  GetCreditBalanceOutputArgs,
  GetCreditBalanceResult,
} from "./program/functions/getCreditBalance.js";
export { getInvoiceHistory, getInvoiceHistoryOutput } from "./program/functions/getInvoiceHistory.js";
export type {
  GetInvoiceHistoryArgs,
  GetInvoiceHistoryOutputArgs,
  GetInvoiceHistoryResult,
  Invoice,
} from "./program/functions/getInvoiceHistory.js";
export { getInvoicePreview, getInvoicePreviewOutput } from "./program/functions/getInvoicePreview.js";
export type {
  GetInvoicePreviewArgs,
  GetInvoicePreviewOutputArgs,
  GetInvoicePreviewResult,
  InvoicePreview,
  InvoicePreviewCredit,
  InvoicePreviewLine,
} from "./program/functions/getInvoicePreview.js";
export { getSpendingLimit, getSpendingLimitOutput } from "./program/functions/getSpendingLimit.js";
export type {
  GetSpendingLimitArgs,
  GetSpendingLimitOutputArgs,
  GetSpendingLimitResult,
} from "./program/functions/getSpendingLimit.js";
export { getTopupConfig, getTopupConfigOutput } from "./program/functions/getTopupConfig.js";
export type {
  GetTopupConfigArgs,
  GetTopupConfigOutputArgs,
  GetTopupConfigResult,
} from "./program/functions/getTopupConfig.js";
export { getTopupEligibility, getTopupEligibilityOutput } from "./program/functions/getTopupEligibility.js";
export type {
  GetTopupEligibilityArgs,
  GetTopupEligibilityOutputArgs,
  GetTopupEligibilityResult,
  TopupEligibilityPaymentMethod,
} from "./program/functions/getTopupEligibility.js";
export { getTopupLimits, getTopupLimitsOutput } from "./program/functions/getTopupLimits.js";
export type {
  GetTopupLimitsArgs,
  GetTopupLimitsOutputArgs,
  GetTopupLimitsResult,
} from "./program/functions/getTopupLimits.js";
export { getTopupStatus, getTopupStatusOutput } from "./program/functions/getTopupStatus.js";
export type {
  GetTopupStatusArgs,
  GetTopupStatusOutputArgs,
  GetTopupStatusResult,
} from "./program/functions/getTopupStatus.js";
export { getUsageHistory, getUsageHistoryOutput } from "./program/functions/getUsageHistory.js";
export type {
  GetUsageHistoryArgs,
  GetUsageHistoryOutputArgs,
  GetUsageHistoryResult,
  Time,
  UsageHistoryEntry,
} from "./program/functions/getUsageHistory.js";
export { usd } from "./contract/money.js";
export { AutoTopupConfig } from "./program/resources/autoTopupConfig.js";
export type { AutoTopupConfigArgs, AutoTopupConfigState } from "./program/resources/autoTopupConfig.js";
export { CreditTopup } from "./program/resources/creditTopup.js";
export type { CreditTopupArgs } from "./program/resources/creditTopup.js";
export { SpendingLimit } from "./program/resources/spendingLimit.js";
export type { SpendingLimitArgs, SpendingLimitState } from "./program/resources/spendingLimit.js";
