/**
 * Time, sleep and randomness, passed to whatever needs them. A clock has two hands: the wall clock, which somebody may
 * set, and the monotonic one, which only goes forward. Waits and durations use the monotonic hand.
 */
export interface Clock {
  /** Milliseconds since the epoch, on the wall clock. It may jump, forward or back. */
  now(): number;
  /** Milliseconds since some moment, on the monotonic hand. It may stand still while the machine is suspended. */
  monotonic(): number;
  /** Resolves after `ms` milliseconds, or at once when `signal` is aborted. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** A number from 0 up to, but not including, 1. */
  random(): number;
}

/** A moment, as both hands show it. */
export interface Moment {
  readonly wall: number;
  readonly monotonic: number;
}

export const momentOf = (clock: Clock): Moment => ({ wall: clock.now(), monotonic: clock.monotonic() });

/**
 * How long ago a moment was, in milliseconds. The larger of the two values counts. So nothing gets younger when the wall
 * clock is set back, or when the machine is suspended and the monotonic hand stands still.
 */
export const ageOf = (clock: Clock, moment: Moment): number =>
  Math.max(clock.now() - moment.wall, clock.monotonic() - moment.monotonic);
