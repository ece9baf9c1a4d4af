/**
 * The same classes and functions, on the plugin: with `import`, a provider of their own, and a detailed diff.
 *
 * @packageDocumentation
 */
// What is named below takes the place of what has the same name there.
export * from "../index.js";
export { AutoTopupConfig, CreditTopup, SpendingLimit } from "./classes.js";
export {
  getCreditBalance,
  getCreditBalanceOutput,
  getInvoiceHistory,
  getInvoiceHistoryOutput,
  getInvoicePreview,
  getInvoicePreviewOutput,
  getSpendingLimit,
  getSpendingLimitOutput,
  getTopupConfig,
  getTopupConfigOutput,
  getTopupEligibility,
  getTopupEligibilityOutput,
  getTopupLimits,
  getTopupLimitsOutput,
  getTopupStatus,
  getTopupStatusOutput,
  getUsageHistory,
  getUsageHistoryOutput,
} from "./functions.js";
export type { ProviderArgs } from "./provider.js";
export { Provider } from "./provider.js";
