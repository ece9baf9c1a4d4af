/**
 * A CreditTopup for programs in every language: the component and its two halves. Values pass as they came, so secrets,
 * unknowns and dependencies stay what they are.
 */
import type { ConstructRequest } from "@pulumi/pulumi/proto/provider_pb";
import { ConstructResponse } from "@pulumi/pulumi/proto/provider_pb";
import { OWN } from "../../config/config.js";
import { BillingError, ConfigurationError } from "../../contract/errors.js";
import { UNKNOWN } from "../../contract/facts.js";
import type { Properties } from "../../contract/lifecycle.js";
import type { Half } from "../creditTopup.js";
import { BOUGHT, CHARGED_BY, halvesOf, IGNORES_CHANGES } from "../creditTopup.js";
import { dynamicType, pluginType, TOPUP_TYPE } from "../tokens.js";
import type { Monitor, Registered, Registration } from "./monitor.js";
import { monitorOf } from "./monitor.js";
import { NotServedError } from "./notServed.js";
import type { Provider } from "./provider.js";
import { Struct } from "./sdk.js";
import { notServed } from "./served.js";

type Values = Pick<Registration, "inputs" | "sources">;

export function construct(
  request: ConstructRequest,
  { calls, lifecycles, reference }: Provider,
): Promise<ConstructResponse> {
  if (request.getType() !== TOPUP_TYPE) throw new NotServedError(notServed(request.getType()));
  // If a half fails, the engine never answers for it: it cancels the run.
  return calls.run({ urn: "", seconds: 0, hide: (text) => text }, async ({ signal }) => {
    if (request.getIgnorechangesList().length > 0)
      throw new ConfigurationError(`CreditTopup "${request.getName()}" ${IGNORES_CHANGES}`);
    const monitor = monitorOf(request);
    try {
      const provider = request.getProvidersMap().get(OWN) ?? reference();
      const registered = register(request, provider, monitor, [...BOUGHT, ...lifecycles.TopupCharge.computed]);
      return await Promise.race([registered, unfinished(request.getName(), signal)]);
    } finally {
      monitor.close();
    }
  });
}

const unfinished = (name: string, signal: AbortSignal) =>
  new Promise<never>((_, failed) => {
    const text = `the run ended before "${name}" was complete. If there is another error, it says why. After an interruption, run the same command again: a purchase is charged once.`;
    const end = () => failed(new BillingError(text));
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });

async function register(
  request: ConstructRequest,
  provider: string | undefined,
  monitor: Monitor,
  told: readonly string[],
) {
  const name = request.getName();
  const inputs: Properties = request.getInputs()?.toJavaScript() ?? {};
  const sources = sourcesOf(request);
  const component = await monitor.register({
    type: TOPUP_TYPE,
    name,
    parent: request.getParent(),
    inputs: {},
    sources: new Map(),
  });
  const half = (kind: "TopupIntent" | "TopupCharge", { name, options }: Half, values: Values) =>
    monitor.register({
      type: pluginType(kind),
      name,
      parent: component.urn,
      custom: { ...options, provider, alias: dynamicType(kind) },
      ...values,
    });
  const halves = halvesOf(name, request.getProtect() === true);
  const given = { inputs, sources };
  const intent = await half("TopupIntent", halves.intent, given);
  // The engine has saved the record. Now the charge may follow.
  const charge = await half("TopupCharge", halves.charge, chargedBy(given, intent));
  // A preview leaves out what it does not know.
  const missing = request.getDryrun() ? UNKNOWN : null;
  const outputs = Object.fromEntries(told.map((output) => [output, charge.outputs[output] ?? missing]));
  await monitor.complete(component.urn, outputs);
  return responseOf(component.urn, outputs, charge.urn);
}

/** What the charge gets: its inputs of the component's, and the record. */
function chargedBy({ inputs, sources }: Values, intent: Registered): Values {
  const isCharged = ([input]: readonly [string, unknown]) => CHARGED_BY.some((charged) => charged === input);
  return {
    inputs: {
      ...Object.fromEntries(Object.entries(inputs).filter(isCharged)),
      record: intent.outputs.record ?? UNKNOWN,
    },
    sources: new Map([...[...sources].filter(isCharged), ["record", [intent.urn]]]),
  };
}

/** The URNs of the resources that each input comes from. */
function sourcesOf(request: ConstructRequest): ReadonlyMap<string, readonly string[]> {
  const sources = new Map<string, readonly string[]>();
  request.getInputdependenciesMap().forEach((dependencies, input) => {
    const urns = dependencies.getUrnsList();
    if (urns.length > 0) sources.set(input, urns);
  });
  return sources;
}

function responseOf(urn: string, outputs: Properties, source: string): ConstructResponse {
  const response = new ConstructResponse();
  response.setUrn(urn);
  response.setState(Struct.fromJavaScript(outputs as never));
  for (const output of Object.keys(outputs)) {
    const dependencies = new ConstructResponse.PropertyDependencies();
    dependencies.setUrnsList([source]);
    response.getStatedependenciesMap().set(output, dependencies);
  }
  return response;
}
