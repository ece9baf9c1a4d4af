/**
 * The connection of a charge: opened right before the request, and used for nothing else.
 *
 * Once a process has written bytes to a connection, the kernel owns them. It goes on delivering them after the process
 * has given up, and even after it has died. Only a reset throws away what is not delivered yet; an aborted request or
 * a closed socket does not. So only this file may end the TCP socket. TLS, a proxy's tunnel and HTTP get a stream on
 * top of it, which they may end or destroy.
 */
import { once } from "node:events";
import { request } from "node:http";
import type { Socket } from "node:net";
import { connect, isIP } from "node:net";
import { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import { credentialsOf } from "./proxy.js";

export interface ChargeConnection {
  /** The stream to write the request to. */
  readonly stream: Duplex;
  /** Whether the other end has closed it, or it is broken. */
  isOver(): boolean;
  /** Throws away what is not delivered yet, and tells the other end that the connection is over. */
  reset(): void;
  /** Ends it after a complete answer. */
  close(): void;
}

/** Opens everything that the request needs: TCP, the tunnel of a proxy, TLS. Rejects when `signal` is aborted. */
export async function openChargeConnection(
  target: URL,
  proxy: URL | undefined,
  signal: AbortSignal,
): Promise<ChargeConnection> {
  const tcp = connect({ ...addressOf(proxy ?? target), allowHalfOpen: true });
  // Each step that waits for the socket sees its errors. A late error, when nothing waits, must not end the process.
  tcp.on("error", () => {});
  const reset = () => resetNow(tcp);
  try {
    await once(tcp, "connect", { signal });
    tcp.setNoDelay(true);
    const apart = new StreamApart(tcp);
    const way: Duplex = proxy?.protocol === "https:" ? await secured(apart, proxy, signal) : apart;
    if (proxy !== undefined) await tunnelled(way, target, proxy, signal);
    const stream = target.protocol === "https:" ? await secured(way, target, signal) : way;
    const isOver = () => tcp.destroyed || tcp.readableEnded || stream.destroyed;
    return { stream, isOver, reset, close: () => tcp.destroy() };
  } catch (error) {
    reset();
    throw error;
  }
}

function resetNow(tcp: Socket) {
  // Before it is connected there is nothing to throw away, and a reset in Node would wait for the connection.
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
  if (statusCode >= 200 && statusCode < 300) return;
  const advice = statusCode === 407 ? ". It wants its own credentials: put them into the URL of HTTPS_PROXY" : "";
  throw new Error(`the proxy answered ${statusCode} instead of opening a tunnel${advice}`);
}

function authorization(proxy: URL): Record<string, string> {
  const credentials = credentialsOf(proxy);
  if (credentials === undefined) return {};
  const text = `${credentials.username}:${credentials.password}`;
  return { "Proxy-Authorization": `Basic ${Buffer.from(text).toString("base64")}` };
}

function addressOf({ hostname, port, protocol }: URL): { host: string; port: number } {
  return { host: unbracketed(hostname), port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port) };
}

const unbracketed = (hostname: string) => hostname.replace(/^\[|\]$/g, "");

/** Carries bytes to and from a TCP socket. When it is ended or destroyed, the socket stays open. */
class StreamApart extends Duplex {
  readonly #tcp: Socket;

  constructor(tcp: Socket) {
    super();
    this.#tcp = tcp;
    this.on("error", () => {});
    tcp.on("data", (chunk) => {
      if (!this.push(chunk)) tcp.pause();
    });
    tcp.on("end", () => this.push(null));
    tcp.on("error", (error) => this.destroy(error));
    tcp.on("close", () => this.destroy());
  }

  override _read() {
    this.#tcp.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void) {
    this.#tcp.write(chunk, encoding, done);
  }

  // HTTP calls these on a socket. They do nothing: the charge has its own deadlines.
  setTimeout = () => this;
  setKeepAlive = () => this;
  setNoDelay = () => this;
}
