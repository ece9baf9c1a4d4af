import fc from "fast-check";
import { createPacer, parseRatelimit } from "../../../provider/billing/pacer";
import { simulatedClock } from "../../support/clock";

test("3,000 requests keep to 1200 in any 300 s, and take hardly longer than they must", async () => {
  const clock = simulatedClock(1_000_000);
  const pacer = createPacer(clock, () => {});
  const departures: number[] = [];
  await Promise.all(
    Array.from({ length: 3000 }, async () => {
      await pacer.admit();
      departures.push(clock.now());
      pacer.observe({});
    }),
  );
  for (const [index, at] of departures.entries()) {
    const before = departures[index - 1200];
    if (before !== undefined) expect(at - before).toBeGreaterThan(300_000);
  }
  // the shortest possible time is two windows
  expect(clock.elapsed() / 600_000).toBeLessThan(1.05);
});

test("a server that says nothing is left holds the next request until the window starts anew", async () => {
  const clock = simulatedClock();
  const said: string[] = [];
  const pacer = createPacer(clock, (line) => said.push(line));
  await pacer.admit();
  pacer.observe({ ratelimit: '"default";r=0;t=30' });
  expect(await pacer.admit()).toEqual({ waitedMs: 30_000 });
  expect(said).toEqual(["Waiting 30 s: Cloudflare allows 1200 requests in 5 minutes."]);
});

test("a request that waits behind another counts the same wait", async () => {
  const clock = simulatedClock();
  const pacer = createPacer(clock, () => {});
  await pacer.admit();
  pacer.observe({ ratelimit: '"default";r=0;t=30' });
  expect(await Promise.all([pacer.admit(), pacer.admit()])).toEqual([{ waitedMs: 30_000 }, { waitedMs: 30_000 }]);
});

test("requests on their way count against what the server says is left", async () => {
  const clock = simulatedClock();
  const pacer = createPacer(clock, () => {});
  await Promise.all([pacer.admit(), pacer.admit(), pacer.admit()]);
  pacer.observe({ ratelimit: '"default";r=2;t=10' });
  expect(await pacer.admit()).toEqual({ waitedMs: 10_000 });
});

test("it waits out a short block after a 429, reports a long one, and believes none longer than Cloudflare's own", async () => {
  const clock = simulatedClock();
  const pacer = createPacer(clock, () => {});
  await pacer.admit();
  pacer.observe({ blockedMs: 60_000 });
  expect(await pacer.admit()).toEqual({ waitedMs: 60_000 });
  pacer.observe({ blockedMs: 10 ** 9 });
  expect(await pacer.admit()).toEqual({ blockedMs: 300_000 });
  expect(await Promise.all([pacer.admit(), pacer.admit()])).toEqual([{ blockedMs: 300_000 }, { blockedMs: 300_000 }]);
  await clock.sleep(250_000);
  expect(await pacer.admit()).toEqual({ waitedMs: 50_000 });
});

test.each([
  ['"default";r=50;t=30', [{ remaining: 50, resetMs: 30_000 }]],
  [
    '"default";r=50;t=30, "burst";r=0;t=2',
    [
      { remaining: 50, resetMs: 30_000 },
      { remaining: 0, resetMs: 2000 },
    ],
  ],
  ["default; r=1; t=2", [{ remaining: 1, resetMs: 2000 }]],
  ["", []],
  [undefined, []],
  ["nonsense", []],
  ['"default";r=-1;t=3', []],
])("reads %s", (header, expected) => expect(parseRatelimit(header)).toEqual(expected));

test("no header makes the pacer fail", () => {
  fc.assert(
    fc.property(fc.string(), (header) => {
      for (const { remaining, resetMs } of parseRatelimit(header)) {
        expect(remaining).toBeGreaterThanOrEqual(0);
        expect(resetMs).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});
