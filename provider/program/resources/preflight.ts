/** In a preview, compares a declaration with the live account, in the background, and warns on the resource. */
import * as pulumi from "@pulumi/pulumi";
import { resolvePreflight } from "../../config/config.js";
import { messageOf } from "../../contract/errors.js";
import { underEngine } from "../underEngine.js";
import type { Declarable, KindInProgram, Properties } from "./properties.js";

type Step = "create" | "update" | "same";

/** Never throws: a rejected background task would fail the program. */
export function startPreflight(kind: KindInProgram, resource: pulumi.CustomResource, properties: Properties) {
  if (pulumi.runtime.isDryRun() && underEngine()) void compare(kind, resource, properties);
}

type Intent = pulumi.CustomResource & { readonly record: pulumi.Output<object> };

/** The same for a purchase, where one is to come: a charge that is there already has an id. */
export function startPurchasePreflight(
  kind: Declarable,
  intent: Intent,
  charge: pulumi.CustomResource,
  properties: Properties,
) {
  if (pulumi.runtime.isDryRun() && underEngine()) void comparePurchase(kind, intent, charge, properties);
}

async function comparePurchase(
  kind: Declarable,
  intent: Intent,
  charge: pulumi.CustomResource,
  properties: Properties,
) {
  try {
    if (await isKnown(charge.id)) return;
    const isFirst = !(await isKnown(intent.id));
    // Recorded already: the charge is looked for before anything is bought, and may need nothing of the account.
    if (!isFirst && (await isKnown(intent.record))) return;
    const declared = await declaredBy(kind, intent, properties);
    if (declared === undefined) return;
    const lines = await warningsFrom((host) =>
      host.comparePurchaseWithLive(declared, isFirst, pulumi.runtime.getConfig),
    );
    for (const line of lines) await warn(line, intent);
  } catch {
    // The engine has refused a resource and says why.
  }
}

async function compare(kind: KindInProgram, resource: pulumi.CustomResource, properties: Properties) {
  try {
    const step = await stepOf(kind, resource);
    const declared = await declaredBy(kind, resource, properties);
    if (declared === undefined) return;
    const lines = await warningsFrom((host) =>
      host.compareWithLive(kind.name, declared, step, pulumi.runtime.getConfig),
    );
    for (const line of lines) await warn(line, resource);
  } catch {
    // The engine has refused the resource and says why.
  }
}

/**
 * The inputs as the engine has them, after transforms; undefined while one of them is unknown.
 * In a preview an input that is left out looks unknown too: then what the program gave decides.
 */
async function declaredBy(kind: Declarable, resource: pulumi.CustomResource, properties: Properties) {
  const declared: Record<string, unknown> = {};
  for (const input of kind.inputs) {
    const output = pulumi.output(Reflect.get(resource, input));
    const given = pulumi.output(properties[input]);
    if (await isKnown(output)) declared[input] = await knownValueOf(output);
    else if (!(await isKnown(given)) || (await knownValueOf(given)) !== undefined) return undefined;
  }
  return declared;
}

async function warningsFrom(ask: (host: typeof import("../live/live.js")) => Promise<string[]>): Promise<string[]> {
  try {
    if (!resolvePreflight(pulumi.runtime.getConfig)) return [];
    return await ask(await import("../live/live.js"));
  } catch (error) {
    return [`This preview could not be compared with the live account. ${messageOf(error)}`];
  }
}

/** Read from what the engine answered at registration: it computes no outputs in a preview. */
async function stepOf(kind: KindInProgram, resource: pulumi.CustomResource): Promise<Step> {
  if (!(await isKnown(resource.id))) return "create";
  return (await isKnown(Reflect.get(resource, kind.alwaysInState))) ? "same" : "update";
}

/** The SDK keeps `isKnown` out of its types, and on every Output. */
async function isKnown(output: object): Promise<boolean> {
  return (await Reflect.get(output, "isKnown")) === true;
}

const knownValueOf = (output: pulumi.Output<unknown>) => new Promise<unknown>((resolve) => output.apply(resolve));

async function warn(line: string, resource: pulumi.Resource) {
  try {
    await pulumi.log.warn(line, resource);
  } catch {
    // The engine is gone, and with it whoever would read this.
  }
}
