/** HTTP around the endpoints: credentials, the rate limit, routing, faults and the control door. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { ACCOUNT_ID } from "../provider/billing/schema.js";
import type { Answer } from "./answer.js";
import { chained, failure } from "./answer.js";
import { ROUTES } from "./billing.js";
import type { Control } from "./control.js";
import { CONTROL_PATH, control } from "./control.js";
import type { Faults, Mishap } from "./faults.js";
import type { RateLimit } from "./ratelimit.js";
import type { ApiGeneration, Store, TokenSeed } from "./store.js";

export const BASE_PATH = "/client/v4";
const BODY_LIMIT_BYTES = 1024 * 1024;

export interface Parts {
  readonly api: ApiGeneration;
  readonly store: Store;
  readonly faults: Faults;
  readonly rateLimit: RateLimit;
  readonly now: () => number;
  readonly control: Control;
}

export function createHttpServer(parts: Parts) {
  return createServer((request, response) => {
    serve(parts, request, response).catch((error: unknown) => {
      if (!response.headersSent) send(response, failure(500, 1000, String(error)));
    });
  });
}

async function serve(parts: Parts, request: IncomingMessage, response: ServerResponse) {
  const method = request.method ?? "GET";
  const path = new URL(request.url ?? "/", "http://emulator").pathname;
  const body = await readBody(request);
  if (path.startsWith(CONTROL_PATH))
    return send(response, control(parts.control, method, path.slice(CONTROL_PATH.length), body));

  const note = parts.store.record(method, path);
  const endpoint = `${method} ${path.replace(/^.*\/ai-gateway\/billing/, "")}`;
  const mishap = parts.faults.take(endpoint);
  const finish = (answer: Answer) => {
    note(answer.status);
    send(response, answer, { "cf-ray": parts.store.nextRay() });
  };

  if (mishap?.when === "before") {
    if (mishap.mode === "delay-before") await sleep(mishap.ms ?? 1000);
    else return spoil(mishap, undefined, request, response, finish);
  }
  const answer = respond(parts, { method, path, endpoint, body, request, stale: mishap?.mode === "stale-read" });
  if (mishap?.when === "after-commit" && mishap.mode !== "stale-read") {
    if (mishap.mode === "delay-after-commit") await sleep(mishap.ms ?? 1000);
    else return spoil(mishap, answer, request, response, finish, note);
  }
  finish(answer);
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly endpoint: string;
  readonly body: string;
  readonly request: IncomingMessage;
  readonly stale: boolean;
}

/** The answer of a healthy server, changes made. */
function respond({ api, store, rateLimit, now }: Parts, { path, endpoint, body, request, stale }: Asked): Answer {
  const credential = identify(store, request);
  if ("status" in credential) return credential;
  const { headers, retryAfter } = rateLimit.count(credential.value);
  const withHeaders = (answer: Answer): Answer => ({ ...answer, headers: { ...headers, ...answer.headers } });
  if (retryAfter !== undefined)
    return withHeaders(failure(429, 10429, "Rate limit exceeded", { "retry-after": String(retryAfter) }));

  const accountId = new RegExp(`^${BASE_PATH}/accounts/([^/]+)/ai-gateway/billing/`).exec(path)?.[1];
  const route = ROUTES.get(endpoint);
  if (
    accountId === undefined ||
    !ACCOUNT_ID.test(accountId) ||
    route === undefined ||
    (route.since !== undefined && api < route.since)
  ) {
    return withHeaders(
      chained(
        404,
        [7003, `Could not route to ${path}, perhaps your object identifier is invalid?`],
        [7000, "No route for that URI"],
      ),
    );
  }
  const allowed = credential.permission === "write" || credential.permission === route.permission;
  if (!allowed) return withHeaders(failure(403, 10000, "Authentication error"));

  const parsed = parseJson(body);
  if (parsed === INVALID) return withHeaders(failure(400, 7001, "body: not JSON"));
  const account = stale ? store.staleAccount(accountId) : store.account(accountId);
  return withHeaders(route.handle({ accountId, account, credential, api, store, now: now(), body: parsed }));
}

function identify(store: Store, request: IncomingMessage): TokenSeed | Answer {
  const authorization = request.headers.authorization;
  const [key, email] = ["x-auth-key", "x-auth-email"].map((name) => request.headers[name]?.toString());
  if (authorization === undefined && (key === undefined || email === undefined)) {
    return failure(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
  }
  if (authorization !== undefined && !/^Bearer \S+$/.test(authorization))
    return chained(400, [6003, "Invalid request headers"], [6111, "Invalid format for Authorization header"]);
  const found = store.credential({ authorization, key, email });
  if (found !== undefined) return found;
  return authorization === undefined
    ? failure(403, 9103, "Unknown X-Auth-Key or X-Auth-Email")
    : failure(403, 9109, "Invalid access token");
}

/** Loses or spoils an answer; `answer` is there when the change was made. */
function spoil(
  mishap: Mishap,
  answer: Answer | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  finish: (answer: Answer) => void,
  note: (status: number) => void = () => {},
) {
  const { mode, ms, status } = mishap;
  if (status !== undefined) {
    const wait = status === 429 ? { "retry-after": String(Math.ceil((ms ?? 1000) / 1000)) } : undefined;
    return finish(failure(status, 1000, `Injected status ${status}`, wait));
  }
  switch (mode) {
    case "hang-before":
    case "hang-after-commit":
      return;
    case "reset-before":
    case "reset-after-commit":
      return void request.socket.resetAndDestroy();
    case "html-502":
      return finish({
        status: 502,
        headers: { "content-type": "text/html" },
        body: "<html><body><h1>502 Bad Gateway</h1></body></html>",
      });
    case "success-false":
      return finish(failure(200, 1000, "Injected failure"));
    case "redirect":
      return finish({ status: 302, headers: { location: `${CONTROL_PATH}/redirected` }, body: "" });
    case "wrong-types":
      return finish({ ...(answer as Answer), body: withWrongTypes((answer as Answer).body) });
    default: {
      // trickle and truncate: the status is told, the body is not.
      const { status: told, body } = answer as Answer;
      note(told);
      response.writeHead(told, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
      if (mode === "truncate") return void response.write(body.slice(0, body.length / 2), () => response.destroy());
      return void trickle(response, body, ms ?? 100);
    }
  }
}

async function trickle(response: ServerResponse, body: string, ms: number) {
  for (const byte of body) {
    if (response.destroyed) return;
    response.write(byte);
    await sleep(ms);
  }
  response.end();
}

/** The envelope stays; every value in the result is of another type. */
function withWrongTypes(body: string): string {
  const { result, ...rest } = JSON.parse(body);
  const swap = (value: unknown): unknown => {
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    if (typeof value === "string") return value.length;
    if (value === null) return [];
    if (Array.isArray(value)) return "a list";
    return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, swap(inner)]));
  };
  return JSON.stringify({ ...rest, result: swap(result) });
}

function send(
  response: ServerResponse,
  { status, headers, body }: Answer,
  more: Readonly<Record<string, string>> = {},
) {
  response.writeHead(status, { "content-type": "application/json", ...more, ...headers });
  response.end(body);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) throw new Error("The body is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

const INVALID = Symbol("not JSON");

function parseJson(body: string): unknown {
  if (body === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return INVALID;
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
