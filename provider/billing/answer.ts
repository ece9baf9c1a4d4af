/** Reads an answer: its head, its envelope, and its result by the schema. */
import type { Endpoint } from "./endpoint.js";
import type { Explain, Head } from "./explain.js";
import type { Failure } from "./retry.js";
import { envelope } from "./schema.js";

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** The head of a request without an answer. */
export const NO_HEAD = { status: undefined, retryAfterMs: undefined, ratelimit: undefined, ratelimitPolicy: undefined };

interface Pace {
  readonly ratelimit: string | undefined;
  readonly ratelimitPolicy: string | undefined;
}

/** @param now milliseconds since the epoch */
export function headOf({ status, headers }: Answer, now: number): Head & Pace {
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  return {
    status,
    ray: header("cf-ray"),
    retryAfterMs: retryAfterMs(header("retry-after"), now),
    ratelimit: header("ratelimit"),
    ratelimitPolicy: header("ratelimit-policy"),
  };
}

export function readAnswer<Result>(
  endpoint: Endpoint<Result>,
  head: Head,
  body: string,
  explain: Explain,
): { result: Result } | Failure {
  const json = parseJson(body);
  const wrapped = envelope.safeParse(json);
  const ok = head.status >= 200 && head.status < 300;
  if (!ok || wrapped.data?.success === false)
    return explain.refused(head, wrapped.success ? (wrapped.data.errors ?? []) : undefined);
  if (json === undefined) return explain.unreadable(head, "the answer is not JSON, or was cut short", true);
  if (!wrapped.success) return explain.unreadable(head, "the answer lacks the API's envelope", false);
  const result = endpoint.result.safeParse(wrapped.data.result);
  if (result.success) return { result: result.data };
  const [issue] = result.error.issues;
  const where = ["result", ...(issue?.path ?? [])].join(".");
  return explain.unreadable(head, `${where}: ${issue?.message ?? "unexpected"}`, false);
}

/** `retry-after` comes as seconds or as an HTTP date. */
function retryAfterMs(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
