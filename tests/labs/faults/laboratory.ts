/** What a cell works with: an emulator and clients of its own, and one fault. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Emulator } from "../../../emulator/index";
import type { Client } from "../../../provider/billing/client";
import type { Connected } from "../../../provider/billing/connected";
import { systemClock } from "../../../provider/billing/systemClock";
import type { Timing } from "../../../provider/config/config";
import type { Clock } from "../../../provider/contract/clock";
import { ACCOUNT, clientOf } from "../../support/client";
import { surroundings } from "../../support/surroundings";
import type { Cell } from "./matrix";
import { faultOf, TIMING } from "./matrix";

const CLOCK: Clock = { ...systemClock, random: () => 0.02 };

export class Laboratory {
  readonly emulator: Emulator;
  readonly cell: Cell;
  /** Everything that was said to the user. */
  readonly said: string[] = [];
  readonly complaints: string[] = [];
  /** Set once the fault is there: called at the beginning of each wait for the list of invoices. */
  #atWindow: (() => void) | undefined;

  constructor(emulator: Emulator, cell: Cell) {
    this.emulator = emulator;
    this.cell = cell;
  }

  client(timing: Partial<Timing> = {}): Client {
    return clientOf(this.emulator, {
      timing: { ...TIMING, ...timing },
      clock: CLOCK,
      say: (line) => this.said.push(line),
    });
  }

  /** What a run of its own works with. */
  newRun(timing: Partial<Timing> = {}): Connected {
    const clock: Clock = {
      ...CLOCK,
      sleep: (ms, signal) => {
        if (ms === TIMING.windowMs) this.#atWindow?.();
        return CLOCK.sleep(ms, signal);
      },
    };
    return surroundings(this.client(timing), { clock, tell: (line) => this.said.push(line) });
  }

  breakIt() {
    const { hit, operation } = this.cell;
    if (operation.already) this.emulator.addFault(operation.already);
    const add = () => this.emulator.addFault(faultOf(this.cell));
    if (hit.from === undefined) return add();
    this.#atWindow = () => {
      this.#atWindow = undefined;
      add();
    };
  }

  /** Ends every fault. */
  repair() {
    const snapshot = this.emulator.snapshot();
    this.emulator.reset();
    this.emulator.restore(snapshot);
  }

  account() {
    return this.emulator.state().accounts[ACCOUNT];
  }

  /** Charges that the card bears. */
  charges() {
    return this.emulator.state().charges.filter(({ status }) => status !== "void");
  }

  requests(): string[] {
    return this.emulator
      .state()
      .requests.map(({ method, path }) => `${method} ${path.replace(/^.*\/ai-gateway\/billing/, "")}`);
  }

  expect(isTrue: boolean, otherwise: string) {
    if (!isTrue) this.complaints.push(otherwise);
  }
}

/** What a prepared operation does, in words that the model knows. */
export interface Prepared {
  /** The operation with the fault; its value goes to `after`. */
  operate(): Promise<unknown>;
  /** Looks at the end, and does what the next run would. `value` is undefined when the operation failed. */
  after(value: unknown): Promise<Readonly<Record<string, string | number>>>;
}

/** Until a request that outlived its deadline has landed. */
export const settleDown = ({ mode }: Cell) =>
  (mode.ms ?? 0) > TIMING.attemptMs ? sleep(mode.ms ?? 0) : Promise.resolve();
