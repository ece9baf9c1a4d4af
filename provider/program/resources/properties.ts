/** What a resource class hands to the engine, and what it refuses before. */
import { createRequire } from "node:module";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ACCOUNT_ID_MISSING, resolveAccountId } from "../../config/config.js";
import { ConfigurationError } from "../../contract/errors.js";
import { VERSION } from "../../contract/version.js";
import { PROVIDER_KEY, providerText } from "../../hosts/dynamic/text.js";
import { underEngine } from "../underEngine.js";

const DYNAMIC_PROVIDER = "pulumi:providers:pulumi-nodejs";

const PACKAGE = "pulumi-cloudflare-ai-gateway-billing";

/** What a program declares: its name in messages, its inputs, and the outputs that are not inputs. */
export interface Declarable {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** The names of all properties of a type: the compiler refuses one that is missing, and one too many. */
export const namesOf = <Type>(names: Readonly<Record<keyof Type, true>>): readonly string[] => Object.keys(names);

/** A kind of setting, as far as the program knows it. */
export interface KindInProgram extends Declarable {
  readonly name: "AutoTopupConfig" | "SpendingLimit";
  /** Never missing from a state: a preview reads from it what the engine is going to do. */
  readonly alwaysInState: string;
  /** Whether nothing brings a deleted setting back: its class then sets the option `protect`. */
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
): Properties {
  const declared = checkDeclaration(kind, name, args, opts);
  if (kind.deleteIsFinal && opts?.deleteBeforeReplace) {
    refusalOf(
      kind,
      name,
    )(
      "has the option deleteBeforeReplace, which would remove the live setting first, and Cloudflare does not bring it back. Remove the option.",
    );
  }
  return registeredProperties(kind, declared);
}

/** What the engine is told of a resource: its inputs, the outputs to come, and the provider's text. */
export const registeredProperties = (kind: Declarable, args: Properties): Properties => ({
  ...nothing(kind.inputs),
  ...args,
  ...nothing(kind.outputs),
  [PROVIDER_KEY]: providerText(kind.name),
});

/** The inputs, with the account that is meant; or ends the program with what is wrong. */
export function checkDeclaration(
  kind: Declarable,
  name: string,
  args: Pick<Properties, "accountId">,
  opts: (pulumi.ResourceOptions & { readonly import?: unknown; readonly provider?: unknown }) | undefined,
): Properties {
  const refuse = refusalOf(kind, name);
  requireHost(refuse);
  if (opts?.import !== undefined) {
    refuse(
      "has the option import, which dynamic resources do not have. Leave it out: `pulumi up` adopts a live setting that equals the declared one without a write.",
    );
  }
  const { provider } = opts ?? {};
  const isOurs = pulumi.Resource.isInstance(provider) && Reflect.get(provider, "__pulumiType") === DYNAMIC_PROVIDER;
  if (provider !== undefined && !isOurs) {
    refuse(
      "has the option provider, which does not apply: its credentials come from the stack configuration or the environment. Remove it.",
    );
  }
  // The engine, the protobuf structs or the outputs below would swallow these without a word.
  for (const swallowed of ["id", "urn", "__proto__", PROVIDER_KEY, ...kind.outputs]) {
    if (Object.hasOwn(args, swallowed)) {
      refuse(`has the input "${swallowed}", and ${kind.name} has ${kind.inputs.join(", ")}. Remove it.`);
    }
  }
  const accountId =
    args.accountId ??
    resolveAccountId(pulumi.runtime.getConfig) ??
    (underEngine() ? refuse(`cannot be declared. ${ACCOUNT_ID_MISSING}`) : undefined);
  return { ...args, accountId };
}

/** The properties of a `.get`: the live setting alone decides their values. */
export function lookedUpProperties(kind: KindInProgram, name: string): Properties {
  requireHost(refusalOf(kind, name));
  return { ...nothing(kind.inputs), ...nothing(kind.outputs), [PROVIDER_KEY]: providerText(kind.name) };
}

/** A value that must be no secret: one that is keeps the resource from being registered, and ends the program. */
export function noSecret(kind: Declarable, name: string, input: string, value: unknown, why: string): unknown {
  if (!pulumi.Output.isInstance(value) && !(value instanceof Promise)) return value;
  const output = pulumi.output(value);
  const refuse = refusalOf(kind, name);
  // The SDK keeps `isSecret` out of its types, and on every Output.
  const isSecret: Promise<boolean> = Reflect.get(output, "isSecret");
  return pulumi.output(isSecret).apply((secret) => (secret ? refuse(`has a secret for ${input}, and ${why}`) : output));
}

/** Ends the program with one line that names the resource. */
function refusalOf(kind: Declarable, name: string) {
  return (problem: string): never => {
    throw new ConfigurationError(`${kind.name} "${name}" ${problem}`);
  };
}

/** Pulumi makes an output of every property that is named. */
const nothing = (properties: readonly string[]) =>
  Object.fromEntries(properties.map((property) => [property, undefined]));

/**
 * The text in the state finds this package from the folder of the program, at `up` and much later at
 * destroy: it must be a direct dependency there, in this version.
 */
function requireHost(refuse: (problem: string) => never) {
  if (!underEngine()) return;
  const folder = process.cwd();
  const version = hostVersion(folder);
  if (version === undefined) {
    refuse(
      `cannot be used: ${PACKAGE} is not found from the folder of the program, ${folder}. It must be a direct dependency there, since Pulumi loads it again at refresh and destroy: \`npm install ${PACKAGE}\`.`,
    );
  }
  if (version !== VERSION) {
    refuse(
      `cannot be used: the program runs ${PACKAGE} ${VERSION}, and Pulumi would load ${version} from its folder, ${folder}. Install one version: \`npm install ${PACKAGE}@${VERSION}\`.`,
    );
  }
}

/** What was found from each folder; a program asks for every resource. */
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
