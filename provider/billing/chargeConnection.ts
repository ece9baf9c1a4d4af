/**
 * The connection of a charge: opened right before the request, and used for nothing else.
 *
 * What a process has written to a connection belongs to the kernel: it goes on delivering after the process has
 * given up, and even after it has died. A reset throws away what is not delivered yet. Neither an aborted request
 * nor a closed socket does that, so this keeps hold of the TCP socket below TLS and below a proxy's tunnel.
 */
import { once } from "node:events";
import { request } from "node:http";
import type { Socket } from "node:net";
import { connect, isIP } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import { getProxyForUrl } from "proxy-from-env";
import { ConfigurationError } from "../contract/errors.js";

export interface ChargeConnection {
  /** What the request is written to. */
  readonly stream: Duplex;
  /** Throws away what is not delivered yet, and tells the other end that nothing more comes. */
  reset(): void;
  /** Ends it after a complete answer. */
  close(): void;
}

/** The proxy that the environment names for this URL, if any. Throws a ConfigurationError when it is not a URL. */
export function proxyOf(target: URL): URL | undefined {
  // As for every other request: what axios takes for plain HTTP, which is on this machine, is no proxy.
  const text = target.protocol === "https:" ? getProxyForUrl(target.href) : "";
  if (text === "") return undefined;
  if (URL.canParse(text)) return new URL(text);
  // The text may hold a password, so it is not quoted.
  throw new ConfigurationError(
    "The proxy that HTTPS_PROXY or ALL_PROXY names is not a URL. Nothing was sent. Write it as http://host:port, with special characters of a user or password percent-encoded.",
    { mayHaveHappened: false },
  );
}

/** Connects as far as the request can be written: TCP, the tunnel of a proxy, TLS. Rejects when `signal` is aborted. */
export async function openChargeConnection(
  target: URL,
  proxy: URL | undefined,
  signal: AbortSignal,
): Promise<ChargeConnection> {
  const tcp = connect(addressOf(proxy ?? target));
  // Whoever waits for the socket hears of its errors; the last one may come when nobody does.
  tcp.on("error", () => {});
  const reset = () => resetNow(tcp);
  try {
    await once(tcp, "connect", { signal });
    tcp.setNoDelay(true);
    let stream: Duplex = proxy?.protocol === "https:" ? await secured(tcp, proxy, signal) : tcp;
    if (proxy !== undefined) await tunnelled(stream, target, proxy, signal);
    if (target.protocol === "https:") stream = await secured(stream, target, signal);
    return { stream, reset, close: () => tcp.destroy() };
  } catch (error) {
    reset();
    throw error;
  }
}

function resetNow(tcp: Socket) {
  // Before it is connected there is nothing to throw away, and Node would wait for the connection first.
  if (tcp.connecting) tcp.destroy();
  else if (!tcp.destroyed) tcp.resetAndDestroy();
}

async function secured(socket: Duplex, { hostname }: URL, signal: AbortSignal): Promise<Duplex> {
  const host = unbracketed(hostname);
  const tls = connectTls({ socket, host, servername: isIP(host) ? "" : host, ALPNProtocols: ["http/1.1"] });
  tls.on("error", () => {});
  await once(tls, "secureConnect", { signal });
  return tls;
}

/** Asks the proxy at the other end of `stream` for a tunnel to the target. */
async function tunnelled(stream: Duplex, target: URL, proxy: URL, signal: AbortSignal): Promise<void> {
  const { host, port } = addressOf(target);
  const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const asked = request({
    method: "CONNECT",
    path: authority,
    headers: { Host: authority, ...authorization(proxy) },
    createConnection: () => stream,
    signal,
  });
  asked.end();
  const [{ statusCode }] = (await once(asked, "connect")) as [{ statusCode: number }];
  if (statusCode === 200) return;
  const advice = statusCode === 407 ? ". It asks for its own credentials: put them into the URL of HTTPS_PROXY" : "";
  throw new Error(`the proxy answered ${statusCode} instead of opening a tunnel${advice}`);
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const credentials = `${decoded(username)}:${decoded(password)}`;
  return { "Proxy-Authorization": `Basic ${Buffer.from(credentials).toString("base64")}` };
}

/** A stray percent sign stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function addressOf({ hostname, port, protocol }: URL): { host: string; port: number } {
  return { host: unbracketed(hostname), port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port) };
}

const unbracketed = (hostname: string) => hostname.replace(/^\[|\]$/g, "");
