import type { Surroundings } from "../contract/lifecycle.js";
import type { Client } from "./client.js";

/** What a lifecycle works with that asks Cloudflare. */
export interface Connected extends Surroundings {
  readonly client: Client;
}
