/** The type tokens of states, by host. Frozen. */
import { OWN } from "../config/config.js";

/** Of a resource in Pulumi's dynamic host. */
export const dynamicType = (kind: string) => `pulumi-nodejs:dynamic/${OWN}:${kind}`;

/** Of a resource on the plugin. */
export const pluginType = (kind: string) => `${OWN}:index:${kind}`;

/** Of the component, in both. */
export const TOPUP_TYPE = pluginType("CreditTopup");
