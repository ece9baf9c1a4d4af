/**
 * What the text in the state loads, in Pulumi's dynamic host. States of every version call `run`, so its name,
 * arguments and results are frozen.
 */
import type { Connected } from "../../billing/connected.js";
import { systemClock } from "../../billing/systemClock.js";
import { NEVER } from "../../contract/cancelled.js";
import { NotFoundError } from "../../contract/errors.js";
import { UNKNOWN } from "../../contract/facts.js";
import type { Properties } from "../../contract/lifecycle.js";
import { cite } from "../../contract/quote.js";
import { createProviderProcess } from "../../purchase/providerProcess.js";
import { cleanRecord } from "../clean.js";
import { declaredInRun } from "../declaredInRun.js";
import { engineAddress, engineIsAlive } from "../engineIsAlive.js";
import { lifecyclesOf } from "../lifecycles.js";
import { whenEngineIsGone } from "../whenEngineIsGone.js";
import { cleanError } from "./boundary.js";
import { PROVIDER_KEY } from "./text.js";

// When the CLI is killed, nobody reads stderr any more. Without this, Pulumi's host would report the failed write to
// stderr, fail again, and do nothing else: no timer would end a request that is under way.
process.stderr.on("error", () => {});

/** Pulumi shows what the provider process writes to stderr. There is no other way to write to a resource. */
const tell = (line: string) => console.error(cite(line, Number.POSITIVE_INFINITY));

const LIFECYCLES = new Map(Object.entries(lifecyclesOf(createProviderProcess(engineIsAlive))));

/** The configuration as Pulumi's dynamic host hands it to `configure`. */
interface DynamicConfig {
  get(key: string): string | undefined;
}

/** See `Surroundings.declared`. A process of the dynamic host serves one run. */
const declaredSettings = declaredInRun(engineAddress());
if (engineAddress() !== undefined) {
  // This process outlives an engine that is killed.
  whenEngineIsGone(engineIsAlive, () => true, declaredSettings.forget);
  // The engine sends it at the end of a run. Unless another provider in this process handles it, the process ends.
  process.once("SIGINT", () => {
    declaredSettings.forget();
    if (process.listenerCount("SIGINT") === 0) process.kill(process.pid, "SIGINT");
  });
}

/** The argument of each call that has the properties with `__provider`: the declared ones, else the recorded ones. */
const PROPERTIES_AT: Readonly<Record<string, number>> = { check: 1, diff: 2, create: 0, read: 1, update: 2, delete: 1 };

/**
 * Answers one call of the engine.
 *
 * @param kind the kind of the resource, such as `AutoTopupConfig`
 * @param verb `check`, `diff`, `create`, `read`, `update` or `delete`
 * @param config the stack configuration that `configure` was given
 * @param args the arguments of the verb, as a dynamic provider gets them
 * @example
 * ```ts
 * import { run } from "pulumi-cloudflare-ai-gateway-billing/host";
 *
 * // Pulumi's dynamic host calls this; a program need not. "check" sends nothing. Amounts are US cents.
 * const config = { get: (key: string) => (key.endsWith(":apiToken") ? process.env.CLOUDFLARE_API_TOKEN : undefined) };
 * const inputs = { accountId: "0123456789abcdef0123456789abcdef", amount: 5000, threshold: 1000 };
 * const { failures } = await run("AutoTopupConfig", "check", config, [{}, inputs]);
 * console.log(failures);
 * ```
 */
export async function run(
  kind: string,
  verb: string,
  config: DynamicConfig | undefined,
  args: readonly unknown[],
): Promise<Record<string, unknown>> {
  const properties = propertiesOf(args[PROPERTIES_AT[verb] ?? 0]);
  try {
    // If Pulumi's host cannot write a value after a create, the resource is missing from the state.
    return cleanRecord(await answer(kind, verb, config, args, properties));
  } catch (thrown) {
    throw cleanError(thrown, properties);
  }
}

async function answer(
  kind: string,
  verb: string,
  config: DynamicConfig | undefined,
  args: readonly unknown[],
  properties: Properties,
): Promise<object> {
  const life = LIFECYCLES.get(kind);
  if (life === undefined)
    throw new Error(
      `This version of pulumi-cloudflare-ai-gateway-billing does not know the kind ${kind}. Install the version that wrote the state, or a later one.`,
    );
  const { [PROVIDER_KEY]: provider, ...declared } = properties;
  const id = String(args[0]);
  switch (verb) {
    case "check": {
      const isUnknown = (value: unknown) => value === UNKNOWN;
      const { inputs, failures } = life.check({ news: declared, olds: propertiesOf(args[0]), isUnknown });
      // The engine prints the value of a named property, even of a pasted secret. So only the reason names it.
      return { inputs, failures: failures.map(({ reason }) => ({ property: "", reason })) };
    }
    case "diff": {
      const recorded = propertiesOf(args[1]);
      const changes = life.diff(recorded, declared, { declared: declaredSettings });
      // Without the text in its outputs, a resource cannot be refreshed or destroyed.
      const isChanged = changes.length > 0 || recorded[PROVIDER_KEY] !== provider;
      return {
        changes: isChanged,
        replaces: changes.filter(({ replaces }) => replaces).map(({ property }) => property),
      };
    }
    case "create": {
      const { id, outputs } = await life.create(declared, await surroundings(config));
      return { id, outs: outputs };
    }
    case "update":
      return { outs: await life.update(declared, await surroundings(config), propertiesOf(args[1])) };
    case "read": {
      // Only `.get` comes without recorded outputs.
      const isLookUp = declared.accountId === undefined;
      const live = await life.read(id, isLookUp ? undefined : declared, await surroundings(config));
      // The engine does not notice when there is nothing to get.
      if (live === undefined && isLookUp) throw nothingToGet(kind, life.noun, id);
      return live === undefined ? { id: "", props: {} } : { id, props: live.outputs, inputs: live.inputs };
    }
    case "delete":
      await life.delete(id, await surroundings(config), declared);
      return {};
    default:
      throw new Error(`Unknown call: ${verb}`);
  }
}

const nothingToGet = (kind: string, noun: string, id: string) =>
  new NotFoundError(
    `Account ${id} has no ${noun}, so ${kind}.get() has nothing to return. Declare it with new ${kind}(), or check the account id.`,
  );

async function surroundings(config: DynamicConfig | undefined): Promise<Connected> {
  // Without it, the credentials of the environment would be used, whatever account they belong to.
  if (config === undefined)
    throw new Error(
      "Pulumi's dynamic host has not passed on the stack configuration. Update Pulumi, and run the same command again.",
    );
  // Loaded when something is sent. Every `up` calls check and diff for every resource, and these need no HTTP.
  const { connect } = await import("../../billing/connect.js");
  const client = connect((key) => config.get(key)).within(NEVER);
  return {
    client,
    clock: systemClock,
    inform: tell,
    warn: (line) => tell(`warning: ${line}`),
    declared: declaredSettings,
    signal: NEVER,
  };
}

function propertiesOf(value: unknown): Properties {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
