import type { Surroundings } from "../contract/lifecycle.js";
import type { Client } from "./client.js";

/** What a lifecycle gets if it talks to Cloudflare. */
export interface Connected extends Surroundings {
  readonly client: Client;
}
