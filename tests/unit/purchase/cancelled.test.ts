/** A run that is cancelled in the middle of a purchase: what is charged is recorded, and nothing is charged after it. */
import type { Emulator } from "../../../emulator/index";
import { createEmulator } from "../../../emulator/index";
import type { Connected } from "../../../provider/billing/connected";
import { topupCharge } from "../../../provider/purchase/charge/topupCharge";
import { topupIntent } from "../../../provider/purchase/intent/topupIntent";
import { createProviderProcess } from "../../../provider/purchase/providerProcess";
import { ACCOUNT, clientOf, rejection } from "../../support/client";
import { surroundings } from "../../support/surroundings";

const NOVEMBER = { accountId: ACCOUNT, amount: 5000, purchase: "2026-11" };

let emulator: Emulator;
let told: string[];
let run: AbortController;
beforeEach(async () => {
  emulator = await createEmulator({ seed: { accounts: { [ACCOUNT]: {} } } });
  told = [];
  run = new AbortController();
});
afterEach(() => emulator.close());

const cancel = () => run.abort(new Error("the run was cancelled"));
const charges = () => emulator.state().requests.filter(({ path }) => path.endsWith("/topup")).length;

/** One run of the engine. What `tell` gets may cancel it. */
function newRun(tell: (line: string) => void = () => {}) {
  const provider = createProviderProcess(async () => true);
  const client = clientOf(emulator, { timing: { windowMs: 3000 } }).within(run.signal);
  const around: Connected = surroundings(client, {
    signal: run.signal,
    tell: (line) => {
      told.push(line);
      tell(line);
    },
  });
  return { intent: topupIntent(provider, () => false), charge: topupCharge(provider), around };
}

const recordOf = (outputs: object) => ({ ...NOVEMBER, record: Reflect.get(outputs, "record") });

test("before it is recorded, nothing is recorded or charged", async () => {
  const { intent, around } = newRun((line) => line.startsWith("Waiting") && cancel());
  expect((await rejection(intent.create(NOVEMBER, around))).message).toBe(
    "Stopped waiting for the list of invoices, and charged nothing meanwhile: the run was cancelled. Run the same command again.",
  );
  expect(charges()).toBe(0);
});

test("between the record and the charge, nothing is charged; the next run finishes it", async () => {
  const { intent, charge, around } = newRun();
  const { outputs } = await intent.create(NOVEMBER, around);
  cancel();
  expect((await rejection(charge.create(recordOf(outputs), around))).name).toBe("CancelledError");
  expect(charges()).toBe(0);

  run = new AbortController();
  const next = newRun();
  expect((await next.charge.create(recordOf(outputs), next.around)).outputs).toMatchObject({ origin: "charged" });
  expect(charges()).toBe(1);
});

test("once the card is charged, the charge is recorded as pending", async () => {
  emulator.patchAccount(ACCOUNT, { settleMs: 600_000 });
  const { intent, charge, around } = newRun();
  const { outputs } = await intent.create(NOVEMBER, around);
  emulator.addFault({ endpoint: "POST /topup", mode: "delay-after-commit", ms: 200 });
  const charging = charge.create(recordOf(outputs), around);
  while (charges() === 0) await new Promise((done) => setTimeout(done, 5));
  cancel();
  expect((await charging).outputs).toMatchObject({ status: "pending", origin: "charged" });
  expect(told).toContainEqual(
    expect.stringMatching(
      /^Purchase "2026-11": the wait for the payment of in_emulator_\d+ ended early, since the run was cancelled\. The purchase is recorded as pending/,
    ),
  );
  expect(told.at(-1)).toMatch(/^The payment with .* is pending: .*; invoice in_emulator_\d+\.$/);
});

test("while it looks for a lost charge, it does not say that nothing was charged", async () => {
  const { intent, charge, around } = newRun((line) => line.startsWith("Waiting") && charges() > 0 && cancel());
  const { outputs } = await intent.create(NOVEMBER, around);
  emulator.addFault({ endpoint: "POST /topup", mode: "hang-after-commit" });
  const { message, name } = await rejection(charge.create(recordOf(outputs), around));
  expect(name).toBe("AmbiguousChargeError");
  expect(message).toMatch(/would tell whether the card was charged, but the run was cancelled\. It is safe to run/);
  expect(message).not.toMatch(/charged nothing/);
  expect(charges()).toBe(1);
});
