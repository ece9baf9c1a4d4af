/** Waits that are long enough for somebody to wonder, and those that make the list of invoices believable. */

import type { Timing } from "../config/config.js";
import type { ManualInvoice } from "./invoices.js";
import { readManualInvoices } from "./invoices.js";
import type { ProviderProcess, Purchasing } from "./providerProcess.js";

const WORTH_SAYING_MS = 2_000;

/** Says what a wait is for, and how long it takes at the most. */
export function sayWait({ say }: ProviderProcess, ms: number, what: string) {
  if (ms > WORTH_SAYING_MS) say(`Waiting for at most ${Math.ceil(ms / 1000)} s: ${what}`);
}

/**
 * After so many milliseconds the list shows what an interrupted run has charged. A run that still lives charges within
 * a window. One that dies leaves its request to its kernel; and a provider that has outlived its CLI may write that
 * request as late as `postStartMs` from now, and die then.
 */
export const interruptedMs = ({ windowMs, postStartMs, deliveryMs, listLagMs }: Timing): number =>
  Math.max(windowMs, postStartMs + deliveryMs + listLagMs);

/** All manual invoices, `ms` milliseconds from now. */
export async function readAfter(
  ms: number,
  { client, clock, provider }: Purchasing,
  accountId: string,
  what: string,
): Promise<ManualInvoice[]> {
  sayWait(provider, ms, what);
  await clock.sleep(ms);
  return readManualInvoices(client, accountId);
}
