/** Runs `pulumi up` and kills it at the moment that a point names. */
import { join } from "node:path";
import type { Emulator } from "../../../emulator/index";
import type { Running, StackOptions, TestStack } from "../../support/engine";
import { withStack } from "../../support/engine";
import { QUICK } from "../../support/purchases";
import type { Interruption, Moment, Point, Progress } from "./points";
import { processesOf, providersOf, send } from "./processes";
import { closeGate, openGate } from "./programs";
import type { Row } from "./sample";

/** How long a request is held, so that there is time to kill: less than a POST may take. */
const HOLD_MS = 400;

/** After the longest pause between two requests of one provider, it is done. */
const QUIET_MS = QUICK.windowMs + 700;

/** Whatever takes longer hangs. */
const PATIENCE_MS = 60_000;

const HELD_BY: Readonly<Record<Progress, string | undefined>> = {
  arrived: "delay-before",
  lost: "hang-before",
  "carried out": "delay-after-commit",
  answered: undefined,
};

/** Runs `pulumi up` until the moment, and kills. The CLI is gone afterwards; its provider need not be. */
async function interrupt(stack: TestStack, interruption: Interruption): Promise<void> {
  const { whom, when, signals = ["SIGKILL"], frozenFrom, faults = [], orphan } = interruption;
  const { emulator } = stack;
  const home = homeOf(stack);
  const older = providersOf(home);
  for (const fault of faults) emulator.addFault(fault);
  for (const moment of frozenFrom ? [frozenFrom, when] : [when]) hold(stack, moment);
  const before = { requests: emulator.state().requests.length, resources: stack.resources() };
  const cli = stack.start("up", "--yes", "--skip-preview");
  const run = { stack, cli, before };
  const id = cli.pid;
  if (id === undefined) throw new Error("The CLI could not be started.");
  if (frozenFrom) {
    await reached(frozenFrom, run);
    send("SIGSTOP", id);
  }
  await reached(when, run);

  const providers = providersOf(home).filter((provider) => !older.includes(provider));
  if (whom !== "cli" && providers.length === 0) throw new Error("There is no provider to kill.");
  for (const [index, signal] of signals.entries()) {
    if (index > 0) await hasAnswered(cli);
    if (whom !== "provider") send(signal, id);
    if (whom !== "cli") for (const provider of providers) send(signal, provider);
  }
  if ("saved" in when) openGate(stack.folder, when.saved);
  const end = await Promise.race([cli.done, patience()]);
  if (end === undefined) throw new Error(`The CLI hangs after the kill: ${cli.output()}`);
  if (orphan === "is waited for") await orphansAreDone(stack);
}

/** Kills as the point says, cancels as a user must, and lets the user recover. */
export async function survive(
  options: StackOptions,
  { interruptions }: Point,
  prepare: (stack: TestStack) => Promise<void>,
  recover: (stack: TestStack) => Promise<Row>,
): Promise<Row> {
  let row: Row | undefined;
  await withStack(options, async (stack) => {
    try {
      await prepare(stack);
      for (const interruption of interruptions) {
        await interrupt(stack, interruption);
        // A CLI that was killed has left the state locked.
        if (interruption.whom !== "provider") await stack.pulumi("cancel", "--yes");
      }
      stack.newRequests();
      row = await recover(stack);
    } finally {
      for (const orphan of processesOf(homeOf(stack))) send("SIGKILL", orphan);
    }
  });
  if (row === undefined) throw new Error("The point did not run.");
  return row;
}

/** Waits until no provider that a killed CLI has left behind does anything any more. */
export async function orphansAreDone(stack: TestStack): Promise<void> {
  if (providersOf(homeOf(stack)).length > 0) await quiet(stack.emulator);
}

/** Waits until nothing is asked any more. */
async function quiet(emulator: Emulator): Promise<void> {
  let count = -1;
  let since = Date.now();
  while (Date.now() - since < QUIET_MS) {
    const { length } = emulator.state().requests;
    if (length !== count) since = Date.now();
    count = length;
    await sleep(50);
  }
}

/** Makes the moment last. */
function hold({ emulator, folder }: TestStack, moment: Moment) {
  if ("saved" in moment) closeGate(folder, moment.saved);
  if (!("request" in moment)) return;
  const { request: endpoint, nth, is } = moment;
  const mode = HELD_BY[is];
  if (mode === undefined) return;
  if (nth > 1) emulator.addFault({ endpoint, mode: "delay-before", ms: 0, times: nth - 1 });
  emulator.addFault({ endpoint, mode, ms: HOLD_MS });
}

interface Run {
  readonly stack: TestStack;
  readonly cli: Running;
  /** What there was when it began. */
  readonly before: { readonly requests: number; readonly resources: ReturnType<TestStack["resources"]> };
}

async function reached(moment: Moment, run: Run): Promise<void> {
  const { cli } = run;
  const deadline = Date.now() + PATIENCE_MS;
  while (!isReached(moment, run)) {
    if (cli.hasEnded() || Date.now() > deadline)
      throw new Error(`The run never came to ${JSON.stringify(moment)}: ${cli.output()}`);
    await sleep(2);
  }
}

function isReached(moment: Moment, { stack, cli, before }: Run): boolean {
  if ("saved" in moment) return isSaved(moment.saved, stack, before.resources);
  if ("shown" in moment) return cli.output().includes(moment.shown);
  const [method, path] = moment.request.split(" ");
  const made = stack.emulator.state().requests.slice(before.requests);
  const own = made.filter((one) => one.method === method && one.path.endsWith(`/ai-gateway/billing${path}`));
  const request = own[moment.nth - 1];
  return request !== undefined && (moment.is !== "answered" || request.status !== 0);
}

function isSaved(resource: string, stack: TestStack, before: Run["before"]["resources"]): boolean {
  try {
    const { outputs } = stack.resources()[resource] ?? {};
    return outputs !== undefined && JSON.stringify(outputs) !== JSON.stringify(before[resource]?.outputs);
  } catch {
    // The engine moves the old state away before it writes the new one.
    return false;
  }
}

/** Waits until the CLI has understood a first signal, or has ended. */
async function hasAnswered(cli: Running) {
  while (!cli.hasEnded() && !cli.output().includes("press ^C again")) await sleep(2);
}

const homeOf = ({ folder }: TestStack) => join(folder, "..", "home");

const patience = () => new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE_MS, undefined).unref());

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
