/**
 * HTTP to Cloudflare's billing API: authentication, deadlines, the envelope, and errors by meaning.
 * The one file that knows axios.
 */

import type { AxiosError, AxiosResponse } from "axios";
import axios from "axios";
import type { z } from "zod";
import type { Connection, Credentials } from "../config.js";
import type { BillingError, RequestFacts } from "../errors.js";
import { NetworkError, ResponseShapeError, TimeoutError } from "../errors.js";
import type { Clock } from "./clock.js";
import { meaningOf } from "./meaning.js";
import type { Pacer } from "./pacer.js";
import { createPacer } from "./pacer.js";
import type { Redact } from "./redact.js";
import { redactor } from "./redact.js";
import type { Effect, Failure } from "./retry.js";
import { retryDelay } from "./retry.js";
import { envelope } from "./schema.js";

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

export interface Client {
  /** Sends one request, again where that is safe, and returns the checked result. Throws a BillingError. */
  call<Result>(endpoint: Endpoint<Result>, accountId: string, body?: object): Promise<Result>;
}

export interface ClientOptions {
  readonly connection: Connection;
  readonly userAgent: string;
  readonly clock: Clock;
  /** Gets a line when something takes long. */
  readonly say: (line: string) => void;
  /** Left out, one is made that keeps Cloudflare's limit. */
  readonly pacer?: Pacer;
}

const ANSWER_LIMIT_BYTES = 8 * 1024 * 1024;

/** The connection was refused or the name unknown: nothing has left this machine. */
const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);
const CERTIFICATE = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT)/;

export function createClient({
  connection,
  userAgent,
  clock,
  say,
  pacer = createPacer(clock, say),
}: ClientOptions): Client {
  const { baseUrl, timing } = connection;
  const redact = redactor(connection.credentials);
  const inTurn = createTurns();
  const http = axios.create({
    headers: { ...credentialHeaders(connection.credentials), Accept: "application/json", "User-Agent": userAgent },
    maxRedirects: 0,
    maxContentLength: ANSWER_LIMIT_BYTES,
    // Node's own agents keep connections alive and know NODE_EXTRA_CA_CERTS; axios knows the proxy variables,
    // which must not catch a server on this machine.
    ...(new URL(baseUrl).protocol === "http:" ? { proxy: false as const } : {}),
    responseType: "text",
    transformResponse: (text: unknown) => text,
    validateStatus: () => true,
  });

  async function send<Result>(
    endpoint: Endpoint<Result>,
    accountId: string,
    body: object | undefined,
  ): Promise<Result> {
    let deadline = clock.now() + timing.callMs;
    for (let attempt = 1; ; attempt += 1) {
      // Waiting for one's turn under the rate limit is not Cloudflare's delay.
      deadline += await pacer.admit();
      const outcome = await tryOnce(endpoint, accountId, body, deadline - clock.now());
      if ("result" in outcome) return outcome.result;
      const delay = retryDelay(endpoint, outcome, attempt, clock.random());
      if (delay === undefined || clock.now() + delay >= deadline) throw outcome.error;
      await clock.sleep(delay);
    }
  }

  async function tryOnce<Result>(
    endpoint: Endpoint<Result>,
    accountId: string,
    body: object | undefined,
    leftMs: number,
  ): Promise<{ result: Result } | Failure> {
    const path = `/accounts/${accountId}/ai-gateway/billing${endpoint.path}`;
    const limitMs = Math.max(1, Math.min(timing.attemptMs, leftMs));
    const explain = explainer(endpoint, accountId, path, redact);
    const stop = new AbortController();
    const finished = new AbortController();
    void clock.sleep(limitMs, finished.signal).then(() => stop.abort());
    let response: AxiosResponse<string> | undefined;
    try {
      response = await http.request<string>({
        method: endpoint.method,
        url: baseUrl + path,
        data: body,
        // Left to itself, axios calls a POST without a body a form.
        headers: { "Content-Type": body === undefined ? false : "application/json" },
        signal: stop.signal,
      });
    } catch (error) {
      return stop.signal.aborted ? explain.timeout(limitMs) : explain.broken(error as AxiosError);
    } finally {
      finished.abort();
      pacer.observe(
        response && {
          ratelimit: headerOf(response, "ratelimit"),
          retryAfterMs: response.status === 429 ? retryAfter(response, clock) : undefined,
        },
      );
    }
    return read(endpoint, response, explain);
  }

  function read<Result>(
    endpoint: Endpoint<Result>,
    response: AxiosResponse<string>,
    explain: Explainer,
  ): { result: Result } | Failure {
    const json = parseJson(response.data);
    const wrapped = envelope.safeParse(json);
    const ok = response.status >= 200 && response.status < 300;
    if (!ok || (wrapped.success && !wrapped.data.success)) {
      const errors = wrapped.success ? (wrapped.data.errors ?? []) : [];
      return explain.refused(response, errors, retryAfter(response, clock));
    }
    if (!wrapped.success)
      return explain.unreadable(
        response,
        json === undefined ? "the answer is not JSON, or was cut short" : "the answer lacks the API's envelope",
        json === undefined,
      );
    const result = endpoint.result.safeParse(wrapped.data.result);
    if (result.success) return { result: result.data };
    const [issue] = result.error.issues;
    return explain.unreadable(
      response,
      `result.${issue?.path.join(".") ?? ""}: ${issue?.message ?? "unexpected"}`,
      false,
    );
  }

  return {
    call: (endpoint, accountId, body) =>
      endpoint.effect === "read"
        ? send(endpoint, accountId, body)
        : inTurn(accountId, () => send(endpoint, accountId, body)),
  };
}

function credentialHeaders(credentials: Credentials): Record<string, string> {
  return credentials.kind === "token"
    ? { Authorization: `Bearer ${credentials.token}` }
    : { "X-Auth-Key": credentials.key, "X-Auth-Email": credentials.email };
}

/** Runs the tasks of one key one after the other, and those of different keys side by side. */
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

type Explainer = ReturnType<typeof explainer>;

/** Makes the sentences: what was attempted, what came back, what to do. */
function explainer(endpoint: Endpoint<unknown>, accountId: string, path: string, redact: Redact) {
  const attempted = `Could not ${endpoint.purpose} of account ${accountId}`;
  const request = { method: endpoint.method, path };
  const unsure =
    endpoint.effect === "read"
      ? ""
      : " It is not known whether the change was made; the next run reads before it writes.";
  const cited = (...parts: Array<string | undefined>) => {
    const said = parts.filter((part) => part !== undefined && part !== "");
    return said.length === 0 ? "" : ` (${said.join("; ")})`;
  };
  const rayOf = (response: AxiosResponse) => {
    const ray = headerOf(response, "cf-ray");
    return { ray, rayCited: ray && `cf-ray ${ray}` };
  };
  const sentence = (...parts: string[]) => redact(parts.filter((part) => part !== "").join(" "));
  const fail = (error: BillingError, transient: Failure["transient"]): Failure => ({ error, transient });

  return {
    refused(
      response: AxiosResponse,
      errors: ReadonlyArray<{ code?: number | undefined; message?: string | undefined }>,
      retryAfterMs: number | undefined,
    ): Failure {
      const meaning = meaningOf({ endpoint: `${endpoint.method} ${endpoint.path}`, status: response.status, errors });
      const { ray, rayCited } = rayOf(response);
      const wait = retryAfterMs === undefined ? "" : `It asks to wait ${Math.ceil(retryAfterMs / 1000)} s.`;
      const message = sentence(
        `${attempted}: Cloudflare answered ${response.status}${cited(meaning.said, rayCited)}.`,
        wait,
        meaning.hint,
        meaning.mayHaveHappened ? unsure.trim() : "",
      );
      const facts: RequestFacts = {
        ...request,
        status: response.status,
        mayHaveHappened: meaning.mayHaveHappened,
        ...(meaning.code === undefined ? {} : { code: meaning.code }),
        ...(ray === undefined ? {} : { ray }),
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      };
      return fail(new meaning.create(message, facts), meaning.transient);
    },
    unreadable(response: AxiosResponse, why: string, transient: boolean): Failure {
      const { ray, rayCited } = rayOf(response);
      const message = sentence(
        `${attempted}: Cloudflare answered ${response.status}, and ${why}${cited(rayCited)}.`,
        "Check that no proxy changes the answer; if none does, the API has changed and this package needs an update.",
        unsure.trim(),
      );
      return fail(
        new ResponseShapeError(message, {
          ...request,
          status: response.status,
          mayHaveHappened: true,
          ...(ray === undefined ? {} : { ray }),
        }),
        transient ? "yes" : "no",
      );
    },
    timeout(limitMs: number): Failure {
      const message = sentence(
        `${attempted}: no complete answer within ${limitMs / 1000} s.`,
        "Check the network and https://www.cloudflarestatus.com, and run the same command again.",
        unsure.trim(),
      );
      return fail(new TimeoutError(message, { ...request, mayHaveHappened: true }), "yes");
    },
    broken(error: AxiosError): Failure {
      const code = error.code ?? "";
      if (/maxContentLength/.test(error.message)) {
        return fail(
          new ResponseShapeError(
            sentence(
              `${attempted}: the answer is larger than ${ANSWER_LIMIT_BYTES} bytes.`,
              "Check the base URL and any proxy in between.",
              unsure.trim(),
            ),
            { ...request, mayHaveHappened: true },
          ),
          "no",
        );
      }
      const certificate = CERTIFICATE.test(code);
      const neverSent = certificate || NEVER_SENT.has(code);
      const advice = certificate
        ? "If a proxy of your company inspects TLS, name its certificate in NODE_EXTRA_CA_CERTS."
        : "Check the network, the base URL and the proxy variables (HTTPS_PROXY, NO_PROXY), and run the same command again.";
      const what =
        code === ""
          ? error.message
          : code === error.message || error.message === ""
            ? code
            : `${code}: ${error.message}`;
      const message = sentence(
        `${attempted}: the connection failed (${what}).`,
        advice,
        neverSent ? "" : unsure.trim(),
      );
      return fail(new NetworkError(message, { ...request, mayHaveHappened: !neverSent }), certificate ? "no" : "yes");
    },
  };
}

function headerOf(response: AxiosResponse, name: string): string | undefined {
  const value: unknown = response.headers[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** `retry-after` as milliseconds: seconds or an HTTP date. */
function retryAfter(response: AxiosResponse, clock: Clock): number | undefined {
  const text = headerOf(response, "retry-after");
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - clock.now());
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
