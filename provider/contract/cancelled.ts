/** A call that nobody waits for ends early, with an error that says so. */
import { setMaxListeners } from "node:events";
import { CancelledError, messageOf } from "./errors.js";

/** The signal of calls that nobody can cancel. */
export const NEVER: AbortSignal = new AbortController().signal;
// All calls of a process listen to it. Node would warn of a leak.
setMaxListeners(0, NEVER);

/**
 * Throws when the signal is aborted.
 *
 * @param attempted what is no longer done: `Could not read the auto top-up`
 */
export function refuseWhenCancelled(signal: AbortSignal, attempted: string) {
  if (signal.aborted) throw cancelled(signal, attempted);
}

export const cancelled = (signal: AbortSignal, attempted: string) =>
  new CancelledError(`${attempted}: ${messageOf(signal.reason)}. Run the same command again.`, {
    mayHaveHappened: false,
  });
