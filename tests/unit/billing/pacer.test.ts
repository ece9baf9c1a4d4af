import fc from "fast-check";
import { createPacer, parseRatelimit, parseRatelimitPolicy } from "../../../provider/billing/pacer";
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

/** A server on simulated time that counts in fixed windows, and blocks whoever sends more. Answers take a while. */
function simulatedServer(
  quota: number,
  windowS: number,
  clock: ReturnType<typeof simulatedClock>,
  round: (seconds: number) => number,
) {
  let [used, endsAt, blocked] = [0, 0, 0];
  let seed = 1;
  const latency = () => {
    seed = (seed * 1664525 + 1013904223) % 2 ** 32;
    return 10 + (seed / 2 ** 32) * 190;
  };
  return {
    blocked: () => blocked,
    async answer() {
      await clock.sleep(latency());
      if (clock.monotonic() >= endsAt) [used, endsAt] = [0, clock.monotonic() + windowS * 1000];
      used += 1;
      if (used > quota) blocked += 1;
      const t = round((endsAt - clock.monotonic()) / 1000);
      const ratelimit = `"default";r=${Math.max(0, quota - used)};t=${t}`;
      await clock.sleep(latency());
      return { ratelimit, ratelimitPolicy: `"default";q=${quota};w=${windowS}` };
    },
  };
}

test.each([
  [1, 650, Math.ceil],
  [4, 650, Math.ceil],
  [4, 650, Math.floor],
  [8, 1300, Math.floor],
  [4, 50, Math.floor],
])(
  "%i processes on one limit of %i requests do not know of each other, and none is blocked",
  async (processes, quota, round) => {
    const clock = simulatedClock();
    const windowS = 30;
    const server = simulatedServer(quota, windowS, clock, round);
    const requests = quota * 9.2;
    let left = requests;
    const lane = async (pacer: ReturnType<typeof createPacer>) => {
      for (left -= 1; left >= 0; left -= 1) {
        expect(await pacer.admit()).toMatchObject({ waitedMs: expect.any(Number) });
        pacer.observe(await server.answer());
      }
    };
    const lanes = Array.from({ length: processes }, () => createPacer(clock, () => {})).flatMap((pacer) =>
      Array.from({ length: 8 }, () => lane(pacer)),
    );
    await Promise.all(lanes);
    expect(server.blocked()).toBe(0);
    const shortestMs = Math.floor(requests / quota) * windowS * 1000;
    if (quota > 500) expect(clock.elapsed() / shortestMs).toBeLessThan(1.1);
  },
);

test("a policy that an answer tells holds instead of the documented one, and is told in words", async () => {
  const clock = simulatedClock();
  const said: string[] = [];
  const pacer = createPacer(clock, (line) => said.push(line));
  await pacer.admit();
  pacer.observe({ ratelimitPolicy: '"burst";q=3;w=60' });
  for (let sent = 1; sent < 3; sent += 1) {
    expect(await pacer.admit()).toEqual({ waitedMs: 0 });
    pacer.observe({});
  }
  expect(await pacer.admit()).toEqual({ waitedMs: 61_000 });
  expect(said).toEqual(["Waiting 61 s: Cloudflare allows 3 requests in 60 s."]);
});

test("an answer that was overtaken does not give back what is used", async () => {
  const clock = simulatedClock();
  const pacer = createPacer(clock, () => {});
  await Promise.all([pacer.admit(), pacer.admit()]);
  pacer.observe({ ratelimit: '"default";r=10;t=30' });
  pacer.observe({ ratelimit: '"default";r=900;t=30' });
  expect(await pacer.admit()).toEqual({ waitedMs: 30_000 });
});

test("after a window, four requests go, and the others wait until an answer tells of a new one", async () => {
  const clock = simulatedClock();
  const pacer = createPacer(clock, () => {});
  await pacer.admit();
  pacer.observe({ ratelimit: '"default";r=5;t=30' });
  const first = await Promise.all([pacer.admit(), pacer.admit(), pacer.admit(), pacer.admit()]);
  expect(first).toEqual(Array(4).fill({ waitedMs: 30_000 }));
  expect(await pacer.admit()).toEqual({ waitedMs: 2000 });
  pacer.observe({ ratelimit: '"default";r=1190;t=299' });
  expect(await pacer.admit()).toEqual({ waitedMs: 0 });
});

test("after a window, requests that are still on their way count; and a window of 0 s lasts almost a second", async () => {
  const clock = simulatedClock();
  const pacer = createPacer(clock, () => {});
  await Promise.all(Array.from({ length: 5 }, () => pacer.admit()));
  pacer.observe({ ratelimit: '"default";r=5;t=30' });
  expect(await pacer.admit()).toEqual({ waitedMs: 32_000 });
  pacer.observe({ ratelimit: '"default";r=0;t=0' });
  for (let answer = 0; answer < 4; answer += 1) pacer.observe({});
  expect(await pacer.admit()).toEqual({ waitedMs: 1000 });
});

test("near the limit, a request that waits for an answer goes after two seconds, since the answer may wait for it", async () => {
  const clock = simulatedClock();
  const pacer = createPacer(clock, () => {});
  await pacer.admit();
  pacer.observe({ ratelimit: '"default";r=40;t=30' });
  // Two of forty may be on their way.
  await Promise.all([pacer.admit(), pacer.admit()]);
  expect(await pacer.admit()).toEqual({ waitedMs: 2000 });
  const waiting = pacer.admit();
  await clock.sleep(500);
  pacer.observe({});
  pacer.observe({});
  pacer.observe({});
  expect(await waiting).toEqual({ waitedMs: 500 });
  const cancelled = new AbortController();
  await pacer.admit();
  const late = pacer.admit(cancelled.signal);
  cancelled.abort();
  expect(await late).toBe("cancelled");
});

test.each([
  ['"burst";q=100;w=60', [{ name: "burst", requests: 100, windowMs: 60_000 }]],
  [
    '"a";q=5;w=1, "b";q=9;w=999999',
    [
      { name: "a", requests: 5, windowMs: 1000 },
      { name: "b", requests: 9, windowMs: 300_000 },
    ],
  ],
  ['"a";q=0;w=60', []],
  ['"a";q=5', []],
  [undefined, []],
])("reads the policy %s", (header, expected) => expect(parseRatelimitPolicy(header)).toEqual(expected));

test.each([
  ['"default";r=50;t=30', [{ name: "default", remaining: 50, resetMs: 30_000 }]],
  [
    '"default";r=50;t=30, "burst";r=0;t=2',
    [
      { name: "default", remaining: 50, resetMs: 30_000 },
      { name: "burst", remaining: 0, resetMs: 2000 },
    ],
  ],
  ["default; r=1; t=2", [{ name: "default", remaining: 1, resetMs: 2000 }]],
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
