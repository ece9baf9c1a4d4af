/** The functions of the package, on the plugin. */
import type * as pulumi from "@pulumi/pulumi";
import * as dynamic from "../index.js";
import { ON_PLUGIN } from "../program/functions/call.js";

/**
 * The function `getCreditBalance` of the package, on the plugin: with the credentials of the provider.
 *
 * @example
 * ```ts
 * import { getCreditBalance } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * export const result = getCreditBalance();
 * ```
 */
export const getCreditBalance = onPlugin(dynamic.getCreditBalance);

/**
 * The function `getCreditBalanceOutput` of the package, on the plugin: with the credentials of the provider.
 *
 * @example
 * ```ts
 * import { getCreditBalanceOutput } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * export const result = getCreditBalanceOutput();
 * ```
 */
export const getCreditBalanceOutput = onPlugin(dynamic.getCreditBalanceOutput);

/**
 * The function `getInvoiceHistory` of the package, on the plugin: with the credentials of the provider.
 *
 * @example
 * ```ts
 * import { getInvoiceHistory } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * export const result = getInvoiceHistory();
 * ```
 */
export const getInvoiceHistory = onPlugin(dynamic.getInvoiceHistory);

/**
 * The function `getInvoiceHistoryOutput` of the package, on the plugin: with the credentials of the provider.
 *
 * @example
 * ```ts
 * import { getInvoiceHistoryOutput } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * export const result = getInvoiceHistoryOutput();
 * ```
 */
export const getInvoiceHistoryOutput = onPlugin(dynamic.getInvoiceHistoryOutput);

/**
 * The function `getInvoicePreview` of the package, on the plugin: with the credentials of the provider.
 *
 * @example
 * ```ts
 * import { getInvoicePreview } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * export const result = getInvoicePreview();
 * ```
 */
export const getInvoicePreview = onPlugin(dynamic.getInvoicePreview);

/**
 * The function `getInvoicePreviewOutput` of the package, on the plugin: with the credentials of the provider.
 *
 * @example
 * ```ts
 * import { getInvoicePreviewOutput } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * export const result = getInvoicePreviewOutput();
 * ```
 */
export const getInvoicePreviewOutput = onPlugin(dynamic.getInvoicePreviewOutput);

/**
 * The function `getSpendingLimit` of the package, on the plugin: with the credentials of the provider.
 *
 * @example
 * ```ts
 * import { getSpendingLimit } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * export const result = getSpendingLimit();
 * ```
 */
export const getSpendingLimit = onPlugin(dynamic.getSpendingLimit);

/**
 * The function `getSpendingLimitOutput` of the package, on the plugin: with the credentials of the provider.
 *
 * @example
 * ```ts
 * import { getSpendingLimitOutput } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * export const result = getSpendingLimitOutput();
 * ```
 */
export const getSpendingLimitOutput = onPlugin(dynamic.getSpendingLimitOutput);

/**
 * The function `getTopupConfig` of the package, on the plugin: with the credentials of the provider.
 *
 * @example
 * ```ts
 * import { getTopupConfig } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * export const result = getTopupConfig();
 * ```
 */
export const getTopupConfig = onPlugin(dynamic.getTopupConfig);

/**
 * The function `getTopupConfigOutput` of the package, on the plugin: with the credentials of the provider.
 *
 * @example
 * ```ts
 * import { getTopupConfigOutput } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * export const result = getTopupConfigOutput();
 * ```
 */
export const getTopupConfigOutput = onPlugin(dynamic.getTopupConfigOutput);

/**
 * The function `getTopupEligibility` of the package, on the plugin: with the credentials of the provider.
 *
 * @example
 * ```ts
 * import { getTopupEligibility } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * export const result = getTopupEligibility();
 * ```
 */
export const getTopupEligibility = onPlugin(dynamic.getTopupEligibility);

/**
 * The function `getTopupEligibilityOutput` of the package, on the plugin: with the credentials of the provider.
 *
 * @example
 * ```ts
 * import { getTopupEligibilityOutput } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * export const result = getTopupEligibilityOutput();
 * ```
 */
export const getTopupEligibilityOutput = onPlugin(dynamic.getTopupEligibilityOutput);

/**
 * The function `getTopupLimits` of the package, on the plugin: with the credentials of the provider.
 *
 * @example
 * ```ts
 * import { getTopupLimits } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * export const result = getTopupLimits();
 * ```
 */
export const getTopupLimits = onPlugin(dynamic.getTopupLimits);

/**
 * The function `getTopupLimitsOutput` of the package, on the plugin: with the credentials of the provider.
 *
 * @example
 * ```ts
 * import { getTopupLimitsOutput } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * export const result = getTopupLimitsOutput();
 * ```
 */
export const getTopupLimitsOutput = onPlugin(dynamic.getTopupLimitsOutput);

/**
 * The function `getTopupStatus` of the package, on the plugin: with the credentials of the provider.
 *
 * @example
 * ```ts
 * import { getTopupStatus } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * export const result = getTopupStatus({ paymentIntentId: "in_1QXmZ2AbCdEfGh" });
 * ```
 */
export const getTopupStatus = onPlugin(dynamic.getTopupStatus);

/**
 * The function `getTopupStatusOutput` of the package, on the plugin: with the credentials of the provider.
 *
 * @example
 * ```ts
 * import { getTopupStatusOutput } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * export const result = getTopupStatusOutput({ paymentIntentId: "in_1QXmZ2AbCdEfGh" });
 * ```
 */
export const getTopupStatusOutput = onPlugin(dynamic.getTopupStatusOutput);

/**
 * The function `getUsageHistory` of the package, on the plugin: with the credentials of the provider.
 *
 * @example
 * ```ts
 * import { getUsageHistory } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * export const result = getUsageHistory({ valueGroupingWindow: "day", startTime: "2026-11-01T00:00:00Z", endTime: "2026-12-01T00:00:00Z" });
 * ```
 */
export const getUsageHistory = onPlugin(dynamic.getUsageHistory);

/**
 * The function `getUsageHistoryOutput` of the package, on the plugin: with the credentials of the provider.
 *
 * @example
 * ```ts
 * import { getUsageHistoryOutput } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * export const result = getUsageHistoryOutput({ valueGroupingWindow: "day", startTime: "2026-11-01T00:00:00Z", endTime: "2026-12-01T00:00:00Z" });
 * ```
 */
export const getUsageHistoryOutput = onPlugin(dynamic.getUsageHistoryOutput);

/** The function with the option by which it asks the plugin. */
function onPlugin<Args, Options extends pulumi.InvokeOptions, Result>(
  ask: (args?: Args, opts?: Options) => Result,
): (args?: Args, opts?: Options) => Result;
function onPlugin<Args, Options extends pulumi.InvokeOptions, Result>(
  ask: (args: Args, opts?: Options) => Result,
): (args: Args, opts?: Options) => Result;
function onPlugin<Args, Options extends pulumi.InvokeOptions, Result>(ask: (args: Args, opts?: Options) => Result) {
  return (args: Args, opts?: Options): Result => ask(args, Object.assign({}, opts, { [ON_PLUGIN]: true }));
}
