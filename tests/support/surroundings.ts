import type { Client } from "../../provider/billing/client";
import type { Connected } from "../../provider/billing/connected";
import { systemClock } from "../../provider/billing/systemClock";
import { NEVER } from "../../provider/contract/cancelled";
import type { Clock } from "../../provider/contract/clock";

/** What a run of its own works with. Both what informs and what warns goes to `tell`. */
export function surroundings(
  client: Client,
  {
    clock = systemClock,
    tell = () => {},
    signal = NEVER,
  }: { clock?: Clock; tell?: (line: string) => void; signal?: AbortSignal } = {},
): Connected & { readonly declared: Set<string> } {
  return { client, clock, inform: tell, warn: tell, declared: new Set<string>(), signal };
}
