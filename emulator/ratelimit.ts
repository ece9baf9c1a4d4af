/** Cloudflare's rate limit: 1200 requests in five minutes for one credential, then five minutes of 429. */
import type { RateLimitOptions } from "./state.js";

const CLOUDFLARE: RateLimitOptions = { requests: 1200, windowMs: 300_000 };

export interface RateLimit {
  /** Counts a request. `retryAfter` is in seconds, and undefined when the request may pass. */
  count(credential: string): {
    readonly headers: Readonly<Record<string, string>>;
    readonly retryAfter: number | undefined;
  };
  reset(): void;
}

export function createRateLimit(now: () => number, { requests, windowMs } = CLOUDFLARE): RateLimit {
  const buckets = new Map<string, { used: number; resetsAt: number; blocked: boolean }>();
  return {
    count(credential) {
      const at = now();
      let bucket = buckets.get(credential);
      if (bucket === undefined || at >= bucket.resetsAt) {
        bucket = { used: 0, resetsAt: at + windowMs, blocked: false };
        buckets.set(credential, bucket);
      }
      bucket.used += 1;
      if (bucket.used > requests && !bucket.blocked) {
        bucket.blocked = true;
        bucket.resetsAt = at + windowMs;
      }
      const seconds = Math.ceil((bucket.resetsAt - at) / 1000);
      const headers = {
        ratelimit: `"default";r=${Math.max(0, requests - bucket.used)};t=${seconds}`,
        "ratelimit-policy": `"default";q=${requests};w=${windowMs / 1000}`,
      };
      return { headers, retryAfter: bucket.blocked ? seconds : undefined };
    },
    reset: () => buckets.clear(),
  };
}
