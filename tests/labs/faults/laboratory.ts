/** What a cell works with: an emulator and processes of its own, and one fault. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Emulator } from "../../../emulator/index";
import type { Client } from "../../../provider/billing/client";
import { ACCOUNT, clientOf } from "../../support/client";
import type { Host, Process } from "../../support/servedBy";
import type { Cell } from "./matrix";
import { faultOf, TIMING } from "./matrix";

export class Laboratory {
  readonly emulator: Emulator;
  readonly cell: Cell;
  /** Everything that was said to the user. */
  readonly said: string[] = [];
  readonly complaints: string[] = [];
  readonly #host: Host;
  readonly #processes: Process[] = [];

  constructor(emulator: Emulator, cell: Cell, host: Host) {
    this.emulator = emulator;
    this.cell = cell;
    this.#host = host;
  }

  /** A process of the provider, as one run has it. */
  async newProcess(): Promise<Process> {
    const process = await this.#host(this.emulator, (line) => this.said.push(line));
    this.#processes.push(process);
    return process;
  }

  /** For what happens beside the provider. */
  client(): Client {
    return clientOf(this.emulator, { timing: TIMING });
  }

  breakIt() {
    const { hit, operation } = this.cell;
    if (operation.already) this.emulator.addFault(operation.already);
    // One request of each run comes before the wait.
    if (hit.from === "window") this.emulator.addFault({ endpoint: hit.endpoint, mode: "delay-before", ms: 0 });
    this.emulator.addFault(faultOf(this.cell));
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

  async close() {
    await Promise.all(this.#processes.map((process) => process.close()));
    await this.emulator.close();
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
