/** In a preview, compares a declaration with the live account in the background, and logs what it finds on the resource. */
import * as pulumi from "@pulumi/pulumi";
import { info } from "../../contract/findings.js";
import type { Finding, Step } from "../../contract/lifecycle.js";
import { preflight } from "../../hosts/preflight.js";
import { underEngine } from "../underEngine.js";
import { saysGuarded } from "./guarded.js";
import type { Host } from "./host.js";
import type { Declarable, KindInProgram, Properties } from "./properties.js";

/** Never throws: Pulumi would print the stack of an error that happens in the background. */
export function startPreflight(
  kind: KindInProgram,
  resource: pulumi.CustomResource,
  properties: Properties,
  host: Host,
) {
  // The plugin compares by itself, but does not see the option protect.
  const task = host.name === "dynamic" ? () => compare(kind, resource, properties) : () => sayGuarded(kind, resource);
  if (isPreview()) void onceRegistered(resource, task);
}

/** The two halves of a CreditTopup. */
export interface Halves {
  readonly intent: pulumi.CustomResource & { readonly record: pulumi.Output<object> };
  readonly charge: pulumi.CustomResource;
}

/** The same for a purchase that is new or not finished. */
export function startPurchasePreflight(topup: pulumi.Resource, intent: Declarable, halves: Halves, args: Properties) {
  if (isPreview()) void onceRegistered(halves.charge, () => comparePurchase(topup, intent, halves, args));
}

const isPreview = () => pulumi.runtime.isDryRun() && underEngine();

/**
 * Pulumi ends a program inside an Automation process as soon as its own calls are answered: the comparison counts as
 * one. Not before the resource has an id, which it never gets when it cannot be registered.
 */
async function onceRegistered(resource: pulumi.CustomResource, task: () => Promise<void>) {
  try {
    await isKnown(resource.id);
  } catch {
    // The engine refuses it and says why.
    return;
  }
  const done = pulumi.runtime.rpcKeepAlive();
  try {
    await task();
  } finally {
    done();
  }
}

async function compare(kind: KindInProgram, resource: pulumi.CustomResource, properties: Properties) {
  const request = await unlessRefused(async () => {
    const step = await stepOf(kind, resource);
    const declared = await declaredBy(kind, resource, properties);
    return declared && { step, declared };
  });
  if (request === undefined) return;
  await tell(
    async (live) => {
      const findings = await live.preview(kind.name, request, pulumi.runtime.getConfig);
      const willBeMade = request.step === "create" && findings.every(({ severity }) => severity !== "failure");
      return [...findings, ...(willBeMade && isGuarded(kind, resource) ? info(saysGuarded(kind.name)) : [])];
    },
    resource,
    request.declared,
  );
}

async function sayGuarded(kind: KindInProgram, resource: pulumi.CustomResource) {
  if (isGuarded(kind, resource) && !(await isKnown(resource.id))) await log("info", saysGuarded(kind.name), resource);
}

/** The SDK's types do not show the option. */
const isGuarded = (kind: KindInProgram, resource: pulumi.CustomResource) =>
  kind.deleteIsFinal && Reflect.get(resource, "__protect") === true;

async function comparePurchase(
  topup: pulumi.Resource,
  intent: Declarable,
  halves: Halves,
  properties: Properties,
): Promise<void> {
  const found = await unlessRefused(async () => {
    // A charge that stays as it is has an id.
    if (await isKnown(halves.charge.id)) return undefined;
    const declared = await declaredBy(intent, halves.intent, properties);
    if (declared === undefined) return undefined;
    const isRecorded = await isKnown(halves.intent.id);
    if (!isRecorded) return { half: "TopupIntent", request: { step: "create", declared } } as const;
    if (!(await isKnown(halves.intent.record)))
      return { half: "TopupIntent", request: { step: "update", declared } } as const;
    const record = await knownValueOf(halves.intent.record);
    return { half: "TopupCharge", request: { step: "create", declared: { ...declared, record } } } as const;
  });
  if (found === undefined) return;
  const { half, request } = found;
  await tell((live) => live.preview(half, request, pulumi.runtime.getConfig), topup, request.declared);
}

/** If the engine refuses a resource, it says why itself. */
async function unlessRefused<Result>(task: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await task();
  } catch {
    return undefined;
  }
}

/**
 * The inputs as the engine has them, after transforms; undefined while one of them is unknown.
 * In a preview, an input that is left out looks unknown, too. Then the value that the program gave decides.
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

/** A question that needs Cloudflare. What answers it is loaded first. */
type Ask = (live: typeof import("../live/live.js")) => Promise<Finding[]>;

async function tell(ask: Ask, resource: pulumi.Resource, { accountId }: Properties) {
  const { mode, findings } = await preflight(pulumi.runtime.getConfig, async () =>
    ask(await import("../live/live.js")),
  );
  for (const { severity, text } of findings) {
    if (severity === "failure" && mode === "strict") await fail(text, resource);
    else if (isNew(`${accountId}: ${text}`)) await log(severity === "info" ? "info" : "warn", text, resource);
  }
}

/** What was already printed in the run of a stack. What concerns a whole account is printed once, and for each account. */
const said = new WeakMap<pulumi.Resource, Set<string>>();

function isNew(text: string): boolean {
  const stack = pulumi.runtime.getStackResource();
  if (stack === undefined) return true;
  const texts = said.get(stack) ?? new Set<string>();
  said.set(stack, texts);
  const isNew = !texts.has(text);
  texts.add(text);
  return isNew;
}

/** The step, as the engine's answer to the registration shows it: the engine computes no outputs in a preview. */
async function stepOf(kind: KindInProgram, resource: pulumi.CustomResource): Promise<Step> {
  if (!(await isKnown(resource.id))) return "create";
  return (await isKnown(Reflect.get(resource, kind.alwaysInState))) ? "same" : "update";
}

/** Every Output has `isKnown`, but the SDK's types do not show it. */
async function isKnown(output: object): Promise<boolean> {
  return (await Reflect.get(output, "isKnown")) === true;
}

const knownValueOf = (output: pulumi.Output<unknown>) => new Promise<unknown>((resolve) => output.apply(resolve));

/** Fails the preview with this text on the resource, and nothing else. */
async function fail(text: string, resource: pulumi.Resource) {
  process.off("exit", failAtExit).once("exit", failAtExit);
  await log("error", text, resource);
}

/** The exit code that tells Pulumi's language host: the user has seen the error. */
const TOLD = 32;

/** Pulumi counts logged errors, but they fail only a program inside an Automation process, which has its own count. */
function failAtExit(code: number) {
  if (code === 0 && pulumi.log.hasErrors()) process.exitCode = TOLD;
}

async function log(level: "info" | "warn" | "error", text: string, resource: pulumi.Resource) {
  try {
    await pulumi.log[level](text, resource);
  } catch {
    // The engine is gone, so nobody can read this.
  }
}
