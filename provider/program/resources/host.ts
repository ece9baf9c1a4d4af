/** Which provider serves a resource of a program. The classes are the same. */
import type * as pulumi from "@pulumi/pulumi";
import type { Properties } from "../../contract/lifecycle.js";
import { PROVIDER_KEY, providerText } from "../../hosts/dynamic/text.js";
import { dynamicType, pluginType } from "../../hosts/tokens.js";

export interface Host {
  readonly name: "dynamic" | "plugin";
  /** The type token of a kind. */
  typeOf(kind: string): string;
  /** What the engine is told beside the properties. */
  extras(kind: string): Properties;
  /** The options, with the type that the resource has in the other host: a stack that comes from there stays as it is. */
  options<Options extends pulumi.ResourceOptions>(kind: string, opts: Options | undefined): Options;
}

export const dynamicHost: Host = {
  name: "dynamic",
  typeOf: dynamicType,
  extras: (kind) => ({ [PROVIDER_KEY]: providerText(kind) }),
  options: (kind, opts) => withAlias(pluginType(kind), opts),
};

export const pluginHost: Host = {
  name: "plugin",
  typeOf: pluginType,
  extras: () => ({}),
  options: (kind, opts) => withAlias(dynamicType(kind), opts),
};

const withAlias = <Options extends pulumi.ResourceOptions>(type: string, opts: Options | undefined): Options =>
  Object.assign({}, opts, { aliases: [...(opts?.aliases ?? []), { type }] });
