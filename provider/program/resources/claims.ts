/** Allows one declaration for each account and kind. A second one would undo the first. */
import * as pulumi from "@pulumi/pulumi";
import { ConfigurationError } from "../../contract/errors.js";
import { sameAccount } from "../../hosts/sameAccount.js";
import type { Declarable } from "./properties.js";

/** The memory of a module outlives a preview in an Automation process. So claims are stored for each stack resource. */
const claims = new WeakMap<pulumi.Resource, Map<string, string>>();

/** Throws if the stack has already declared the account. For an account that is an output, it throws later. */
export function claimAccount(
  kind: Declarable,
  name: string,
  accountId: pulumi.Input<string> | undefined,
  advice?: string,
) {
  const stack = pulumi.runtime.getStackResource();
  if (stack === undefined || accountId === undefined) return;
  if (typeof accountId === "string") claim(stack, kind, name, accountId, advice);
  else pulumi.output(accountId).apply((known) => claim(stack, kind, name, String(known), advice));
}

function claim(stack: pulumi.Resource, kind: Declarable, name: string, accountId: string, advice?: string) {
  const claimed = claims.get(stack) ?? new Map<string, string>();
  claims.set(stack, claimed);
  const key = `${kind.name} ${accountId}`;
  const first = claimed.get(key);
  if (first !== undefined) {
    throw new ConfigurationError(sameAccount(kind.name, name, first, accountId, advice));
  }
  claimed.set(key, name);
}
