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
import type { Connected } from "../../provider/billing/connected";
import type { Clock } from "../../provider/contract/clock";
import type { Lifecycle } from "../../provider/contract/lifecycle";
import { topupCharge } from "../../provider/purchase/charge/topupCharge";
import { topupIntent } from "../../provider/purchase/intent/topupIntent";
import { createProviderProcess } from "../../provider/purchase/providerProcess";
import { ACCOUNT } from "./client";
import { simulatedClock } from "./clock";
import type { StackEvidence } from "./invariants";
import type { Flags, Program, StackState } from "./smallEngine";
import { persisted, recordsOf, up } from "./smallEngine";
import { surroundings } from "./surroundings";
import { TIMING } from "./timing";

export type { Program } from "./smallEngine";

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
    | "the charge is on its way"
    | "the charge is not saved";
  readonly providerDies: boolean;
}

export interface Mishaps {
  readonly kill?: Kill | undefined;
  /** What becomes of `POST /topup`. */
  readonly charge?: Fate | undefined;
  /**
   * Milliseconds that `POST /topup` is on its way, and that its answer is. A process that gives it up resets the
   * connection, and it never arrives. When the process dies before, the kernel still delivers it.
   */
  readonly onItsWay?: readonly [there: number, back: number] | undefined;
  /** Somebody sets the wall clock, or suspends the machine, so many milliseconds after the command began. */
  readonly clock?: { readonly atMs: number; readonly does: "jump" | "suspend"; readonly ms: number } | undefined;
  /** Milliseconds before each request, for programs side by side. */
  readonly delay?: (() => number) | undefined;
}

export class World {
  readonly clock = simulatedClock(START);
  readonly store = new Store({});
  readonly ledger = new Ledger(this.store, () => this.cloudflareNow());
  readonly byHand = new Set<string>();

  /** How many requests of dead processes are on their way. */
  underWay = 0;

  constructor(readonly api: ApiGeneration) {}

  /** What Cloudflare's own clock shows. */
  readonly cloudflareNow = () => START + this.clock.elapsedElsewhere();

  /** A top-up in the dashboard. */
  buyByHand(amount: number) {
    const charge = this.ledger.buy(ACCOUNT, amount, "manual");
    if (charge !== undefined) this.byHand.add(charge.invoiceId);
  }

  answer(asked: Pick<Asked, "path" | "query" | "endpoint" | "body">, authorization: string) {
    this.ledger.catchUp();
    const credential = identify(this.store, { authorization });
    const { api, store, ledger, cloudflareNow } = this;
    return respond(
      { ...asked, credential, retryAfter: undefined, stale: false },
      { api, store, ledger, now: cloudflareNow },
    );
  }
}

const never = () => new Promise<never>(() => {});

/** The process of the provider that one command starts; it may outlive the engine. */
class Process {
  readonly intent: Lifecycle<Connected>;
  readonly charge: Lifecycle<Connected>;
  readonly around: Connected;
  /** Aborted when the command is over. */
  readonly over = new AbortController();
  /** Resolves when the engine is killed. */
  readonly killed: Promise<void>;
  #tellKilled: () => void = () => {};
  #engineIsDead = false;
  #isDead = false;
  #requests = 0;
  #underWay = 0;

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
    const client = createClient({
      connection: { baseUrl: URL_BASE, credentials, timing: TIMING },
      userAgent: "test/1",
      clock,
      say: () => {},
      transport: this.#transport,
    });
    const process = createProviderProcess(async () => !this.#engineIsDead);
    this.intent = topupIntent(process, () => false);
    this.charge = topupCharge(process);
    this.around = surroundings(client, { clock, tell });
  }

  get engineIsDead() {
    return this.#engineIsDead;
  }

  kill(providerDies: boolean) {
    if (this.over.signal.aborted) return;
    this.#engineIsDead = true;
    if (providerDies) {
      this.#isDead = true;
      this.world.underWay += this.#underWay;
    }
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
    if (endpoint === "POST /topup") await this.#travel(there, config.signal as AbortSignal);
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

  /** A request is on its way, and arrives unless its process gives it up. One that is dead gives nothing up. */
  async #travel(ms: number, givenUp: AbortSignal) {
    const { kill } = this.mishaps;
    if (kill?.at === "the charge is on its way") this.kill(kill.providerDies);
    if (ms === 0) return;
    this.#underWay += 1;
    if (this.#isDead) this.world.underWay += 1;
    await this.world.clock.sleep(ms, givenUp);
    this.#underWay -= 1;
    if (this.#isDead) this.world.underWay -= 1;
    if (givenUp.aborted) throw new CanceledError("canceled");
  }
}

export interface UpOptions extends Mishaps, Flags {
  /** How long Pulumi takes from the intent to the charge. */
  readonly pauseMs?: number | undefined;
}

/** How a command ended. */
export type Ending = "done" | "killed" | { readonly error: string };

/** A stack with one CreditTopup. */
export class Stack {
  state: StackState = {};
  /** Every state it ever had, to come back to. */
  readonly states: StackState[] = [{}];
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
    return this.#run(options, purchase, (process) =>
      up(process, this.state, program, options, async (state, change) => {
        const what = change.intent === undefined ? "charge" : "intent";
        await dieHere(process, options.kill, `the ${what} is not saved`);
        this.#save(state, change);
        await dieHere(process, options.kill, `the ${what} is saved`);
        if (what === "intent" && options.pauseMs !== undefined) await this.world.clock.sleep(options.pauseMs);
      }),
    );
  }

  refresh(): Promise<Ending> {
    return this.#run({}, "", async (process) => {
      for (const kind of ["intent", "charge"] as const) {
        const recorded = this.state[kind];
        if (recorded === undefined) continue;
        const live = await process[kind].read("", recorded.outputs, process.around);
        if (live === undefined) throw new Error(`A refresh says that the ${kind} is gone.`);
        const change = persisted({ [kind]: { inputs: live.inputs, outputs: live.outputs } });
        this.#save({ ...this.state, ...change }, change);
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
    const { clock } = mishaps;
    if (clock !== undefined)
      void this.world.clock.sleep(clock.atMs, process.over.signal).then(() => {
        if (!process.over.signal.aborted) this.world.clock[clock.does](clock.ms);
      });
    const result = await Promise.race([ending, process.killed.then((): Ending => "killed")]);
    process.over.abort();
    if (result === "killed") this.wasInterrupted = true;
    else if (result !== "done") this.told.push(result.error);
    return result;
  }

  #save(state: StackState, change: StackState) {
    this.state = state;
    this.states.push(state);
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

async function dieHere(process: Process, kill: Kill | undefined, at: string) {
  if (kill?.at === at) process.kill(kill.providerDies);
  // What an orphan answers reaches nobody.
  if (process.engineIsDead) await never();
}
