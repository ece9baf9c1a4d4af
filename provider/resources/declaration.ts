/** What the resource classes share: everything between a user's `new` and the engine. */
import { createRequire } from "node:module";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { ACCOUNT_ID_MISSING, resolveAccountId, resolvePreflight } from "../config.js";
import { providerText } from "../hosts/dynamic/text.js";
import { VERSION } from "../version.js";

const PACKAGE = "pulumi-cloudflare-ai-gateway-billing";

export interface KindOnTheProgramSide {
  readonly name: "AutoTopupConfig" | "SpendingLimit";
  readonly inputs: readonly string[];
  /** The outputs that are not inputs. The first is never missing from a state: preview reads the step from it. */
  readonly outputs: readonly [string, ...string[]];
}

interface Properties {
  readonly accountId?: pulumi.Input<string>;
  readonly [property: string]: unknown;
}

/** The properties for the engine: the user's, the account, the outputs to come, and the provider's text. */
export function propertiesOf(
  kind: KindOnTheProgramSide,
  name: string,
  args: Pick<Properties, "accountId">,
  opts: pulumi.CustomResourceOptions | undefined,
): Properties {
  const outputs = Object.fromEntries(kind.outputs.map((output) => [output, undefined]));
  const __provider = providerText(kind.name);
  if (underEngine()) requireHost(kind, name);
  // The live setting alone decides what a `.get` returns.
  if (opts?.id !== undefined)
    return { ...Object.fromEntries(kind.inputs.map((input) => [input, undefined])), ...outputs, __provider };
  if (opts?.import !== undefined) {
    throw new pulumi.RunError(
      `${kind.name} "${name}" has the option import, which dynamic resources do not have. Leave it out: \`pulumi up\` adopts a live setting that equals the declared one without a write.`,
    );
  }
  for (const swallowed of ["id", "urn", "__proto__", "__provider"]) {
    if (Object.hasOwn(args, swallowed)) {
      throw new pulumi.RunError(
        `${kind.name} "${name}": "${swallowed}" is not a property of ${kind.name}, which has ${kind.inputs.join(", ")}. Remove it.`,
      );
    }
  }
  return { ...args, accountId: accountIdOf(kind, name, args), ...outputs, __provider };
}

function accountIdOf(
  kind: KindOnTheProgramSide,
  name: string,
  args: Pick<Properties, "accountId">,
): pulumi.Input<string> {
  const accountId = args.accountId ?? resolveAccountId(pulumi.runtime.getConfig);
  if (accountId === undefined) throw new pulumi.RunError(`${kind.name} "${name}": ${ACCOUNT_ID_MISSING}`);
  return accountId;
}

/** Whether a real engine listens, and not Pulumi's mocks. */
const underEngine = () => pulumi.runtime.getEngine() !== undefined;

/**
 * The text in the state finds this package from the folder of the program, at `up` and much later at
 * destroy: it must be a direct dependency there, in this version.
 */
function requireHost(kind: KindOnTheProgramSide, name: string) {
  const folder = process.cwd();
  const found = hostVersion(folder);
  if (found === VERSION) return;
  const problem =
    found === undefined
      ? `${PACKAGE} cannot be found from the folder of the program, ${folder}. It must be a direct dependency there, since Pulumi loads it again at refresh and destroy: \`npm install ${PACKAGE}\`.`
      : `the program runs ${PACKAGE} ${VERSION}, and Pulumi would load ${found} from its folder, ${folder}. Install one version: \`npm install ${PACKAGE}@${VERSION}\`.`;
  throw new pulumi.RunError(`${kind.name} "${name}": ${problem}`);
}

function hostVersion(folder: string): string | undefined {
  const require = createRequire(join(folder, "program.js"));
  try {
    require.resolve(`${PACKAGE}/host`);
    return require(`${PACKAGE}/package.json`).version;
  } catch {
    return undefined;
  }
}

/** The settings that a stack has declared so far. Module memory outlives a preview in one Automation process, so it hangs on the stack. */
const declared = new WeakMap<pulumi.Resource, Map<string, string>>();

/** Refuses a second declaration for an account, and in a preview compares the declaration with the live account. */
export function watch(
  kind: KindOnTheProgramSide,
  name: string,
  resource: pulumi.CustomResource,
  properties: Properties,
  opts: pulumi.CustomResourceOptions | undefined,
) {
  if (opts?.id !== undefined) return;
  const { accountId } = properties;
  const stack = pulumi.runtime.getStackResource();
  if (stack !== undefined) {
    if (typeof accountId === "string") claim(stack, kind, name, accountId);
    else pulumi.output(accountId).apply((known) => claim(stack, kind, name, String(known)));
  }
  if (pulumi.runtime.isDryRun() && underEngine()) void compare(kind, resource, properties);
}

function claim(stack: pulumi.Resource, kind: KindOnTheProgramSide, name: string, accountId: string) {
  const claims = declared.get(stack) ?? new Map<string, string>();
  declared.set(stack, claims);
  const key = `${kind.name} ${accountId}`;
  const first = claims.get(key);
  if (first !== undefined) {
    throw new pulumi.RunError(
      `${kind.name} "${name}" and "${first}" declare the same account, ${accountId}, which has one such setting. Remove one of them.`,
    );
  }
  claims.set(key, name);
}

/** Runs in the background of a preview and never throws: a rejected task would fail the program. */
async function compare(kind: KindOnTheProgramSide, resource: pulumi.CustomResource, properties: Properties) {
  try {
    const step = await stepOf(kind, resource);
    const inputs = Object.fromEntries(
      kind.inputs.filter((input) => properties[input] !== undefined).map((input) => [input, properties[input]]),
    );
    pulumi.output(inputs).apply(async (declaration) => {
      for (const line of await warningsFor(kind, declaration, step)) await warn(line, resource);
    });
  } catch {
    // The engine has refused the resource and says why.
  }
}

async function warningsFor(
  kind: KindOnTheProgramSide,
  declaration: Record<string, unknown>,
  step: "create" | "update" | "same",
): Promise<string[]> {
  try {
    if (!resolvePreflight(pulumi.runtime.getConfig)) return [];
    const { compareWithLive } = await import("../hosts/program.js");
    return await compareWithLive(kind.name, declaration, step, pulumi.runtime.getConfig);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [`This preview could not be compared with the live account. ${reason}`];
  }
}

/** Read from what the engine answered at registration: it computes no outputs in a preview. */
async function stepOf(
  kind: KindOnTheProgramSide,
  resource: pulumi.CustomResource,
): Promise<"create" | "update" | "same"> {
  if (!(await isKnown(resource.id))) return "create";
  const [witness] = kind.outputs;
  return (await isKnown(Reflect.get(resource, witness))) ? "same" : "update";
}

/** The SDK keeps `isKnown` out of its types, and on every Output. */
async function isKnown(output: object): Promise<boolean> {
  return (await Reflect.get(output, "isKnown")) === true;
}

async function warn(line: string, resource: pulumi.Resource) {
  try {
    await pulumi.log.warn(line, resource);
  } catch {
    // The engine is gone, and with it whoever would read this.
  }
}
