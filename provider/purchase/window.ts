/** Waits that are long enough for somebody to wonder, and the one that makes the list of invoices believable. */
import type { Surroundings } from "../lifecycle.js";
import type { Invoice } from "./invoices.js";
import { readManualInvoices } from "./invoices.js";
import type { ProviderProcess } from "./process.js";

const WORTH_SAYING_MS = 2_000;

/** Says what a wait is for, and how long it takes at the most. */
export function sayWait({ say }: ProviderProcess, ms: number, what: string) {
  if (ms > WORTH_SAYING_MS) say(`Waiting for at most ${Math.ceil(ms / 1000)} s: ${what}`);
}

/** All manual invoices, once every charge that may be under way now is on the list. */
export async function readAfterWindow(
  process: ProviderProcess,
  { client, clock }: Surroundings,
  accountId: string,
  what: string,
): Promise<Invoice[]> {
  const { windowMs } = client.timing;
  sayWait(process, windowMs, what);
  await clock.sleep(windowMs);
  return readManualInvoices(client, accountId);
}
