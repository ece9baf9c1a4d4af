/** One declaration for each account and kind: a second one would fight the first. */
import * as pulumi from "@pulumi/pulumi";
import type { KindInProgram } from "./properties.js";

/** Module memory outlives a preview in one Automation process, so what was claimed hangs on the stack. */
const claims = new WeakMap<pulumi.Resource, Map<string, string>>();

/** Throws when the stack has declared the account before; later, for an account that is an output. */
export function claimAccount(kind: KindInProgram, name: string, accountId: pulumi.Input<string> | undefined) {
  const stack = pulumi.runtime.getStackResource();
  if (stack === undefined || accountId === undefined) return;
  if (typeof accountId === "string") claim(stack, kind, name, accountId);
  else pulumi.output(accountId).apply((known) => claim(stack, kind, name, String(known)));
}

function claim(stack: pulumi.Resource, kind: KindInProgram, name: string, accountId: string) {
  const claimed = claims.get(stack) ?? new Map<string, string>();
  claims.set(stack, claimed);
  const key = `${kind.name} ${accountId}`;
  const first = claimed.get(key);
  if (first !== undefined) {
    throw new pulumi.RunError(
      `${kind.name} "${name}" and "${first}" declare the same account, ${accountId}, which has one such setting. Remove one of them.`,
    );
  }
  claimed.set(key, name);
}
