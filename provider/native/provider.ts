/** A provider of the program's own. */
import * as pulumi from "@pulumi/pulumi";
import { OWN } from "../config/config.js";
import type { Configuration } from "../config/configuration.js";
import type { Inputs } from "../program/shapes.js";

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
