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
export const AutoTopupConfig = onPlugin("AutoTopupConfig", dynamic.AutoTopupConfig);
export type AutoTopupConfig = dynamic.AutoTopupConfig;

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
export const SpendingLimit = onPlugin("SpendingLimit", dynamic.SpendingLimit);
export type SpendingLimit = dynamic.SpendingLimit;

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
export const CreditTopup = onPlugin("CreditTopup", dynamic.CreditTopup);
export type CreditTopup = dynamic.CreditTopup;

/**
 * The same class with another host. Not a subclass: Pulumi counts constructors to find the line of the program that
 * makes a resource, and with one more it would name a line of this package.
 */
function onPlugin<Class extends object>(kind: string, theClass: Class): Class {
  const own = new Map<string | symbol, unknown>([
    ["__host", pluginHost],
    ["__pulumiType", pluginHost.typeOf(kind)],
  ]);
  return new Proxy(theClass, {
    get: (target, property, self) => own.get(property) ?? Reflect.get(target, property, self),
  });
}
