/** What the data functions share. They run in the program's own process, at preview and at update. */
import * as pulumi from "@pulumi/pulumi";
import { ACCOUNT_ID_MISSING, resolveAccountId } from "../../config/config.js";
import { ConfigurationError } from "../../contract/errors.js";
import type { Account, Data } from "../live/live.js";
import { underEngine } from "../underEngine.js";
import { oneErrorForOneReason } from "./oneErrorForOneReason.js";

/** An option by which a function asks the plugin. */
export const ON_PLUGIN = Symbol("on the plugin");

/**
 * Answers a data function: with `ask`, for its account, with the credentials of the stack. In a program that is tested
 * with Pulumi's mocks, the mock of `call` answers instead; on the plugin, the plugin does.
 */
export async function answer<Result extends object>(
  name: string,
  args: { readonly accountId?: string | undefined },
  opts: pulumi.InvokeOptions | undefined,
  ask: (data: Data, account: Account) => Promise<Result>,
): Promise<Result> {
  if (!underEngine() || Object.hasOwn(opts ?? {}, ON_PLUGIN))
    return pulumi.runtime.invoke(`cloudflare-ai-gateway-billing:index:${name}`, args, opts);
  const accountId = args.accountId ?? resolveAccountId(pulumi.runtime.getConfig);
  try {
    return await answerUnderEngine(name, accountId, opts, ask);
  } catch (error) {
    throw oneErrorForOneReason(error, accountId);
  }
}

async function answerUnderEngine<Result>(
  name: string,
  accountId: string | undefined,
  opts: pulumi.InvokeOptions | undefined,
  ask: (data: Data, account: Account) => Promise<Result>,
): Promise<Result> {
  if (opts?.provider !== undefined) {
    throw new ConfigurationError(
      `${name}() takes its credentials from the stack configuration or the environment; the option provider has no effect. Remove it.`,
    );
  }
  if (accountId === undefined) throw new ConfigurationError(`${name}(): ${ACCOUNT_ID_MISSING}`);
  const { data, openAccount } = await import("../live/live.js");
  return ask(data, openAccount(name, accountId, pulumi.runtime.getConfig));
}

/** The `…Output` twin. It waits for its arguments and for `dependsOn`, and is unknown while one of them is unknown. */
export function asOutput<Args, Result>(
  call: (args: Args, opts?: pulumi.InvokeOptions) => Promise<Result>,
  args: pulumi.Output<Args>,
  opts: pulumi.InvokeOutputOptions | undefined,
): pulumi.Output<Result> {
  const { dependsOn, ...rest } = opts ?? {};
  const ready = pulumi.output(dependsOn).apply((resources) => pulumi.all([resources].flat().flatMap(whenDone)));
  return ready.apply(() => args).apply((known) => call(known, rest));
}

/** A custom resource is done once its id is known; a component, once its children are. */
function whenDone(resource: pulumi.Resource | undefined): Array<pulumi.Output<string>> {
  if (resource === undefined) return [];
  if (pulumi.CustomResource.isInstance(resource)) return [resource.id];
  const children: unknown = Reflect.get(resource, "__childResources");
  return [resource.urn, ...(children instanceof Set ? [...children].flatMap(whenDone) : [])];
}
