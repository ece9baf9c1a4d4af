/**
 * HTTP to Cloudflare's billing API: authentication, deadlines, retries and the envelope.
 * The one file that knows axios.
 */

import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { AxiosAdapter, AxiosProxyConfig, AxiosRequestConfig, AxiosResponse } from "axios";
import axios, { isAxiosError } from "axios";
import type { Connection, Credentials, Timing } from "../config/config.js";
import { NEVER } from "../contract/cancelled.js";
import type { Clock } from "../contract/clock.js";
import { headOf, NO_HEAD, readAnswer } from "./answer.js";
import type { ChargeConnection } from "./chargeConnection.js";
import { openChargeConnection } from "./chargeConnection.js";
import type { Endpoint } from "./endpoint.js";
import type { Explain } from "./explain.js";
import { explainer } from "./explain.js";
import type { Pacer } from "./pacer.js";
import { createPacer } from "./pacer.js";
import { credentialsOf, proxyOf } from "./proxy.js";
import { redactor } from "./redact.js";
import type { Failure } from "./retry.js";
import { retryDelay } from "./retry.js";

/** What goes with a request. */
export interface Payload {
  readonly body?: object;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly conditions?: Conditions;
}

/** What must hold for a request to be sent. If either throws, nothing is sent. */
export interface Conditions {
  /** Runs just before sending, once the connection is open. */
  whenConnected(): Promise<void>;
  /** Runs right before the first byte, in the same turn of the event loop. */
  atLast(): void;
}

export interface Client {
  readonly timing: Timing;
  /** Whether it uses an API token or a global API key. */
  readonly credentials: Credentials["kind"];
  /** Sends a request, repeats it where that is safe, and returns the checked result. Throws a BillingError. */
  call<Result>(endpoint: Endpoint<Result>, accountId: string, payload?: Payload): Promise<Result>;
}

/** The client of a process, for all its calls. */
export interface SharedClient extends Client {
  /** The same client for one call, which ends early when `signal` is aborted. If a request that changes something was already sent, the call still waits for its answer. */
  within(signal: AbortSignal): Client;
}

export interface ClientOptions {
  readonly connection: Connection;
  readonly userAgent: string;
  readonly clock: Clock;
  /** Gets a line of text when something takes long. */
  readonly say: (line: string) => void;
  /** Default: one that keeps Cloudflare's limit. */
  readonly pacer?: Pacer;
  /** Default: the network. */
  readonly transport?: AxiosAdapter;
}

const ANSWER_LIMIT_BYTES = 8 * 1024 * 1024;

export function createClient({
  connection,
  userAgent,
  clock,
  say,
  pacer = createPacer(clock, say),
  transport,
}: ClientOptions): SharedClient {
  const { baseUrl, timing } = connection;
  const inTurn = createTurns();
  const http = axios.create({
    headers: { ...credentialHeaders(connection.credentials), Accept: "application/json", "User-Agent": userAgent },
    maxRedirects: 0,
    maxContentLength: ANSWER_LIMIT_BYTES,
    // Node's own agents keep connections alive and know NODE_EXTRA_CA_CERTS.
    responseType: "text",
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
    ...(transport === undefined ? {} : { adapter: transport }),
  });

  async function send<Result>(endpoint: Endpoint<Result>, accountId: string, payload: Payload, signal: AbortSignal) {
    const path = `/accounts/${accountId}/ai-gateway/billing${endpoint.path}`;
    const proxy = proxyOf(new URL(baseUrl));
    const redact = redactor(connection.credentials, proxy);
    const explain = explainer(endpoint, accountId, path, redact, proxy !== undefined);
    let deadline = clock.monotonic() + timing.callMs;
    for (let attempt = 1; ; attempt += 1) {
      const turn = signal.aborted ? "cancelled" : await pacer.admit(signal);
      if (turn === "cancelled") throw explain.cancelled(signal);
      if ("blockedMs" in turn) throw explain.blocked(turn.blockedMs).error;
      // The wait for the rate limit does not count: it is not Cloudflare that is slow.
      deadline += turn.waitedMs;
      const leftMs = Math.min(timing.attemptMs, deadline - clock.monotonic());
      const limitMs = endpoint.effect === "charge" ? timing.postMs : leftMs;
      const outcome = await tryOnce(endpoint, path, payload, Math.max(1, limitMs), explain, proxy, signal);
      if ("result" in outcome) return outcome.result;
      const delay = retryDelay(endpoint, outcome, attempt, clock.random());
      // An attempt with almost no time left would only hide the error of this one.
      const worthWhileMs = timing.attemptMs / 10;
      if (delay === undefined || clock.monotonic() + delay + worthWhileMs > deadline) throw outcome.error;
      await clock.sleep(delay, signal);
    }
  }

  async function tryOnce<Result>(
    endpoint: Endpoint<Result>,
    path: string,
    { body, query, conditions }: Payload,
    limitMs: number,
    explain: Explain,
    proxy: URL | undefined,
    signal: AbortSignal,
  ): Promise<{ result: Result } | Failure> {
    const late = new AbortController();
    const finished = new AbortController();
    let own: ChargeConnection | undefined;
    let isSent = endpoint.effect !== "charge";
    void clock.sleep(limitMs, finished.signal).then(() => {
      if (finished.signal.aborted) return;
      // First of all: if a request is only aborted, the kernel still delivers its bytes.
      own?.reset();
      late.abort();
    });
    const isRead = endpoint.effect === "read";
    const abandon = () => late.abort();
    if (isRead) signal.addEventListener("abort", abandon);
    let response: AxiosResponse<string> | undefined;
    try {
      if (endpoint.effect === "charge" && transport === undefined) {
        try {
          own = await openChargeConnection(new URL(baseUrl), proxy, late.signal);
        } catch (error) {
          return explain.unconnected(late.signal.aborted ? undefined : error, limitMs);
        }
      }
      await conditions?.whenConnected();
      const send = () => {
        if (signal.aborted) throw explain.cancelled(signal);
        conditions?.atLast();
        isSent = true;
      };
      if (own === undefined) send();
      response = await http.request<string>({
        method: endpoint.method,
        url: baseUrl + path,
        data: body,
        params: query,
        // By default, axios labels a POST without a body as a form.
        headers: { "Content-Type": body === undefined ? false : "application/json" },
        signal: late.signal,
        ...(own === undefined ? { proxy: forAxios(proxy) } : onlyThrough(own, send)),
      });
    } catch (error) {
      if (isRead && signal.aborted) throw explain.cancelled(signal);
      if (!isSent && late.signal.aborted) return explain.unconnected(undefined, limitMs);
      if (late.signal.aborted) return explain.timeout(limitMs);
      if (error instanceof GoneBefore) return explain.unconnected(error, limitMs);
      if (!isAxiosError(error)) throw error;
      if (/maxContentLength/.test(error.message)) return explain.tooLarge(ANSWER_LIMIT_BYTES);
      return explain.broken(error.code ?? "", error.message);
    } finally {
      finished.abort();
      signal.removeEventListener("abort", abandon);
      if (response !== undefined && isSuccess(response.status)) own?.close();
      else own?.reset();
      const { status, retryAfterMs, ...pace } = response ? headOf(response, clock.now()) : NO_HEAD;
      pacer.observe({ ...pace, blockedMs: status === 429 ? retryAfterMs : undefined });
    }
    return readAnswer(endpoint, headOf(response, clock.now()), response.data, explain);
  }

  const within = (signal: AbortSignal): Client => ({
    timing,
    credentials: connection.credentials.kind,
    call: (endpoint, accountId, payload = {}) =>
      endpoint.effect === "write"
        ? inTurn(accountId, () => send(endpoint, accountId, payload, signal))
        : send(endpoint, accountId, payload, signal),
  });
  return { ...within(NEVER), within };
}

/** The connection for a charge broke, or something arrived on it, before a byte of the request was written. */
class GoneBefore extends Error {}

/** Sends a request through this connection only. The connection is handed over right before the first byte. */
function onlyThrough({ stream, isOver }: ChargeConnection, send: () => void): AxiosRequestConfig {
  const handOver = () => {
    if (isOver()) throw new GoneBefore("it was closed before the request was sent");
    // What has arrived already cannot be the answer to a request that is not sent yet.
    if (stream.readableLength > 0) throw new GoneBefore("an answer came before the request was sent");
    send();
    return stream;
  };
  return {
    proxy: false,
    httpAgent: Object.assign(new HttpAgent(), { createConnection: handOver }),
    httpsAgent: Object.assign(new HttpsAgent(), { createConnection: handOver }),
  };
}

/** The proxy as axios wants it. Without this, axios would look for one by itself. */
function forAxios(proxy: URL | undefined): AxiosProxyConfig | false {
  if (proxy === undefined) return false;
  const { protocol, hostname, port } = proxy;
  const auth = credentialsOf(proxy);
  const ofProtocol = protocol === "https:" ? 443 : 80;
  return { protocol, host: hostname, port: port === "" ? ofProtocol : Number(port), ...(auth ? { auth } : {}) };
}

const isSuccess = (status: number) => status >= 200 && status < 300;

function credentialHeaders(credentials: Credentials): Record<string, string> {
  return credentials.kind === "token"
    ? { Authorization: `Bearer ${credentials.token}` }
    : { "X-Auth-Key": credentials.key, "X-Auth-Email": credentials.email };
}

/** Runs tasks with the same key one after the other, and tasks with different keys in parallel. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return <Result>(key: string, task: () => Promise<Result>): Promise<Result> => {
    const turn = (last.get(key) ?? Promise.resolve()).then(task, task);
    last.set(key, turn);
    const forget = () => {
      if (last.get(key) === turn) last.delete(key);
    };
    turn.then(forget, forget);
    return turn;
  };
}
