/** A killed engine tells nobody. A plugin without an engine ends by itself, once nothing is under way. */
const EVERY_MS = 3_000;

export function endWithEngine(engineIsAlive: () => Promise<boolean>, isIdle: () => boolean) {
  let misses = 0;
  setInterval(async () => {
    misses = (await engineIsAlive()) ? 0 : misses + 1;
    if (misses >= 2 && isIdle()) process.exit(0);
  }, EVERY_MS).unref();
}
