/**
 * Keeps one credential under Cloudflare's rate limit before the server has to say so: past it,
 * every call of the user answers 429 for five minutes.
 */
import type { Clock } from "./clock.js";

export interface Pacer {
  /** Waits until one more request may be sent. Returns how many milliseconds that took. */
  admit(): Promise<number>;
  /** Takes in what an answer says about the limit; `undefined` when there was no answer. Once for each admitted request. */
  observe(
    answer: { readonly ratelimit?: string | undefined; readonly retryAfterMs?: number | undefined } | undefined,
  ): void;
}

export const RATE_LIMIT = { requests: 1200, windowMs: 300_000 } as const;

/** Cloudflare counts arrivals, this counts departures: a second covers the difference. */
const MARGIN_MS = 1_000;

/** The longest hold an answer can ask for: Cloudflare's own block. */
const HOLD_CAP_MS = 300_000;

const WORTH_SAYING_MS = 2_000;

/** @param say gets a line when a request has to wait long enough for somebody to wonder */
export function createPacer(clock: Clock, say: (line: string) => void): Pacer {
  /** When the last requests left, the oldest first. */
  const departures: number[] = [];
  let heldUntil = 0;
  let inFlight = 0;
  let queue: Promise<unknown> = Promise.resolve();

  function wait(): number {
    const now = clock.now();
    const oldest = departures.length < RATE_LIMIT.requests ? undefined : departures[0];
    const free = oldest === undefined ? now : oldest + RATE_LIMIT.windowMs + MARGIN_MS;
    return Math.max(free, heldUntil) - now;
  }

  async function next(): Promise<number> {
    const began = clock.now();
    for (let ms = wait(); ms > 0; ms = wait()) {
      if (ms > WORTH_SAYING_MS)
        say(
          `Waiting ${Math.ceil(ms / 1000)} s: Cloudflare allows ${RATE_LIMIT.requests} requests in ${RATE_LIMIT.windowMs / 60_000} minutes.`,
        );
      await clock.sleep(ms);
    }
    if (departures.length === RATE_LIMIT.requests) departures.shift();
    departures.push(clock.now());
    inFlight += 1;
    return clock.now() - began;
  }

  function hold(ms: number) {
    heldUntil = Math.max(heldUntil, clock.now() + Math.min(ms, HOLD_CAP_MS));
  }

  return {
    admit() {
      const turn = queue.then(next);
      queue = turn;
      return turn;
    },
    observe(answer) {
      inFlight -= 1;
      for (const { remaining, resetMs } of parseRatelimit(answer?.ratelimit)) {
        // The server has not counted the requests that are still on their way.
        if (remaining <= inFlight) hold(resetMs);
      }
      if (answer?.retryAfterMs !== undefined) hold(answer.retryAfterMs);
    },
  };
}

/** Reads `Ratelimit: "default";r=50;t=30`, several policies parted by commas; what does not parse says nothing. */
export function parseRatelimit(header: string | undefined): Array<{ remaining: number; resetMs: number }> {
  return (header ?? "").split(",").flatMap((policy) => {
    const remaining = /;\s*r=(\d+)/.exec(policy)?.[1];
    const seconds = /;\s*t=(\d+)/.exec(policy)?.[1];
    if (remaining === undefined || seconds === undefined) return [];
    return [{ remaining: Number(remaining), resetMs: Number(seconds) * 1000 }];
  });
}
