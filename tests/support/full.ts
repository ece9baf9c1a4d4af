import type { ApiGeneration } from "../../emulator/index";

/** Whether everything runs, or the short form that `npm test` has time for. */
export const isFull = process.env.FULL === "true";

/**
 * A test for `npm run test:full` alone: another form of what a test of `npm test` proves already. `npm test` counts it
 * as left out.
 */
export const testInFull = isFull ? test : test.skip;

/** A test for each row; in `npm test`, for the first `count` rows alone. */
export function testSome<Row extends unknown[]>(count: number, rows: readonly Row[]) {
  return (name: string, run: (...row: Row) => Promise<void>, timeout?: number) => {
    const some = rows.slice(0, count);
    const others = rows.slice(count);
    if (some.length > 0) test.each(some)(name, run, timeout);
    if (others.length > 0) testInFull.each(others)(name, run, timeout);
  };
}

/** Today's API first. */
export const GENERATIONS: readonly [ApiGeneration][] = [["2026-10"], ["2026-05"]];
