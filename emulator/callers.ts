/** Who may ask the emulator: programs of this machine, and of web pages only those that it serves itself. */
import type { IncomingHttpHeaders } from "node:http";

/** Why a request is refused whatever it asks for; undefined when it is not. */
export function whyRefused({ host = "", origin }: IncomingHttpHeaders): string | undefined {
  if (!isLoopback(`http://${host}`))
    return `The emulator answers on loopback names alone, and was asked as ${JSON.stringify(host.slice(0, 100))}. Use localhost, 127.0.0.1 or [::1] in its URL.`;
  if (origin !== undefined && !isLoopback(origin))
    return `The emulator answers no web page of another origin, and was asked by ${JSON.stringify(origin.slice(0, 100))}. Ask it from a program, or from a page on localhost.`;
  return undefined;
}

/** Why the body of a request that changes something is refused: a web page may send any other kind unasked. */
export function whyNotJson(type: string | undefined, body: string): string | undefined {
  if (type === undefined && body === "") return undefined;
  if (type !== undefined && /^application\/json\s*(;|$)/i.test(type)) return undefined;
  return "The body must be JSON, and the request say so with the header Content-Type: application/json.";
}

function isLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { hostname, pathname, username, search, hash } = new URL(text);
  if (pathname !== "/" || username + search + hash !== "") return false;
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
