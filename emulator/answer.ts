/** Answers in Cloudflare's envelope. */

export interface Answer<Result = unknown> {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** Never set. It carries the type of the result, for the test that compares it with Cloudflare's own. */
  readonly result?: Result;
}

export function success<Result>(result: Result, status = 200): Answer<Result> {
  return { status, body: JSON.stringify({ success: true, errors: [], messages: [], result }) };
}

export function failure(
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer<never> {
  return {
    status,
    headers,
    body: JSON.stringify({ success: false, errors: [{ code, message }], messages: [], result: null }),
  };
}

/** An error followed by a more exact one, as Cloudflare's router answers. */
export function chained(
  status: number,
  first: readonly [number, string],
  second: readonly [number, string],
): Answer<never> {
  const errors = [first, second].map(([code, message]) => ({ code, message }));
  return { status, body: JSON.stringify({ success: false, errors, messages: [], result: null }) };
}
