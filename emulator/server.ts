/** HTTP around the API and the control door. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { Answer } from "./answer.js";
import { failure } from "./answer.js";
import { whyNotJson, whyRefused } from "./callers.js";
import type { Control } from "./control.js";
import { CONTROL_PATH, control, doorRefused } from "./control.js";
import type { Faults } from "./faults.js";
import type { Reply } from "./mishap.js";
import { afterCommit, before } from "./mishap.js";
import type { RateLimit } from "./ratelimit.js";
import type { Service } from "./respond.js";
import { identify, respond } from "./respond.js";

const BODY_LIMIT_BYTES = 1024 * 1024;

export interface Parts extends Service {
  readonly faults: Faults;
  readonly rateLimit: RateLimit;
  readonly control: Control;
}

export function createHttpServer(parts: Parts) {
  return createServer((request, response) => {
    serve(parts, request, response).catch((error: unknown) => {
      if (!response.headersSent) replyOn(response, {}, () => {}).send(failure(500, 1000, String(error)));
    });
  });
}

async function serve(parts: Parts, request: IncomingMessage, response: ServerResponse) {
  const { store, ledger, faults, rateLimit } = parts;
  const method = request.method ?? "GET";
  const { pathname: path, searchParams: query } = new URL(request.url ?? "/", "http://emulator");
  const isDoor = path.startsWith(CONTROL_PATH);
  const sendAlone = (answer: Answer) => replyOn(response, {}, () => {}).send(answer);
  const refusal = whyRefused(request.headers);
  if (refusal !== undefined) return sendAlone(isDoor ? doorRefused(403, refusal) : failure(403, 1000, refusal));
  const body = await readBody(request);
  if (isDoor) {
    const notJson = method === "GET" ? undefined : whyNotJson(request.headers["content-type"], body);
    if (notJson !== undefined) return sendAlone(doorRefused(415, notJson));
    return sendAlone(control(parts.control, method, path.slice(CONTROL_PATH.length), body));
  }

  const note = store.record(method, path);
  const credential = identify(store, request.headers);
  const { headers, retryAfter } = rateLimit.count("status" in credential ? "" : credential.value);
  const reply = replyOn(response, { ...headers, "cf-ray": store.nextRay() }, note);

  const endpoint = `${method} ${path.replace(/^.*\/ai-gateway\/billing/, "")}`;
  const mishap = faults.take(endpoint);
  if (mishap?.when === "before" && (await before(mishap, reply))) return;
  const stale = mishap?.mode === "stale-read";
  ledger.catchUp();
  const answer = respond({ path, query, endpoint, body, credential, retryAfter, stale }, parts);
  if (mishap?.when === "after-commit") return afterCommit(mishap, answer, reply);
  reply.send(answer);
}

function replyOn(
  response: ServerResponse,
  common: Readonly<Record<string, string>>,
  note: (status: number) => void,
): Reply {
  const head = ({ status, headers, body }: Answer) => {
    note(status);
    const length = String(Buffer.byteLength(body));
    response.writeHead(status, { "content-type": "application/json", "content-length": length, ...common, ...headers });
  };
  return {
    response,
    head,
    send(answer) {
      head(answer);
      response.end(answer.body);
    },
  };
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
