/** A wrong token fails every data function of a program: the user reads of it once. */
import * as pulumi from "@pulumi/pulumi";
import { ACCOUNT_ID_MISSING } from "../../config/config.js";
import type { BillingError, BillingErrorName } from "../../contract/errors.js";
import { isBillingError } from "../../contract/errors.js";

/** They are about the way to Cloudflare, not about what was asked. */
const SAME_FOR_ALL: ReadonlySet<string> = new Set<BillingErrorName>([
  "AuthenticationError",
  "PermissionError",
  "RateLimitedError",
  "NetworkError",
  "TimeoutError",
]);

/** Module memory outlives a run in an Automation process, so what has failed hangs on the stack. */
const failures = new WeakMap<pulumi.Resource, Map<string, BillingError>>();

/**
 * Pulumi prints an error object once, however many functions fail with it.
 *
 * @returns the error that the first function of this run has failed with for the same reason, else the given one
 */
export function oneErrorForOneReason(error: unknown, accountId: string | undefined): unknown {
  const stack = pulumi.runtime.getStackResource();
  if (stack === undefined || !isBillingError(error)) return error;
  doNotWarnOfLateHandlers();
  const known = failures.get(stack) ?? new Map<string, BillingError>();
  failures.set(stack, known);
  const reason = reasonOf(error, accountId);
  const first = known.get(reason) ?? error;
  known.set(reason, first);
  return first;
}

function reasonOf({ name, message, facts }: BillingError, accountId: string | undefined): string {
  if (message.endsWith(ACCOUNT_ID_MISSING)) return ACCOUNT_ID_MISSING;
  if (!SAME_FOR_ALL.has(name)) return message;
  // A token is wrong everywhere; a permission is for an account.
  const account = name === "PermissionError" ? accountId : "";
  return JSON.stringify([name, facts.status, facts.code, account]);
}

let isListening = false;

/**
 * A program often looks at a result after it has failed. Pulumi has printed the error by then, and Node would add a
 * PromiseRejectionHandledWarning. It leaves that to whoever listens.
 */
function doNotWarnOfLateHandlers() {
  if (isListening) return;
  isListening = true;
  process.on("rejectionHandled", (promise) => {
    promise.catch((reason) => {
      if (isBillingError(reason)) return;
      process.emitWarning("Promise rejection was handled asynchronously", "PromiseRejectionHandledWarning");
    });
  });
}
