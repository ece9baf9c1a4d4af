/** A call that is cancelled ends early; what changes something and has left is waited for. */
import type { Emulator, Fault } from "../../../emulator/index";
import { createEmulator } from "../../../emulator/index";
import * as endpoints from "../../../provider/billing/endpoints";
import { createPacer } from "../../../provider/billing/pacer";
import { systemClock } from "../../../provider/billing/systemClock";
import { ACCOUNT, clientOf, rejection, UNCONDITIONALLY } from "../../support/client";

/** Longer than a test may take. */
const FOR_EVER = { attemptMs: 600_000, callMs: 600_000, postMs: 600_000 };

let emulator: Emulator;
let run: AbortController;
beforeEach(async () => {
  emulator = await createEmulator({ api: "2026-05" });
  run = new AbortController();
});
afterEach(() => emulator.close());

const client = (options?: Parameters<typeof clientOf>[1]) =>
  clientOf(emulator, { timing: FOR_EVER, ...options }).within(run.signal);
const cancel = () => run.abort(new Error("the run was cancelled"));
const paths = () => emulator.state().requests.map(({ method, path }) => `${method} ${path.replace(/^.*billing/, "")}`);

/** Cancels once the emulator has got a request. */
async function cancelUnderWay(fault: Fault) {
  emulator.addFault(fault);
  while (paths().length === 0) await new Promise((done) => setTimeout(done, 5));
  cancel();
}

test("before anything is sent, nothing is sent", async () => {
  cancel();
  for (const call of [
    endpoints.getTopupConfig(client(), ACCOUNT),
    endpoints.setTopupConfig(client(), ACCOUNT, { amount: 5000, threshold: 1000 }),
    endpoints.buyCredit(client(), ACCOUNT, { amount: 5000 }, UNCONDITIONALLY),
  ]) {
    expect(await rejection(call)).toMatchObject({ name: "CancelledError", facts: { mayHaveHappened: false } });
  }
  expect(paths()).toEqual([]);
});

test("a read that has no answer yet is given up", async () => {
  const read = rejection(endpoints.getTopupConfig(client(), ACCOUNT));
  await cancelUnderWay({ endpoint: "GET /topup/config", mode: "hang-before" });
  expect((await read).message).toBe(
    `Could not read the auto top-up of account ${ACCOUNT}: the run was cancelled. Run the same command again.`,
  );
});

test("a wait before another attempt is given up", async () => {
  emulator.addFault({ endpoint: "GET /topup/config", mode: "status-429-before", ms: 50_000 });
  const read = rejection(endpoints.getTopupConfig(client(), ACCOUNT));
  while (paths().length === 0) await new Promise((done) => setTimeout(done, 5));
  setTimeout(cancel, 50);
  expect((await read).name).toBe("CancelledError");
  expect(paths()).toHaveLength(1);
});

test("a wait under the rate limit is given up, and those behind it go on", async () => {
  const pacer = createPacer(systemClock, () => {});
  await pacer.admit();
  pacer.observe({ blockedMs: 1000 });
  const cancelled = pacer.admit(run.signal);
  const behind = pacer.admit();
  cancel();
  expect(await cancelled).toBe("cancelled");
  expect(await behind).toHaveProperty("waitedMs");
});

test.each([
  ["a write", "POST /topup/config"],
  ["a charge", "POST /topup"],
])("%s that has left is waited for", async (_, endpoint) => {
  const sent =
    endpoint === "POST /topup"
      ? endpoints.buyCredit(client(), ACCOUNT, { amount: 5000 }, UNCONDITIONALLY)
      : endpoints.setTopupConfig(client(), ACCOUNT, { amount: 5000, threshold: 1000 });
  await cancelUnderWay({ endpoint, mode: "delay-after-commit", ms: 300 });
  await sent;
  expect(paths()).toEqual([endpoint]);
});

test("a charge that is connected and not written yet is not sent", async () => {
  const whenConnected = async () => cancel();
  const charge = endpoints.buyCredit(client(), ACCOUNT, { amount: 5000 }, { whenConnected, atLast() {} });
  expect((await rejection(charge)).name).toBe("CancelledError");
  expect(paths()).toEqual([]);
});
