/** The waits after which the list of invoices is complete, and when a wait is long enough to be announced. */

import type { Timing } from "../config/config.js";
import { refuseWhenCancelled } from "../contract/cancelled.js";
import type { ManualInvoice } from "./invoices.js";
import { readManualInvoices } from "./invoices.js";
import type { Purchasing } from "./providerProcess.js";

export const WORTH_SAYING_MS = 2_000;

export const inSeconds = (ms: number) => `${Math.ceil(ms / 1000)} s`;

/**
 * After this many milliseconds, the list shows what an interrupted run has charged. A run that still lives charges
 * within a window. A run that dies leaves its request to its kernel. A provider that outlives its CLI may write that
 * request up to `postStartMs` from now, and then die.
 */
export const interruptedMs = ({ windowMs, postStartMs, deliveryMs, listLagMs }: Timing): number =>
  Math.max(windowMs, postStartMs + deliveryMs + listLagMs);

/**
 * All manual invoices, `ms` milliseconds from now.
 *
 * @param why what the wait is for, as a sentence
 */
export async function readAfter(
  ms: number,
  { client, clock, inform, signal }: Purchasing,
  accountId: string,
  why: string,
): Promise<ManualInvoice[]> {
  if (ms > WORTH_SAYING_MS) inform(`Waiting ${inSeconds(ms)}: ${why}`);
  await clock.sleep(ms, signal);
  refuseWhenCancelled(signal, "Stopped waiting for the list of invoices, and charged nothing meanwhile");
  return readManualInvoices(client, accountId);
}
