/** Clients for the hosts: one for each set of credentials in a process, so that they share one pace. */

import type { ReadConfig } from "../config/config.js";
import { resolveConnection } from "../config/config.js";
import { VERSION } from "../contract/version.js";
import type { SharedClient } from "./client.js";
import { createClient } from "./client.js";
import { systemClock } from "./systemClock.js";

const clients = new Map<string, SharedClient>();

/**
 * Throws a ConfigurationError that names the missing keys.
 *
 * @param say gets a line of text when something takes long
 */
export function connect(read: ReadConfig, say: (line: string) => void = (line) => console.error(line)): SharedClient {
  const connection = resolveConnection(read);
  const key = JSON.stringify(connection);
  let client = clients.get(key);
  if (client === undefined) {
    client = createClient({
      connection,
      userAgent: `pulumi-cloudflare-ai-gateway-billing/${VERSION} node/${process.versions.node}`,
      clock: systemClock,
      say,
    });
    clients.set(key, client);
  }
  return client;
}
