// Without the engine: creates through the lifecycles against raw fetch, and the pace under the rate limit.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { createEmulator } = require("../dist/emulator/index.js");
const { createClient } = require("../dist/provider/billing/client.js");
const { systemClock } = require("../dist/provider/billing/systemClock.js");
const { NEVER } = require("../dist/provider/contract/cancelled.js");
const { createPacer } = require("../dist/provider/billing/pacer.js");
const kinds = require("../dist/provider/settings/index.js");
const { lifecycle } = require("../dist/provider/settings/lifecycle.js");

const PARALLEL = 32;
const unpaced = { admit: async () => ({ waitedMs: 0 }), observe() {} };

/** Seconds of `count` creates, each a read and a write, through the lifecycles and with fetch. */
export async function creates(count) {
  // A clock a million times as fast: the emulator's rate limit is not what is measured.
  const emulator = await createEmulator({ api: "2026-05", now: () => performance.now() * 1e6 });
  const life = lifecycle(kinds.AutoTopupConfig);
  const connection = {
    baseUrl: emulator.url,
    credentials: { kind: "token", token: "test-token-write" },
    timing: { attemptMs: 30_000, callMs: 90_000 },
  };
  const client = createClient({ connection, userAgent: "bench", clock: systemClock, say() {}, pacer: unpaced });
  const silent = { inform() {}, warn() {} };
  const around = { ...silent, client, clock: systemClock, declared: new Set(), signal: NEVER };
  const headers = { Authorization: "Bearer test-token-write", "content-type": "application/json" };
  const setting = { amount: 5000, threshold: 1000 };
  const withFetch = async (accountId) => {
    const url = `${emulator.url}/accounts/${accountId}/ai-gateway/billing/topup/config`;
    const { result } = await (await fetch(url, { headers })).json();
    if (result.amount === null)
      await (await fetch(url, { method: "POST", headers, body: JSON.stringify(setting) })).json();
  };
  try {
    const ours = await timed(count, (accountId) => life.create({ accountId, ...setting }, around));
    emulator.reset();
    const raw = await timed(count, withFetch);
    return { ours, raw };
  } finally {
    await emulator.close();
  }
}

async function timed(count, create) {
  const accounts = Array.from({ length: count }, (_, index) => index.toString(16).padStart(32, "0"));
  const began = performance.now();
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      for (let id = accounts.pop(); id !== undefined; id = accounts.pop()) await create(id);
    }),
  );
  return (performance.now() - began) / 1000;
}

/** Simulated seconds of `count` requests under the limit, the shortest possible ones, and the most in any window. */
export async function paced(count) {
  let now = 0;
  const clock = {
    now: () => now,
    monotonic: () => now,
    random: () => 0,
    sleep: async (ms) => {
      now += ms;
    },
  };
  const pacer = createPacer(clock, () => {});
  const departures = [];
  for (let index = 0; index < count; index += 1) {
    await pacer.admit();
    departures.push(now);
    pacer.observe({});
  }
  const most = Math.max(
    ...departures.map((at, index) => index + 1 - departures.findIndex((other) => other > at - 300_000)),
  );
  return { seconds: now / 1000, floor: (Math.ceil(count / 1200) - 1) * 300, most };
}
