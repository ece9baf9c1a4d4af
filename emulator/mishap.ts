/** What happens to a request that a fault hits: its answer is lost, late or damaged. */
import type { ServerResponse } from "node:http";
import type { Answer } from "./answer.js";
import { failure } from "./answer.js";
import type { Mishap } from "./faults.js";
import { BASE_PATH } from "./respond.js";

/** The way back to the caller. */
export interface Reply {
  readonly response: ServerResponse;
  /** Sends the head and notes the status. */
  head(answer: Answer): void;
  /** Sends the whole answer. */
  send(answer: Answer): void;
}

/** A fault before anything was done. Returns true if the caller gets nothing else. */
export async function before({ mode, ms, status }: Mishap, reply: Reply): Promise<boolean> {
  if (mode === "delay-before") {
    await sleep(ms ?? 1000);
    return false;
  }
  if (mode === "reset-before") reply.response.socket?.resetAndDestroy();
  else if (mode === "html-502") reply.send(BAD_GATEWAY);
  else if (mode === "success-false") reply.send(failure(200, 1000, "Injected failure"));
  else if (mode === "redirect") reply.send({ status: 302, headers: { location: `${BASE_PATH}/redirected` }, body: "" });
  else if (status !== undefined) reply.send(injected(status, ms));
  // hang-before: nothing, ever
  return true;
}

/** A fault after the change was made. It hits the answer. */
export async function afterCommit({ mode, ms, status }: Mishap, answer: Answer, reply: Reply): Promise<void> {
  switch (mode) {
    case "hang-after-commit":
      return;
    case "reset-after-commit":
      reply.response.socket?.resetAndDestroy();
      return;
    case "delay-after-commit":
      await sleep(ms ?? 1000);
      return reply.send(answer);
    case "wrong-types":
      return reply.send({ ...answer, body: withWrongTypes(answer.body) });
    case "truncate":
      reply.head(answer);
      reply.response.write(answer.body.slice(0, answer.body.length / 2), () => reply.response.destroy());
      return;
    case "trickle":
      reply.head(answer);
      for (const character of answer.body) {
        if (reply.response.destroyed) return;
        reply.response.write(character);
        await sleep(ms ?? 100);
      }
      reply.response.end();
      return;
    default:
      return reply.send(status === undefined ? answer : injected(status, ms));
  }
}

const BAD_GATEWAY: Answer = {
  status: 502,
  headers: { "content-type": "text/html" },
  body: "<html><body><h1>502 Bad Gateway</h1></body></html>",
};

function injected(status: number, ms = 1000): Answer {
  const wait = status === 429 ? { "retry-after": String(Math.ceil(ms / 1000)) } : {};
  return failure(status, 1000, `Injected status ${status}`, wait);
}

/** Keeps the envelope, and gives every value in the result another type. */
function withWrongTypes(body: string): string {
  const { result, ...rest } = JSON.parse(body);
  return JSON.stringify({ ...rest, result: swapped(result) });
}

function swapped(value: unknown): unknown {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return "a list";
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, swapped(inner)]));
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
