/** Checks that the compiler cannot do, as in plain JavaScript: values that are not known yet, and misspelt properties. */
import * as pulumi from "@pulumi/pulumi";
import { ACCOUNT_ID } from "../contract/facts.js";
import { outline, quote } from "../contract/quote.js";
import type { Refuse } from "./refuse.js";

const isAwaited = (value: unknown): boolean => pulumi.Output.isInstance(value) || value instanceof Promise;

/** Whether it is an object whose properties are known now. */
export const isWrittenOut = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isAwaited(value);

/** Checks an account id, unless it is an output. The given value is not quoted: it may be a pasted token. */
export function checkAccountId(accountId: unknown, refuse: Refuse) {
  if (isAwaited(accountId) || (typeof accountId === "string" && ACCOUNT_ID.test(accountId))) return;
  refuse(
    `accountId must be a Cloudflare account id, 32 lower-case hex digits; got ${outline(accountId)}. Find it in the dashboard's address, after dash.cloudflare.com/.`,
  );
}

export function checkFlag(name: string, flag: unknown, refuse: Refuse) {
  if (flag === undefined || typeof flag === "boolean") return;
  const hint = flag === "true" || flag === "false" ? " Write it without quotes." : "";
  refuse(`${name} must be true or false, known at preview; got ${quote(flag)}.${hint}`);
}
