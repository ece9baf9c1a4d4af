/**
 * Cloudflare, stacks and the processes of a provider, all in one process and on simulated time: the real
 * lifecycles and the real client, on the emulator's own answers, under a small model of Pulumi's engine.
 */
import type { AxiosAdapter } from "axios";
import { AxiosError, CanceledError } from "axios";
import { Ledger } from "../../emulator/ledger";
import type { Asked } from "../../emulator/respond";
import { identify, respond } from "../../emulator/respond";
import type { ApiGeneration } from "../../emulator/state";
import { Store } from "../../emulator/store";
import { createClient } from "../../provider/billing/client";
import type { Clock } from "../../provider/billing/clock";
import { resolveConnection } from "../../provider/config";
import type { Properties } from "../../provider/kinds/checkInputs";
import type { Lifecycle, Surroundings } from "../../provider/lifecycle";
import { createProviderProcess } from "../../provider/purchase/process";
import type { PurchaseRecord } from "../../provider/purchase/record";
import { topupCharge } from "../../provider/purchase/topupCharge";
import { topupIntent } from "../../provider/purchase/topupIntent";
import { ACCOUNT } from "./client";
import { simulatedClock } from "./clock";
import type { StackEvidence } from "./invariants";

const URL_BASE = "http://127.0.0.1/client/v4";
const START = Date.UTC(2026, 10, 1);

/** What becomes of one request: the answer is lost after or before the change, or it comes. */
export type Fate = "answered" | "lost after commit" | "lost before commit" | "500 after commit" | "hangs after commit";

/** When Pulumi is killed, and whether the provider dies with it. */
export interface Kill {
  readonly at:
    | { readonly request: number; readonly when: "before" | "after" }
    | { readonly ms: number }
    | "the intent is not saved"
    | "the intent is saved"
    | "the charge is not saved";
  readonly providerDies: boolean;
}

export interface Mishaps {
  readonly kill?: Kill | undefined;
  /** What becomes of `POST /topup`. */
  readonly charge?: Fate | undefined;
  /** Milliseconds that `POST /topup` is on its way, and that its answer is. Once sent, it arrives. */
  readonly onItsWay?: readonly [there: number, back: number] | undefined;
  /** Milliseconds before each request, for programs side by side. */
  readonly delay?: (() => number) | undefined;
}

export class World {
  readonly clock = simulatedClock(START);
  readonly store = new Store({});
  readonly ledger = new Ledger(this.store, () => this.clock.now());
  readonly byHand = new Set<string>();

  constructor(readonly api: ApiGeneration) {}

  /** A top-up in the dashboard. */
  buyByHand(amount: number) {
    const charge = this.ledger.buy(ACCOUNT, amount, "manual");
    if (charge !== undefined) this.byHand.add(charge.invoiceId);
  }

  answer(asked: Pick<Asked, "path" | "query" | "endpoint" | "body">, authorization: string) {
    this.ledger.catchUp();
    const credential = identify(this.store, { authorization });
    const { api, store, ledger, clock } = this;
    return respond(
      { ...asked, credential, retryAfter: undefined, stale: false },
      { api, store, ledger, now: clock.now },
    );
  }
}

const never = () => new Promise<never>(() => {});

/** The process of the provider that one command starts; it may outlive the engine. */
class Process {
  readonly intent: Lifecycle;
  readonly charge: Lifecycle;
  readonly around: Surroundings;
  /** Aborted when the command is over. */
  readonly over = new AbortController();
  /** Resolves when the engine is killed. */
  readonly killed: Promise<void>;
  #tellKilled: () => void = () => {};
  #engineIsDead = false;
  #isDead = false;
  #requests = 0;

  constructor(
    private readonly world: World,
    private readonly mishaps: Mishaps,
    tell: (line: string) => void,
    private readonly onCharge: (invoiceId: string) => void,
  ) {
    this.killed = new Promise((resolve) => {
      this.#tellKilled = resolve;
    });
    const clock: Clock = {
      now: world.clock.now,
      monotonic: world.clock.monotonic,
      random: () => 0.5,
      sleep: async (ms, signal) => {
        await world.clock.sleep(ms, signal);
        if (this.#isDead) await never();
      },
    };
    const credentials = { kind: "token", token: "test-token-write" } as const;
    const { timing } = resolveConnection((key) => (key.endsWith(":apiToken") ? credentials.token : undefined));
    const client = createClient({
      connection: { baseUrl: URL_BASE, credentials, timing },
      userAgent: "test/1",
      clock,
      say: () => {},
      transport: this.#transport,
    });
    const process = createProviderProcess(async () => !this.#engineIsDead, tell);
    this.intent = topupIntent(process, () => false);
    this.charge = topupCharge(process);
    this.around = { client, clock, warn: tell, declared: new Set() };
  }

  get engineIsDead() {
    return this.#engineIsDead;
  }

  kill(providerDies: boolean) {
    if (this.over.signal.aborted) return;
    this.#engineIsDead = true;
    if (providerDies) this.#isDead = true;
    this.#tellKilled();
  }

  readonly #transport: AxiosAdapter = async (config) => {
    const { clock } = this.world;
    if (this.mishaps.delay) await clock.sleep(this.mishaps.delay());
    this.#requests += 1;
    await this.#dieAt("before");
    const url = new URL(config.url ?? "");
    for (const [key, value] of Object.entries(config.params ?? {})) url.searchParams.set(key, String(value));
    const method = (config.method ?? "get").toUpperCase();
    const endpoint = `${method} ${url.pathname.replace(/^.*\/ai-gateway\/billing/, "")}`;
    const fate: Fate = (endpoint === "POST /topup" ? this.mishaps.charge : undefined) ?? "answered";
    if (fate === "lost before commit") throw new AxiosError("socket hang up", "ECONNRESET");
    const asked = { path: url.pathname, query: url.searchParams, endpoint, body: String(config.data ?? "") };
    const [there, back] = (endpoint === "POST /topup" ? this.mishaps.onItsWay : undefined) ?? [0, 0];
    if (there > 0) await clock.sleep(there);
    const charges = this.world.store.charges.length;
    const answer = this.world.answer(asked, String(config.headers.get("Authorization")));
    for (const { invoiceId } of this.world.store.charges.slice(charges)) this.onCharge(invoiceId);
    await this.#dieAt("after");
    if (back > 0) await clock.sleep(back, config.signal as AbortSignal);
    if (config.signal?.aborted) throw new CanceledError("canceled");
    if (fate === "lost after commit") throw new AxiosError("socket hang up", "ECONNRESET");
    if (fate === "hangs after commit") {
      await new Promise<void>((resolve) => config.signal?.addEventListener?.("abort", () => resolve()));
      throw new CanceledError("canceled");
    }
    const lost = fate === "500 after commit";
    const headers = { "cf-ray": "test", ...answer.headers };
    return { status: lost ? 500 : answer.status, statusText: "", headers, data: lost ? "" : answer.body, config };
  };

  async #dieAt(when: "before" | "after") {
    const { kill } = this.mishaps;
    if (
      typeof kill?.at === "object" &&
      "request" in kill.at &&
      kill.at.request === this.#requests &&
      kill.at.when === when
    )
      this.kill(kill.providerDies);
    if (this.#isDead) await never();
  }
}

interface Resource {
  readonly inputs: Properties;
  readonly outputs: Properties;
}

interface State {
  readonly intent?: Resource;
  readonly charge?: Resource;
}

/** The inputs of a CreditTopup. */
export interface Program {
  readonly accountId: string;
  readonly amount: number;
  readonly purchase: string;
  readonly adoptInvoiceId?: string;
  readonly abandonPurchase?: readonly string[];
  readonly repeatGuardDays?: number;
}

export interface UpOptions extends Mishaps {
  readonly target?: "intent" | "charge" | undefined;
  readonly replace?: "intent" | "charge" | undefined;
  /** Other names without an alias: both resources are new, and the old ones are deleted afterwards. */
  readonly rename?: boolean | undefined;
  /** How long Pulumi takes from the intent to the charge. */
  readonly pauseMs?: number | undefined;
  /** A charge that fails is created once more by the same process, as error hooks do. */
  readonly again?: boolean | undefined;
}

/** How a command ended. */
export type Ending = "done" | "killed" | { readonly error: string };

const persisted = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));
const UNKNOWN_NEVER = () => false;

/** A stack with one CreditTopup. */
export class Stack {
  state: State = {};
  /** Every state it ever had, to come back to. */
  readonly states: State[] = [{}];
  readonly intended = new Set<string>();
  readonly saved: Array<StackEvidence["saved"][number]> = [];
  readonly posted: Array<{ purchase: string; invoiceId: string }> = [];
  readonly told: string[] = [];
  guardOff = false;
  wasRolledBack = false;
  rolledBackIntoPurchase = false;
  wasInterrupted = false;

  constructor(
    readonly name: string,
    private readonly world: World,
  ) {}

  get evidence(): StackEvidence {
    const { name, intended, posted, saved, told, guardOff, rolledBackIntoPurchase } = this;
    return { name, intended, posted, saved, guardOff, rolledBackIntoPurchase, told: told.join("\n") };
  }

  async up(program: Program, options: UpOptions = {}): Promise<Ending> {
    const purchase = `${program.purchase} for ${program.amount}`;
    this.intended.add(`${program.accountId}/${purchase}`);
    if (program.repeatGuardDays === 0) this.guardOff = true;
    return this.#run(options, purchase, async (process) => {
      const before = this.state;
      await this.#upIntent(process, program, options);
      if (options.target === "intent") return;
      if (options.pauseMs !== undefined) await this.world.clock.sleep(options.pauseMs);
      await this.#upCharge(process, program, options);
      if (options.rename) {
        if (before.charge) await process.charge.delete("", process.around, before.charge.outputs);
        if (before.intent) await process.intent.delete("", process.around, before.intent.outputs);
      }
    });
  }

  refresh(): Promise<Ending> {
    return this.#run({}, "", async (process) => {
      for (const kind of ["intent", "charge"] as const) {
        const recorded = this.state[kind];
        if (recorded === undefined) continue;
        const live = await process[kind].read("", recorded.outputs, process.around);
        if (live === undefined) throw new Error(`A refresh says that the ${kind} is gone.`);
        this.#save({ [kind]: { inputs: live.inputs, outputs: live.outputs } });
      }
    });
  }

  destroy(): Promise<Ending> {
    return this.#run({}, "", async (process) => {
      const { charge, intent } = this.state;
      if (charge) await process.charge.delete("", process.around, charge.outputs);
      if (intent) await process.intent.delete("", process.around, intent.outputs);
      this.state = {};
    });
  }

  /** An older state, as from a backup. */
  rollBack(index: number) {
    this.wasRolledBack = true;
    this.state = this.states[index % this.states.length] ?? {};
    const newest = recordsOf(this.state.intent).at(-1);
    const { purchase, status } = this.state.charge?.outputs ?? {};
    if (newest !== undefined && (newest.purchase !== purchase || status !== "completed"))
      this.rolledBackIntoPurchase = true;
  }

  async #run(mishaps: Mishaps, purchase: string, operate: (process: Process) => Promise<void>): Promise<Ending> {
    const process = new Process(
      this.world,
      mishaps,
      (line) => this.told.push(line),
      (invoiceId) => this.posted.push({ purchase, invoiceId }),
    );
    const ending = operate(process).then(
      (): Ending => "done",
      (error: Error): Ending => ({ error: error.message }),
    );
    const at = mishaps.kill?.at;
    if (typeof at === "object" && "ms" in at)
      void this.world.clock
        .sleep(at.ms, process.over.signal)
        .then(() => process.kill(mishaps.kill?.providerDies ?? true));
    const result = await Promise.race([ending, process.killed.then((): Ending => "killed")]);
    process.over.abort();
    if (result === "killed") this.wasInterrupted = true;
    else if (result !== "done") this.told.push(result.error);
    return result;
  }

  async #upIntent(process: Process, program: Program, { target, replace, rename, kill }: UpOptions) {
    const { intent } = process;
    const old = rename ? undefined : this.state.intent;
    if (target === "charge") {
      if (old === undefined) throw new Error("The intent is not in the state and not in the target.");
      return;
    }
    const inputs = persisted({ ...program });
    check(intent, inputs, old?.inputs ?? {});
    const { changes, replaces } = old
      ? intent.diff(old.outputs, inputs, process.around)
      : { changes: true, replaces: [] };
    const creates = old === undefined || replace === "intent" || replaces.length > 0;
    let outputs: object = old?.outputs ?? {};
    if (creates) {
      // The second check of a replacement comes without old inputs.
      if (old !== undefined) check(intent, inputs, {});
      ({ outputs } = await intent.create(inputs, process.around));
    } else if (changes) {
      outputs = await intent.update(inputs, process.around, old.outputs);
    }
    await dieHere(process, kill, "the intent is not saved");
    this.#save({ intent: { inputs, outputs: { ...outputs } } });
    await dieHere(process, kill, "the intent is saved");
  }

  async #upCharge(process: Process, program: Program, { replace, rename, kill, again }: UpOptions) {
    const { charge } = process;
    const old = rename ? undefined : this.state.charge;
    const { accountId, amount, purchase } = program;
    const inputs = persisted({ accountId, amount, purchase, record: this.state.intent?.outputs.record });
    check(charge, inputs, old?.inputs ?? {});
    const { changes, replaces } = old
      ? charge.diff(old.outputs, inputs, process.around)
      : { changes: true, replaces: [] };
    const creates = old === undefined || replace === "charge" || replaces.length > 0;
    let outputs: object = old?.outputs ?? {};
    if (creates) {
      if (old !== undefined) check(charge, inputs, {});
      const create = () => charge.create(inputs, process.around);
      ({ outputs } = await create().catch((error) => (again ? create() : Promise.reject(error))));
    } else if (changes) {
      outputs = await charge.update(inputs, process.around, old.outputs);
    }
    await dieHere(process, kill, "the charge is not saved");
    this.#save({ charge: { inputs, outputs: { ...outputs } } });
    if (creates && old !== undefined) await charge.delete("", process.around, old.outputs);
  }

  #save(change: State) {
    this.state = persisted({ ...this.state, ...change });
    this.states.push(this.state);
    // What the intent has noted down can be read in the state.
    for (const { invoiceId, adoptedInvoiceId } of recordsOf(change.intent))
      this.told.push(...[invoiceId, adoptedInvoiceId].filter((id) => id !== undefined));
    const { purchase, invoiceId, record } = change.charge?.outputs ?? {};
    const { adoptedInvoiceId } = (record ?? {}) as { adoptedInvoiceId?: string };
    if (invoiceId !== undefined)
      this.saved.push({
        purchase: String(purchase),
        invoiceId: String(invoiceId),
        named: adoptedInvoiceId !== undefined,
      });
  }
}

/** What the intent has recorded. */
export const recordsOf = (intent: Resource | undefined) => (intent?.outputs.purchases ?? []) as PurchaseRecord[];

function check(life: Lifecycle, inputs: Properties, olds: Properties) {
  const [failure] = life.check(inputs, UNKNOWN_NEVER, olds);
  if (failure !== undefined) throw new Error(failure.reason);
}

async function dieHere(process: Process, kill: Kill | undefined, at: Kill["at"]) {
  if (kill?.at === at) process.kill(kill.providerDies);
  // What an orphan answers reaches nobody.
  if (process.engineIsDead) await never();
}
