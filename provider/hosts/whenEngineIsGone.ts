/** A killed engine tells nobody. */
const EVERY_MS = 3_000;

/** Calls `end` once the engine is gone and no call is under way. */
export function whenEngineIsGone(engineIsAlive: () => Promise<boolean>, isIdle: () => boolean, end: () => void) {
  let misses = 0;
  const poll = setInterval(async () => {
    misses = (await engineIsAlive()) ? 0 : misses + 1;
    if (misses < 2 || !isIdle()) return;
    clearInterval(poll);
    end();
  }, EVERY_MS).unref();
}
