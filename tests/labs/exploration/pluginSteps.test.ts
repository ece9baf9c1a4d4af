/**
 * The exploration steps through the lifecycles, which no host is part of. What it finds holds for the plugin because the
 * plugin adds no step of its own: in each phase of a purchase it asks, waits and charges as the lifecycle does, in the same
 * order, and saves the same.
 */
import type { AccountPatch, Emulator, Fault } from "../../../emulator/index";
import { createEmulator } from "../../../emulator/index";
import { buyCredit } from "../../../provider/billing/endpoints";
import { systemClock } from "../../../provider/billing/systemClock";
import type { Properties } from "../../../provider/contract/lifecycle";
import { ACCOUNT, clientOf, SHORT, UNCONDITIONALLY, WITHOUT_WINDOW } from "../../support/client";
import type { Host, Process } from "../../support/servedBy";
import { lifecycles, plugin } from "../../support/servedBy";

const DECLARED = { accountId: ACCOUNT, amount: 5000, purchase: "2026-11", settleWithinSeconds: 1 };
const NEXT = { ...DECLARED, purchase: "2026-12" };

/** A run in which each process is a new one. */
interface Run {
  readonly emulator: Emulator;
  newProcess(): Promise<Process>;
}

interface Phase {
  /** Comes before the steps that are compared. */
  readonly account?: AccountPatch;
  prepare?(run: Run): Promise<Properties>;
  readonly fault?: Fault;
  /** @param before what `prepare` has made */
  act(process: Process, before: Properties): Promise<unknown>;
  /** Whether another process than that of `prepare` acts. */
  readonly inNextRun?: true;
  /** What the trace must hold, so that it is one of this phase. */
  readonly holds: readonly string[];
}

const intentOf = (process: Process) => process.of("TopupIntent", SHORT);
const chargeOf = (process: Process) => process.of("TopupCharge", SHORT);

const buy = (emulator: Emulator) => buyCredit(clientOf(emulator), ACCOUNT, { amount: 5000 }, UNCONDITIONALLY);

/** The charge of what has been recorded. */
const charge = (process: Process, { record }: Properties) => chargeOf(process).create({ ...DECLARED, record });

let processOfPrepare: Process;
const recorded = async ({ newProcess }: Run, more: object = {}): Promise<Properties> => {
  processOfPrepare = await newProcess();
  return { ...(await processOfPrepare.of("TopupIntent", WITHOUT_WINDOW).create({ ...DECLARED, ...more })) };
};

const pending = async (run: Run) => {
  const { record } = await recorded(run);
  const { paymentIntentId: invoiceId } = await buy(run.emulator);
  const unknown = { chargedAt: null, cardBrand: null, cardLast4: null, onboarding: null };
  return { ...DECLARED, record, invoiceId, status: "pending", origin: "charged", ...unknown };
};

const POST = "POST /topup";
const LIST = "GET /invoice-history";
const ENGINE = "asks whether its engine lives";
const WINDOW = `waits ${SHORT.windowMs} ms`;

const PHASES: Readonly<Record<string, Phase>> = {
  "an intent": { act: (process) => intentOf(process).create(DECLARED), holds: [LIST, WINDOW, LIST] },
  "the intent of the next purchase": {
    async prepare(run) {
      const intent = await recorded(run);
      await charge(processOfPrepare, intent);
      return intent;
    },
    act: (process, intent) => intentOf(process).update(NEXT, { ...DECLARED, ...intent }),
    inNextRun: true,
    holds: [LIST, WINDOW, LIST],
  },
  "a charge": { prepare: recorded, act: charge, holds: [ENGINE, POST] },
  "a charge whose answer is lost": {
    prepare: recorded,
    fault: { endpoint: POST, mode: "reset-after-commit" },
    act: charge,
    holds: [ENGINE, POST, LIST],
  },
  "a charge that is lost": {
    prepare: recorded,
    fault: { endpoint: POST, mode: "reset-before" },
    act: charge,
    holds: [ENGINE, POST, LIST],
  },
  "a charge of a declined card": {
    prepare: recorded,
    account: { payments: "are declined" },
    act: charge,
    holds: [ENGINE, POST],
  },
  "a resume": { prepare: recorded, act: charge, inNextRun: true, holds: [LIST, ENGINE, POST] },
  "a resume that finds the charge": {
    async prepare(run) {
      const intent = await recorded(run);
      await buy(run.emulator);
      return intent;
    },
    act: charge,
    inNextRun: true,
    holds: [LIST],
  },
  "a charge that takes an invoice over": {
    async prepare(run) {
      const { paymentIntentId: adoptInvoiceId } = await buy(run.emulator);
      return recorded(run, { adoptInvoiceId });
    },
    act: charge,
    holds: [LIST],
  },
  "an update of a pending charge": {
    prepare: pending,
    act: (process, outputs) => chargeOf(process).update({ ...DECLARED, record: outputs.record }, outputs),
    inNextRun: true,
    holds: ["POST /topup/status"],
  },
  "a refresh of a pending charge": {
    prepare: pending,
    act: (process, outputs) => chargeOf(process).read(`${ACCOUNT}/2026-11`, outputs),
    inNextRun: true,
    holds: ["POST /topup/status"],
  },
};

/** The steps of a phase in their order, and what it ends with. */
async function stepsOf(host: Host, { account, prepare, fault, act, inNextRun }: Phase) {
  const emulator = await createEmulator({ api: "2026-10" });
  const processes: Process[] = [];
  const steps: string[] = [];
  const said: string[] = [];
  let seen = 0;
  const note = (...step: string[]) => {
    const { requests } = emulator.state();
    for (const { method, path } of requests.slice(seen)) steps.push(`${method} ${path.replace(/^.*\/billing/, "")}`);
    seen = requests.length;
    steps.push(...step);
  };
  const newProcess = async () => {
    const started = await host(
      emulator,
      (line) => said.push(line),
      async () => {
        note(ENGINE);
        return true;
      },
    );
    processes.push(started);
    return started;
  };
  const { sleep } = systemClock;
  Object.assign(systemClock, {
    sleep(ms: number, signal?: AbortSignal) {
      note(`waits ${ms} ms`);
      return sleep(ms, signal);
    },
  });
  try {
    emulator.patchAccount(ACCOUNT, { settleMs: 0 });
    const before = (await prepare?.({ emulator, newProcess })) ?? {};
    emulator.patchAccount(ACCOUNT, account ?? {});
    if (fault) emulator.addFault(fault);
    note();
    for (const earlier of [steps, said]) earlier.length = 0;
    const process = inNextRun || prepare === undefined ? await newProcess() : processOfPrepare;
    const end = await act(process, before).then(
      (value) => ({ value }),
      ({ message }: Error) => ({ message }),
    );
    note();
    return withoutChance({ steps, said, end });
  } finally {
    Object.assign(systemClock, { sleep });
    await Promise.all(processes.map((process) => process.close()));
    await emulator.close();
  }
}

/** Marks are random, times are now. */
const withoutChance = (trace: {
  readonly steps: readonly string[];
  readonly said: readonly string[];
  readonly end: object;
}) =>
  JSON.parse(
    JSON.stringify(trace)
      .replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, "a mark")
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "a time")
      .replace(/cf-ray \w+-\w+/g, "cf-ray"),
  );

test.each(Object.entries(PHASES))("the plugin adds no step to %s", async (_, phase) => {
  const expected = await stepsOf(lifecycles, phase);
  expect(expected.steps).toEqual(expect.arrayContaining([...phase.holds]));
  expect(await stepsOf(plugin, phase)).toEqual(expected);
});
