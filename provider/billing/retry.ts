/**
 * When a request is sent again. A pure function of the request, what came back, and the attempt.
 *
 * Reads: on a broken connection, a time-out, 429, 5xx, an answer cut short, and Cloudflare's transient codes.
 * Writes: only when it is certain that the last attempt changed nothing. In every other case the lifecycle reads
 * first, and never writes blindly a second time.
 * The charge: never.
 */
import type { BillingError } from "../contract/errors.js";

/** What an endpoint does to the account. A charge takes money, each time it is sent. */
export type Effect = "read" | "write" | "charge";

export interface Failure {
  readonly error: BillingError;
  /** Whether the same request may succeed later. */
  readonly transient: Transience;
}

/** `once` is for codes that are usually final, but sometimes come from concurrent requests. */
export type Transience = "no" | "once" | "yes";

const MAX_ATTEMPTS = 5;
const BASE_MS = 500;
const CAP_MS = 8_000;

/** A longer `retry-after` is not waited for. The error says how long it is. */
export const RETRY_AFTER_CAP_MS = 60_000;

/**
 * @param attempt the number of the attempt that failed, from 1
 * @param random a number from 0 up to 1
 * @returns milliseconds to wait before the next attempt; undefined when there must be none
 */
export function retryDelay(
  request: { method: string; effect: Effect },
  failure: Failure,
  attempt: number,
  random: number,
): number | undefined {
  const { error, transient } = failure;
  if (request.effect === "charge" || transient === "no" || attempt >= MAX_ATTEMPTS) return undefined;
  if (transient === "once" && (request.method !== "GET" || attempt > 1)) return undefined;
  if (request.effect === "write" && error.facts.mayHaveHappened !== false) return undefined;
  const jittered = random * Math.min(CAP_MS, BASE_MS * 2 ** (attempt - 1));
  const asked = error.facts.retryAfterMs;
  if (asked === undefined) return jittered;
  return asked > RETRY_AFTER_CAP_MS ? undefined : asked + jittered;
}
