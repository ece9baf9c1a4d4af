/** The classes of the package, on the plugin. */
import * as dynamic from "../index.js";
import { pluginHost } from "../program/resources/host.js";

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
