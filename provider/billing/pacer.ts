/**
 * Keeps one credential under Cloudflare's rate limit. Above the limit, Cloudflare answers 429 to every call of the user
 * for five minutes. Other processes may use the same credential, and nobody tells of them: only the answers do.
 */
import type { Clock } from "../contract/clock.js";
import { RETRY_AFTER_CAP_MS } from "./retry.js";

export interface Pacer {
  /**
   * Waits until one more request may be sent. If Cloudflare has blocked this credential for longer than a retry would
   * wait, returns for how long. If `signal` is aborted meanwhile, returns "cancelled".
   */
  admit(signal?: AbortSignal): Promise<{ readonly waitedMs: number } | { readonly blockedMs: number } | "cancelled">;
  /** Learns from the answer to an admitted request: its `Ratelimit` headers, and the `retry-after` of a 429. */
  observe(answer: {
    readonly ratelimit?: string | undefined;
    readonly ratelimitPolicy?: string | undefined;
    readonly blockedMs?: number | undefined;
  }): void;
}

/** The limit that Cloudflare documents. It holds until an answer tells another one. */
export const RATE_LIMIT = { requests: 1200, windowMs: 300_000 } as const;

/** Cloudflare counts when requests arrive, the pacer when they leave. A second covers the difference. */
const MARGIN_MS = 1_000;

/** Answers name the end of a window in whole seconds, rounded up or down: those of one window differ by less than this. */
const ROUNDING_MS = 1_500;

/** "0 s" may mean almost a second. */
const SHORTEST_RESET_MS = 1_000;

const WORTH_SAYING_MS = 2_000;

/**
 * What is left over for requests of other processes that no answer has counted yet: 2 % of the quota, and at least 8
 * requests, but never more than a quarter of a small quota.
 */
const reserveOf = ({ requests }: Policy) => Math.ceil(Math.min(Math.max(8, requests / 50), requests / 4));

/** Near the limit, a process has at most this share of what is left on its way, since others may have as much. */
const SHARE_ON_THE_WAY = 1 / 16;

/** How many requests may be on their way after a window, before an answer tells that a new one has begun. */
const FIRST_OF_A_WINDOW = 4;

/** A longer wait for an answer would hold back a request that the answer itself waits for. */
const LONGEST_WAIT_FOR_ANSWER_MS = 2_000;

interface Policy {
  readonly requests: number;
  readonly windowMs: number;
}

/** What the answers say about the current window of a policy. */
interface Window {
  /** How many requests are left, less those on their way. */
  left: number;
  /** On the monotonic clock. */
  endsAt: number;
}

/** @param say gets a line of text when a request waits so long that somebody may wonder */
export function createPacer(clock: Clock, say: (line: string) => void): Pacer {
  /** When the last requests were sent, the oldest first. */
  const departures: number[] = [];
  const policies = new Map<string, Policy>();
  const windows = new Map<string, Window>();
  /** Until when the server refuses everything. */
  let blockedUntil = 0;
  let inFlight = 0;
  let queue: Promise<unknown> = Promise.resolve();
  let answered = new AbortController();

  const known = (): Policy[] => (policies.size === 0 ? [RATE_LIMIT] : [...policies.values()]);
  const policyOf = (name: string): Policy => policies.get(name) ?? RATE_LIMIT;

  /** Until when a policy holds the next request back. */
  function freeAt({ requests, windowMs }: Policy): number {
    const oldest = departures.at(-requests);
    return departures.length < requests || oldest === undefined ? 0 : oldest + windowMs + MARGIN_MS;
  }

  const current = () => [...windows].filter(([, { endsAt }]) => endsAt > clock.monotonic());

  function wait(): { ms: number; policy: Policy } {
    const holds = [
      { until: blockedUntil, policy: RATE_LIMIT },
      ...known().map((policy) => ({ until: freeAt(policy), policy })),
      ...current()
        .filter(([name, { left }]) => left <= reserveOf(policyOf(name)))
        .map(([name, { endsAt }]) => ({ until: endsAt, policy: policyOf(name) })),
    ];
    const [longest = { until: 0, policy: RATE_LIMIT }] = holds.sort((one, other) => other.until - one.until);
    return { ms: longest.until - clock.monotonic(), policy: longest.policy };
  }

  /** How many requests may be on their way at once. */
  function mostInFlight(): number {
    const now = clock.monotonic();
    const shares = known().map(({ requests }) => requests * SHARE_ON_THE_WAY);
    for (const { left, endsAt } of windows.values()) {
      const share = left * SHARE_ON_THE_WAY;
      // A window may end later than it said.
      shares.push(endsAt > now ? share : Math.max(share, FIRST_OF_A_WINDOW));
    }
    return Math.max(1, Math.floor(Math.min(...shares)));
  }

  /** @param asked when the request came; the wait for earlier requests counts too */
  async function next(asked: number, signal: AbortSignal | undefined): ReturnType<Pacer["admit"]> {
    let patientUntil = clock.monotonic() + LONGEST_WAIT_FOR_ANSWER_MS;
    for (;;) {
      const { ms, policy } = wait();
      if (ms > 0) {
        if (signal?.aborted) return "cancelled";
        const blockedMs = blockedUntil - clock.monotonic();
        if (blockedMs > RETRY_AFTER_CAP_MS) return { blockedMs };
        if (ms > WORTH_SAYING_MS)
          say(
            `Waiting ${Math.ceil(ms / 1000)} s: Cloudflare allows ${policy.requests} requests in ${inWords(policy)}.`,
          );
        await clock.sleep(ms, signal);
        patientUntil = clock.monotonic() + LONGEST_WAIT_FOR_ANSWER_MS;
        continue;
      }
      const patienceMs = patientUntil - clock.monotonic();
      if (inFlight < mostInFlight() || patienceMs <= 0) break;
      if (signal?.aborted) return "cancelled";
      await clock.sleep(
        patienceMs,
        signal === undefined ? answered.signal : AbortSignal.any([signal, answered.signal]),
      );
    }
    depart();
    return { waitedMs: clock.monotonic() - asked };
  }

  function depart() {
    const longest = Math.max(...known().map(({ requests }) => requests));
    departures.push(clock.monotonic());
    departures.splice(0, departures.length - longest);
    for (const [, window] of current()) window.left -= 1;
    inFlight += 1;
  }

  function learn(name: string, remaining: number, resetMs: number) {
    const now = clock.monotonic();
    const endsAt = now + Math.max(SHORTEST_RESET_MS, Math.min(resetMs, policyOf(name).windowMs));
    // The server has not counted the requests that are still on their way.
    const left = remaining - inFlight;
    const before = windows.get(name);
    if (before === undefined || before.endsAt <= now || endsAt > before.endsAt + ROUNDING_MS)
      windows.set(name, { left, endsAt });
    // Answers may overtake each other: within one window, the lowest is the newest.
    else windows.set(name, { left: Math.min(before.left, left), endsAt: Math.max(before.endsAt, endsAt) });
  }

  return {
    admit(signal) {
      const asked = clock.monotonic();
      const turn = queue.then(() => next(asked, signal));
      queue = turn;
      return turn;
    },
    observe({ ratelimit, ratelimitPolicy, blockedMs }) {
      inFlight -= 1;
      for (const { name, ...policy } of parseRatelimitPolicy(ratelimitPolicy)) policies.set(name, policy);
      for (const { name, remaining, resetMs } of parseRatelimit(ratelimit)) learn(name, remaining, resetMs);
      if (blockedMs !== undefined)
        blockedUntil = Math.max(blockedUntil, clock.monotonic() + Math.min(blockedMs, RATE_LIMIT.windowMs));
      answered.abort();
      answered = new AbortController();
    },
  };
}

const inWords = ({ windowMs }: Policy) => {
  const minutes = windowMs / 60_000;
  return Number.isInteger(minutes) && minutes > 1 ? `${minutes} minutes` : `${windowMs / 1000} s`;
};

/** Reads `"default";r=50;t=30`, several policies separated by commas. Skips what it cannot parse. */
export const parseRatelimit = (header: string | undefined) =>
  parseItems(header, "r", "t").map(({ name, first, second }) => ({ name, remaining: first, resetMs: second * 1000 }));

/** Reads `"default";q=1200;w=300`, as above. Skips one without requests or time. Believes no longer window than Cloudflare's own. */
export const parseRatelimitPolicy = (header: string | undefined) =>
  parseItems(header, "q", "w")
    .filter(({ first, second }) => first > 0 && second > 0)
    .map(({ name, first, second }) => ({
      name,
      requests: first,
      windowMs: Math.min(second * 1000, RATE_LIMIT.windowMs),
    }));

function parseItems(header: string | undefined, one: string, other: string) {
  return (header ?? "").split(",").flatMap((item) => {
    const value = (key: string) => new RegExp(`;\\s*${key}=(\\d{1,12})(?!\\d)`).exec(item)?.[1];
    const [first, second] = [value(one), value(other)];
    const [, name = ""] = /^\s*"?([^";]*)"?/.exec(item) ?? [];
    return first === undefined || second === undefined
      ? []
      : [{ name: name.trim(), first: Number(first), second: Number(second) }];
  });
}
