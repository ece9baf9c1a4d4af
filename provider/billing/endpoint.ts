import type { z } from "zod";
import type { Effect } from "./retry.js";

/** One operation of the API. */
export interface Endpoint<Result> {
  readonly method: "GET" | "POST" | "DELETE";
  /** Below `/accounts/{account_id}/ai-gateway/billing`. */
  readonly path: string;
  readonly effect: Effect;
  /** Ends the sentence "Could not …": `read the auto top-up`. */
  readonly purpose: string;
  readonly result: z.ZodType<Result>;
}
