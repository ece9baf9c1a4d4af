/** A wrong token makes every data function of a program fail. The user reads the error once. */
import * as pulumi from "@pulumi/pulumi";
import { ACCOUNT_ID_MISSING } from "../../config/config.js";
import type { BillingError, BillingErrorName } from "../../contract/errors.js";
import { isBillingError } from "../../contract/errors.js";

/** These errors are about the way to Cloudflare, not about one request: what follows the first colon is the same. */
const ABOUT_THE_WAY: ReadonlySet<string> = new Set<BillingErrorName>([
  "RateLimitedError",
  "NetworkError",
  "TimeoutError",
]);

/** The memory of a module outlives a run in an Automation process. So failures are stored for each stack resource. */
const failures = new WeakMap<pulumi.Resource, Map<string, BillingError>>();

/**
 * Pulumi prints an error object once, even if many functions fail with it.
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
  // A wrong token is wrong for every account.
  if (name === "AuthenticationError") return JSON.stringify([name, facts.status, facts.code]);
  if (name === "PermissionError") return JSON.stringify([name, facts.status, facts.code, accountId]);
  if (!ABOUT_THE_WAY.has(name)) return message;
  return JSON.stringify([name, accountId, message.slice(message.indexOf(": "))]);
}

let isListening = false;

/**
 * A program often uses a result after it has failed. By then Pulumi has printed the error, and Node would add a
 * PromiseRejectionHandledWarning. Node does not print it if somebody listens.
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
