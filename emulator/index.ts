/** A stateful Cloudflare AI Gateway billing server on this machine: for demos, for tests, for trying things out. */
import { once } from "node:events";
import type { Fault } from "./faults.js";
import { Faults } from "./faults.js";
import { createRateLimit } from "./ratelimit.js";
import { BASE_PATH } from "./respond.js";
import { createHttpServer } from "./server.js";
import type { AccountPatch, ApiGeneration, EmulatorState, Seed } from "./store.js";
import { Store } from "./store.js";

export type { Fault, FaultMode } from "./faults.js";
export type {
  AccountPatch,
  AccountState,
  ApiGeneration,
  AutoTopupState,
  Charge,
  EligibilityState,
  EmulatorState,
  RequestRecord,
  Seed,
  SpendingLimitState,
  TokenSeed,
} from "./store.js";

/** The options of {@link createEmulator}. */
export interface EmulatorOptions {
  /** The TCP port on 127.0.0.1. Default: a free one. */
  readonly port?: number;
  /** Which generation of the API is spoken. Default: `2026-10`, today's. */
  readonly api?: ApiGeneration;
  /** What exists at the beginning and after a reset. */
  readonly seed?: Seed;
  /** Milliseconds since the epoch. Default: the system's clock. */
  readonly now?: () => number;
}

/** A running emulator. */
export interface Emulator {
  /** The base URL, which ends in `/client/v4`. */
  readonly url: string;
  /** A copy of everything it holds. Over HTTP: `GET /__emulator/state`. */
  state(): EmulatorState;
  /** Changes an account as the dashboard would. Over HTTP: `PATCH /__emulator/accounts/{id}`. */
  patchAccount(id: string, body: AccountPatch): void;
  /** Makes the next requests of an endpoint fail. Over HTTP: `POST /__emulator/faults`. */
  addFault(fault: Fault): void;
  /** Goes back to the beginning, faults too. Over HTTP: `POST /__emulator/reset`. */
  reset(): void;
  /** Stops, and drops every connection. */
  close(): Promise<void>;
}

/** Starts an emulator in this process. */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, api = "2026-10", seed = {}, now = Date.now } = options;
  const store = new Store(seed);
  const faults = new Faults();
  const rateLimit = createRateLimit(now);
  const control = {
    state: () => store.state(),
    patchAccount: (id: string, body: AccountPatch) => store.patch(id, body),
    addFault: (fault: Fault) => faults.add(fault),
    reset() {
      store.reset();
      faults.reset();
      rateLimit.reset();
    },
  };
  const server = createHttpServer({ api, store, faults, rateLimit, now, control });
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
