/**
 * The same classes and functions, on the plugin: with `import`, a provider of their own, and a detailed diff.
 *
 * @packageDocumentation
 */
import * as pulumi from "@pulumi/pulumi";
import { OWN } from "../config/config.js";
import type { Configuration } from "../config/configuration.js";
import * as dynamic from "../index.js";
import { ON_PLUGIN } from "../program/functions/call.js";
import { pluginHost } from "../program/resources/host.js";
import type { Inputs } from "../program/shapes.js";

// What is declared below takes the place of what has the same name there.
export * from "../index.js";

/**
 * The class `AutoTopupConfig` of the package, on the plugin.
 *
 * The option `import` takes a live setting into the state, without a write; its id is the account id.
 *
 * @example
 * ```ts
 * import { AutoTopupConfig, usd } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * new AutoTopupConfig("topup", { amount: usd(50), threshold: usd(10) }); // US$50.00 below US$10.00
 * ```
 */
export class AutoTopupConfig extends dynamic.AutoTopupConfig {
  /** @internal */
  static override readonly __host = pluginHost;
  /** @internal */
  static override readonly __pulumiType = pluginHost.typeOf("AutoTopupConfig");
}

/**
 * The class `SpendingLimit` of the package, on the plugin.
 *
 * The option `import` takes a live setting into the state, without a write; its id is the account id.
 *
 * @example
 * ```ts
 * import { SpendingLimit, usd } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * new SpendingLimit("limit", { amount: usd(250), duration: "monthly", strategy: "fixed" }); // US$250.00
 * ```
 */
export class SpendingLimit extends dynamic.SpendingLimit {
  /** @internal */
  static override readonly __host = pluginHost;
  /** @internal */
  static override readonly __pulumiType = pluginHost.typeOf("SpendingLimit");
}

/**
 * The class `CreditTopup` of the package, on the plugin: **charges the account's card, once for each `purchase`**.
 *
 * @example
 * ```ts
 * import { CreditTopup, usd } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * new CreditTopup("credit", { purchase: "2026-11", amount: usd(50) }); // US$50.00
 * ```
 */
export class CreditTopup extends dynamic.CreditTopup {
  /** @internal */
  static override readonly __host = pluginHost;
}

/**
 * The configuration of a {@link Provider}.
 *
 * @example
 * ```ts
 * import * as pulumi from "@pulumi/pulumi";
 * import { Provider } from "pulumi-cloudflare-ai-gateway-billing/native";
 * import type { ProviderArgs } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * const args: ProviderArgs = {
 *   accountId: "fedcba9876543210fedcba9876543210",
 *   apiToken: new pulumi.Config().requireSecret("otherToken"),
 * };
 * new Provider("other", args);
 * ```
 */
export interface ProviderArgs extends Inputs<Configuration> {}

/**
 * A provider with its own account and credentials. It takes nothing from the configuration of the stack. What it is not
 * given comes from the environment. `apiToken` and `apiKey` are secret in the state.
 *
 * @example
 * ```ts
 * import * as pulumi from "@pulumi/pulumi";
 * import { AutoTopupConfig, Provider, usd } from "pulumi-cloudflare-ai-gateway-billing/native";
 *
 * const other = new Provider("other", {
 *   accountId: "fedcba9876543210fedcba9876543210",
 *   apiToken: new pulumi.Config().requireSecret("otherToken"),
 * });
 * new AutoTopupConfig("topup", { amount: usd(50), threshold: usd(10) }, { provider: other }); // US$50.00 below US$10.00
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  /**
   * @param name the name of the resource in this program
   * @param args its configuration. The plugin refuses an unknown key in the preview
   * @param opts the usual resource options
   */
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    super(OWN, name, { ...args }, opts);
  }
}

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

function onPlugin<Args, Options extends pulumi.InvokeOptions, Result>(
  ask: (args?: Args, opts?: Options) => Result,
): (args?: Args, opts?: Options) => Result;
function onPlugin<Args, Options extends pulumi.InvokeOptions, Result>(
  ask: (args: Args, opts?: Options) => Result,
): (args: Args, opts?: Options) => Result;
function onPlugin<Args, Options extends pulumi.InvokeOptions, Result>(ask: (args: Args, opts?: Options) => Result) {
  return (args: Args, opts?: Options): Result => ask(args, { ...opts, [ON_PLUGIN]: true } as unknown as Options);
}
