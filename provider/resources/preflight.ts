/** In a preview, compares a declaration with the live account, in the background, and warns on the resource. */
import * as pulumi from "@pulumi/pulumi";
import { resolvePreflight } from "../config.js";
import { underEngine } from "../engine.js";
import type { KindInProgram, Properties } from "./properties.js";

type Step = "create" | "update" | "same";

/** Never throws: a rejected background task would fail the program. */
export function startPreflight(kind: KindInProgram, resource: pulumi.CustomResource, properties: Properties) {
  if (pulumi.runtime.isDryRun() && underEngine()) void compare(kind, resource, properties);
}

async function compare(kind: KindInProgram, resource: pulumi.CustomResource, properties: Properties) {
  try {
    const step = await stepOf(kind, resource);
    // From the resource, which a transform may have changed; not called while one of them is unknown.
    const given = kind.inputs.filter((input) => properties[input] !== undefined);
    const declaration = Object.fromEntries(given.map((input) => [input, Reflect.get(resource, input)]));
    pulumi.output(declaration).apply(async (declared) => {
      for (const line of await warningsFor(kind, declared, step)) await warn(line, resource);
    });
  } catch {
    // The engine has refused the resource and says why.
  }
}

async function warningsFor(kind: KindInProgram, declared: Record<string, unknown>, step: Step): Promise<string[]> {
  try {
    if (!resolvePreflight(pulumi.runtime.getConfig)) return [];
    const { compareWithLive } = await import("../hosts/program.js");
    return await compareWithLive(kind.name, declared, step, pulumi.runtime.getConfig);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [`This preview could not be compared with the live account. ${reason}`];
  }
}

/** Read from what the engine answered at registration: it computes no outputs in a preview. */
async function stepOf(kind: KindInProgram, resource: pulumi.CustomResource): Promise<Step> {
  if (!(await isKnown(resource.id))) return "create";
  const [alwaysInState] = kind.outputs;
  return (await isKnown(Reflect.get(resource, alwaysInState))) ? "same" : "update";
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
