/** What a resource class passes to the engine, and what it refuses before that. */
import { createRequire } from "node:module";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ACCOUNT_ID_MISSING, resolveAccountId } from "../../config/config.js";
import { ConfigurationError } from "../../contract/errors.js";
import { VERSION } from "../../contract/version.js";
import { PROVIDER_KEY } from "../../hosts/dynamic/text.js";
import { dynamicType, pluginType } from "../../hosts/tokens.js";
import { underEngine } from "../underEngine.js";
import type { Host } from "./host.js";

const DYNAMIC_PROVIDER = "pulumi:providers:pulumi-nodejs";

const PACKAGE = "pulumi-cloudflare-ai-gateway-billing";

/** What a program declares: its name in messages, its inputs, and the outputs that are not inputs. */
export interface Declarable {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** The names of all properties of a type. The compiler refuses a missing name and a name too many. */
export const namesOf = <Type>(names: Readonly<Record<keyof Type, true>>): readonly string[] => Object.keys(names);

/** A kind of setting, as far as the program knows it. */
export interface KindInProgram extends Declarable {
  readonly name: "AutoTopupConfig" | "SpendingLimit";
  /** An output that every state has. From it, a preview reads what the engine is going to do. */
  readonly alwaysInState: string;
  /** Whether a deleted setting cannot be restored. Its class then sets the option `protect`. */
  readonly deleteIsFinal: boolean;
}

export interface Properties {
  readonly accountId?: pulumi.Input<string> | undefined;
  readonly [property: string]: unknown;
}

/** The properties of a setting's declaration. */
export function declaredProperties(
  kind: KindInProgram,
  name: string,
  args: Pick<Properties, "accountId">,
  opts: pulumi.CustomResourceOptions | undefined,
  host: Host,
): Properties {
  const declared = checkDeclaration(kind, name, args, opts, host);
  if (kind.deleteIsFinal && opts?.deleteBeforeReplace) {
    refusalOf(
      kind,
      name,
    )(
      "has the option deleteBeforeReplace. It would remove the live setting first, and Cloudflare cannot restore it. Remove the option.",
    );
  }
  return registeredProperties(kind, declared, host);
}

/** What the engine is told of a resource: its inputs, and the outputs to come. */
export const registeredProperties = (kind: Declarable, args: Properties, host: Host): Properties => ({
  ...nothing(kind.inputs),
  ...args,
  ...nothing(kind.outputs),
  ...host.extras(kind.name),
});

type Options = (pulumi.ResourceOptions & { readonly import?: unknown; readonly provider?: unknown }) | undefined;

/** Returns the inputs with the account filled in, or ends the program with an error. */
export function checkDeclaration(
  kind: Declarable,
  name: string,
  args: Pick<Properties, "accountId">,
  opts: Options,
  host: Host,
): Properties {
  const refuse = refusalOf(kind, name);
  if (host.name === "dynamic") refuseWhatDynamicLacks(refuse, opts);
  // The engine, the protobuf structs or the outputs would drop these silently.
  for (const swallowed of ["id", "urn", "__proto__", PROVIDER_KEY, ...kind.outputs]) {
    if (Object.hasOwn(args, swallowed)) {
      refuse(
        `has the input "${swallowed}", which does not exist. ${kind.name} has ${kind.inputs.join(", ")}. Remove it.`,
      );
    }
  }
  // Only the plugin knows the account of a provider of its own.
  if (host.name === "plugin") return { ...args };
  const accountId =
    args.accountId ??
    resolveAccountId(pulumi.runtime.getConfig) ??
    (underEngine() ? refuse(`cannot be declared. ${ACCOUNT_ID_MISSING}`) : undefined);
  return { ...args, accountId };
}

function refuseWhatDynamicLacks(refuse: (problem: string) => never, opts: Options) {
  requireHost(refuse);
  if (opts?.import !== undefined) {
    refuse(
      "has the option import, which dynamic resources do not support. Remove it: `pulumi up` adopts a live setting that equals the declared one without a write.",
    );
  }
  const { provider } = opts ?? {};
  const isOurs = pulumi.Resource.isInstance(provider) && Reflect.get(provider, "__pulumiType") === DYNAMIC_PROVIDER;
  if (provider !== undefined && !isOurs) {
    refuse(
      "has the option provider, which has no effect: its credentials come from the stack configuration or the environment. Remove it.",
    );
  }
}

/** Whether a value is a resource of this kind, on either host, also of another copy of this package. */
export const isOfKind = (kind: string, value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  [dynamicType(kind), pluginType(kind)].includes(Reflect.get(value, "__pulumiType"));

/** The properties of a `.get`: only the live setting decides their values. */
export function lookedUpProperties(kind: KindInProgram, name: string, host: Host): Properties {
  if (host.name === "dynamic") requireHost(refusalOf(kind, name));
  return { ...nothing(kind.inputs), ...nothing(kind.outputs), ...host.extras(kind.name) };
}

/** A value that must not be secret. If it is, the resource is not registered and the program ends. */
export function noSecret(kind: Declarable, name: string, input: string, value: unknown, why: string): unknown {
  if (!pulumi.Output.isInstance(value) && !(value instanceof Promise)) return value;
  const output = pulumi.output(value);
  const refuse = refusalOf(kind, name);
  // Every Output has `isSecret`, but the SDK's types do not show it.
  const isSecret: Promise<boolean> = Reflect.get(output, "isSecret");
  return pulumi.output(isSecret).apply((secret) => (secret ? refuse(`has a secret for ${input}. ${why}`) : output));
}

/** Ends the program with one line that names the resource. */
export function refusalOf(kind: Declarable, name: string) {
  return (problem: string): never => {
    throw new ConfigurationError(`${kind.name} "${name}" ${problem}`);
  };
}

/** Names properties for Pulumi, which makes an output of each. */
const nothing = (properties: readonly string[]) =>
  Object.fromEntries(properties.map((property) => [property, undefined]));

/**
 * The text in the state loads this package from the folder of the program, at `up` and much later at destroy. So it
 * must be a direct dependency there, in this version.
 */
function requireHost(refuse: (problem: string) => never) {
  if (!underEngine()) return;
  const folder = process.cwd();
  const version = hostVersion(folder);
  if (version === undefined) {
    refuse(
      `cannot be used: ${PACKAGE} is not found from the folder of the program, ${folder}. Pulumi loads it from there again at refresh and destroy, so make it a direct dependency: \`npm install ${PACKAGE}\`.`,
    );
  }
  if (version !== VERSION) {
    refuse(
      `cannot be used: the program runs ${PACKAGE} ${VERSION}, but Pulumi would load ${version} from its folder, ${folder}. Install one version: \`npm install ${PACKAGE}@${VERSION}\`.`,
    );
  }
}

/** The version found from each folder. A program asks for every resource. */
const found = new Map<string, string | undefined>();

function hostVersion(folder: string): string | undefined {
  if (!found.has(folder)) found.set(folder, lookUpHost(folder));
  return found.get(folder);
}

function lookUpHost(folder: string): string | undefined {
  const require = createRequire(join(folder, "program.js"));
  try {
    require.resolve(`${PACKAGE}/host`);
    return require(`${PACKAGE}/package.json`).version;
  } catch {
    return undefined;
  }
}
