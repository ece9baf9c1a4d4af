/**
 * Keeps one credential under Cloudflare's rate limit. Above the limit, Cloudflare answers 429 to every call of the user
 * for five minutes.
 */
import type { Clock } from "../contract/clock.js";
import { RETRY_AFTER_CAP_MS } from "./retry.js";

export interface Pacer {
  /**
   * Waits until one more request may be sent. If Cloudflare has blocked this credential for longer than a retry would
   * wait, returns for how long. If `signal` is aborted meanwhile, returns "cancelled".
   */
  admit(signal?: AbortSignal): Promise<{ readonly waitedMs: number } | { readonly blockedMs: number } | "cancelled">;
  /** Learns from the answer to an admitted request: its `Ratelimit` header, and the `retry-after` of a 429. */
  observe(answer: { readonly ratelimit?: string | undefined; readonly blockedMs?: number | undefined }): void;
}

export const RATE_LIMIT = { requests: 1200, windowMs: 300_000 } as const;

/** Cloudflare counts when requests arrive, the pacer when they leave. A second covers the difference. */
const MARGIN_MS = 1_000;

const WORTH_SAYING_MS = 2_000;

/** @param say gets a line of text when a request waits so long that somebody may wonder */
export function createPacer(clock: Clock, say: (line: string) => void): Pacer {
  /** When the last requests were sent, the oldest first. */
  const departures: number[] = [];
  /** Until when the limit is used up, as the server counts it. */
  let emptyUntil = 0;
  /** Until when the server refuses everything. */
  let blockedUntil = 0;
  let inFlight = 0;
  let queue: Promise<unknown> = Promise.resolve();

  function wait(): number {
    const oldest = departures.length < RATE_LIMIT.requests ? undefined : departures[0];
    const free = oldest === undefined ? 0 : oldest + RATE_LIMIT.windowMs + MARGIN_MS;
    return Math.max(free, emptyUntil, blockedUntil) - clock.monotonic();
  }

  /** @param asked when the request came; the wait for earlier requests counts too */
  async function next(asked: number, signal: AbortSignal | undefined): ReturnType<Pacer["admit"]> {
    for (let ms = wait(); ms > 0; ms = wait()) {
      if (signal?.aborted) return "cancelled";
      const blockedMs = blockedUntil - clock.monotonic();
      if (blockedMs > RETRY_AFTER_CAP_MS) return { blockedMs };
      if (ms > WORTH_SAYING_MS) {
        const minutes = RATE_LIMIT.windowMs / 60_000;
        say(
          `Waiting ${Math.ceil(ms / 1000)} s: Cloudflare allows ${RATE_LIMIT.requests} requests in ${minutes} minutes.`,
        );
      }
      await clock.sleep(ms, signal);
    }
    if (departures.length === RATE_LIMIT.requests) departures.shift();
    departures.push(clock.monotonic());
    inFlight += 1;
    return { waitedMs: clock.monotonic() - asked };
  }

  return {
    admit(signal) {
      const asked = clock.monotonic();
      const turn = queue.then(() => next(asked, signal));
      queue = turn;
      return turn;
    },
    observe({ ratelimit, blockedMs }) {
      inFlight -= 1;
      for (const { remaining, resetMs } of parseRatelimit(ratelimit)) {
        // The server has not counted the requests that are still on their way.
        if (remaining <= inFlight)
          emptyUntil = Math.max(emptyUntil, clock.monotonic() + Math.min(resetMs, RATE_LIMIT.windowMs));
      }
      if (blockedMs !== undefined)
        blockedUntil = Math.max(blockedUntil, clock.monotonic() + Math.min(blockedMs, RATE_LIMIT.windowMs));
    },
  };
}

/** Reads `"default";r=50;t=30`, several policies separated by commas. Skips what it cannot parse. */
export function parseRatelimit(header: string | undefined): Array<{ remaining: number; resetMs: number }> {
  return (header ?? "").split(",").flatMap((policy) => {
    const remaining = /;\s*r=(\d+)/.exec(policy)?.[1];
    const seconds = /;\s*t=(\d+)/.exec(policy)?.[1];
    if (remaining === undefined || seconds === undefined) return [];
    return [{ remaining: Number(remaining), resetMs: Number(seconds) * 1000 }];
  });
}
