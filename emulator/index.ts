/** A stateful Cloudflare AI Gateway billing server on this machine, for demos, tests and experiments. */
import { once } from "node:events";
import { ACCOUNT_ID } from "../provider/billing/schema.js";
import type { Control } from "./control.js";
import { Faults } from "./faults.js";
import { Ledger } from "./ledger.js";
import { createRateLimit } from "./ratelimit.js";
import { BASE_PATH } from "./respond.js";
import { createHttpServer } from "./server.js";
import type { ApiGeneration, RateLimitOptions, Seed } from "./state.js";
import { Store } from "./store.js";

export type { Control, Snapshot } from "./control.js";
export type { Fault, FaultMode } from "./faults.js";
export type {
  AccountPatch,
  AccountState,
  ApiGeneration,
  AutoTopupState,
  Charge,
  EligibilityState,
  EmulatorState,
  InvoiceListState,
  LimitsState,
  Quirks,
  RateLimitOptions,
  RequestRecord,
  Seed,
  SpendingLimitState,
  TokenSeed,
  Usage,
} from "./state.js";
export type { StoreSnapshot } from "./store.js";

/**
 * The options of {@link createEmulator}.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { EmulatorOptions } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * const options: EmulatorOptions = { port: 8787, api: "2026-05", now: () => Date.UTC(2026, 10, 15) };
 * const emulator = await createEmulator(options);
 * await emulator.close();
 * ```
 */
export interface EmulatorOptions {
  /** The TCP port on 127.0.0.1. Default: a free one. */
  readonly port?: number;
  /** The generation of the API. Default: `2026-10`, today's. */
  readonly api?: ApiGeneration;
  /** What exists at the beginning and after a reset. */
  readonly seed?: Seed;
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly now?: () => number;
  /** How many requests one credential may send. Default: 1200 in 300 s, as Cloudflare. */
  readonly rateLimit?: RateLimitOptions;
}

/**
 * A running emulator. Each method is also a door over HTTP, below `/__emulator`.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { Emulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * // US cents that cards have been charged.
 * const charged = (emulator: Emulator) => emulator.state().charges.reduce((sum, charge) => sum + charge.charged, 0);
 *
 * const emulator = await createEmulator();
 * console.log(emulator.url, charged(emulator));
 * await emulator.close();
 * ```
 */
export interface Emulator extends Control {
  /** The base URL, which ends in `/client/v4`. */
  readonly url: string;
  /** Stops, and drops every connection. */
  close(): Promise<void>;
}

/**
 * Starts an emulator in this process.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * const emulator = await createEmulator({ api: "2026-10" });
 * // Give it to a stack as the configuration `cloudflare-ai-gateway-billing:baseUrl`.
 * console.log(emulator.url);
 * await emulator.close();
 * ```
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, api = "2026-10", seed = {}, now: clock = Date.now, rateLimit: limit } = options;
  let advancedMs = 0;
  const now = () => clock() + advancedMs;
  const store = new Store(seed);
  const ledger = new Ledger(store, now);
  const faults = new Faults();
  const rateLimit = createRateLimit(now, limit);
  const control: Control = {
    state() {
      ledger.catchUp();
      return store.state();
    },
    patchAccount(id, body) {
      ledger.catchUp();
      store.patch(id, body);
      if (body.balance !== undefined) ledger.autoTopup(id);
    },
    addFault: (fault) => faults.add(fault),
    use(id, cents) {
      if (!ACCOUNT_ID.test(id) || !Number.isFinite(cents) || cents < 0)
        throw new Error("use() takes an account id and US cents that are not negative.");
      ledger.catchUp();
      ledger.use(id, cents);
    },
    bank(id, word) {
      if (word !== "confirms" && word !== "refuses")
        throw new Error('bank() takes an account id and "confirms" or "refuses".');
      ledger.bank(id, word);
    },
    advance(ms) {
      if (!Number.isFinite(ms) || ms < 0) throw new Error("advance() takes milliseconds that are not negative.");
      advancedMs += ms;
      ledger.catchUp();
    },
    snapshot: () => ({ store: store.snapshot(), advancedMs }),
    restore(snapshot) {
      store.restore(snapshot.store);
      advancedMs = snapshot.advancedMs;
    },
    reset() {
      advancedMs = 0;
      store.reset();
      faults.reset();
      rateLimit.reset();
    },
  };
  const server = createHttpServer({ api, store, ledger, faults, rateLimit, now, control });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    ...control,
    url: `http://127.0.0.1:${bound}${BASE_PATH}`,
    async close() {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
