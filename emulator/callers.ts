/** Who may use the emulator: programs on this machine, and web pages only if they come from this machine. */
import type { IncomingHttpHeaders } from "node:http";

/** Why the emulator refuses every request of this caller; undefined if it does not. */
export function whyRefused({ host = "", origin }: IncomingHttpHeaders): string | undefined {
  if (!isLoopback(`http://${host}`))
    return `The emulator answers only on loopback names, but the request names ${JSON.stringify(host.slice(0, 100))}. Use localhost, 127.0.0.1 or [::1] in its URL.`;
  if (origin !== undefined && !isLoopback(origin))
    return `The emulator does not answer web pages of other origins, but the request comes from ${JSON.stringify(origin.slice(0, 100))}. Use it from a program, or from a page on localhost.`;
  return undefined;
}

/** Why a body is refused in a request that changes something. Browsers let web pages send other types than JSON unasked. */
export function whyNotJson(type: string | undefined, body: string): string | undefined {
  if (type === undefined && body === "") return undefined;
  if (type !== undefined && /^application\/json\s*(;|$)/i.test(type)) return undefined;
  return "The body must be JSON. Send the header Content-Type: application/json.";
}

function isLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { hostname, pathname, username, search, hash } = new URL(text);
  if (pathname !== "/" || username + search + hash !== "") return false;
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
