/** Cloudflare's rate limit: 1200 requests in five minutes for one credential, then five minutes of 429. */

const REQUESTS = 1200;
const WINDOW_MS = 300_000;

export interface RateLimit {
  /** Counts a request. `retryAfter` is in seconds, and undefined when the request may pass. */
  count(credential: string): {
    readonly headers: Readonly<Record<string, string>>;
    readonly retryAfter: number | undefined;
  };
  reset(): void;
}

export function createRateLimit(now: () => number): RateLimit {
  const buckets = new Map<string, { used: number; resetsAt: number; blocked: boolean }>();
  return {
    count(credential) {
      const at = now();
      let bucket = buckets.get(credential);
      if (bucket === undefined || at >= bucket.resetsAt) {
        bucket = { used: 0, resetsAt: at + WINDOW_MS, blocked: false };
        buckets.set(credential, bucket);
      }
      bucket.used += 1;
      if (bucket.used > REQUESTS && !bucket.blocked) {
        bucket.blocked = true;
        bucket.resetsAt = at + WINDOW_MS;
      }
      const seconds = Math.ceil((bucket.resetsAt - at) / 1000);
      const headers = {
        ratelimit: `"default";r=${Math.max(0, REQUESTS - bucket.used)};t=${seconds}`,
        "ratelimit-policy": `"default";q=${REQUESTS};w=${WINDOW_MS / 1000}`,
      };
      return { headers, retryAfter: bucket.blocked ? seconds : undefined };
    },
    reset: () => buckets.clear(),
  };
}
