/** What the data functions share: they run in the program's own process, at preview and at update. */
import * as pulumi from "@pulumi/pulumi";
import { ACCOUNT_ID_MISSING, resolveAccountId } from "../config.js";
import { ConfigurationError } from "../errors.js";
import type { Account } from "../hosts/program.js";

/** Opens the account that a data function is asked about, with the credentials of the stack. */
export async function openAccount(
  name: string,
  args: { readonly accountId?: string | undefined },
  opts: pulumi.InvokeOptions | undefined,
): Promise<Account> {
  if (opts?.provider !== undefined) {
    throw new ConfigurationError(
      `${name}() takes its credentials from the stack configuration or the environment; the option provider does not apply. Remove it.`,
    );
  }
  const accountId = args.accountId ?? resolveAccountId(pulumi.runtime.getConfig);
  if (accountId === undefined) throw new ConfigurationError(`${name}(): ${ACCOUNT_ID_MISSING}`);
  const { open } = await import("../hosts/program.js");
  return open(name, accountId, pulumi.runtime.getConfig);
}

/** The `…Output` twin: waits for its arguments and for `dependsOn`, and is unknown while one of them is. */
export function asOutput<Args, Result>(
  call: (args: Args, opts?: pulumi.InvokeOptions) => Promise<Result>,
  args: pulumi.Output<Args>,
  opts: pulumi.InvokeOutputOptions | undefined,
): pulumi.Output<Result> {
  const { dependsOn, ...rest } = opts ?? {};
  const ready = pulumi
    .output(dependsOn)
    .apply((resources) =>
      pulumi.all(
        [resources]
          .flat()
          .map((resource) => (pulumi.CustomResource.isInstance(resource) ? resource.id : resource?.urn)),
      ),
    );
  return ready.apply(() => args).apply((known) => call(known, rest));
}
