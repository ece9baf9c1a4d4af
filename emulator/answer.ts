/** Answers in Cloudflare's envelope. */

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export function success(result: unknown, status = 200): Answer {
  return { status, body: JSON.stringify({ success: true, errors: [], messages: [], result }) };
}

export function failure(
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers,
    body: JSON.stringify({ success: false, errors: [{ code, message }], messages: [], result: null }),
  };
}

/** An error with a second, more exact one behind it, as Cloudflare's router answers. */
export function chained(status: number, first: readonly [number, string], second: readonly [number, string]): Answer {
  const errors = [first, second].map(([code, message]) => ({ code, message }));
  return { status, body: JSON.stringify({ success: false, errors, messages: [], result: null }) };
}
