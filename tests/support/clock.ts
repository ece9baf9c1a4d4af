import type { Clock } from "../../provider/contract/clock";

export interface SimulatedClock extends Clock {
  /** Milliseconds that have passed on the monotonic hand. */
  elapsed(): number;
  /** Milliseconds that have passed for everybody else: no jump counts, and every suspend does. */
  elapsedElsewhere(): number;
  /** Somebody sets the wall clock, forward or back. */
  jump(ms: number): void;
  /** The machine is suspended: the wall clock goes on, and the monotonic hand stands still. */
  suspend(ms: number): void;
}

/** A clock whose time passes only while somebody sleeps: to the end of the shortest sleep. */
export function simulatedClock(start = 0): SimulatedClock {
  let now = 0;
  let wallAtZero = start;
  let suspendedMs = 0;
  const sleepers: Array<{ at: number; wake: () => void }> = [];
  let scheduled = false;

  function schedule() {
    if (scheduled) return;
    scheduled = true;
    // After everything that can run without time passing has run.
    setImmediate(() => {
      scheduled = false;
      const next = sleepers.sort((a, b) => a.at - b.at).shift();
      if (next === undefined) return;
      now = Math.max(now, next.at);
      next.wake();
      if (sleepers.length > 0) schedule();
    });
  }

  return {
    now: () => wallAtZero + now,
    monotonic: () => now,
    random: () => 0.5,
    elapsed: () => now,
    elapsedElsewhere: () => now + suspendedMs,
    jump(ms) {
      wallAtZero += ms;
    },
    suspend(ms) {
      wallAtZero += ms;
      suspendedMs += ms;
    },
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const stop = () => {
          const index = sleepers.indexOf(sleeper);
          if (index >= 0) sleepers.splice(index, 1);
          resolve();
        };
        const wake = () => {
          // A signal of the whole process would keep a listener for every sleep there ever was.
          signal?.removeEventListener("abort", stop);
          resolve();
        };
        const sleeper = { at: now + ms, wake };
        sleepers.push(sleeper);
        signal?.addEventListener("abort", stop, { once: true });
        schedule();
      }),
  };
}
