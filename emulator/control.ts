/** The door beside the API: what an Emulator's methods do, over HTTP. */
import type { Answer } from "./answer.js";
import type { Fault } from "./faults.js";
import type { AccountPatch, EmulatorState } from "./state.js";
import type { StoreSnapshot } from "./store.js";

export const CONTROL_PATH = "/__emulator";

/**
 * Everything but the requests, the faults and the rate limit, for a later restore.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { Snapshot } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * const emulator = await createEmulator();
 * const before: Snapshot = emulator.snapshot();
 * emulator.use("0123456789abcdef0123456789abcdef", 250); // US$2.50
 * emulator.restore(before);
 * await emulator.close();
 * ```
 */
export interface Snapshot {
  /** The accounts, the charges and the usage. */
  readonly store: StoreSnapshot;
  /** By how much the clock has been advanced, in milliseconds. */
  readonly advancedMs: number;
}

/**
 * The methods behind the door. Each throws if its argument is malformed.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { Control } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * // The credit is used up, the card is charged and declined, and a minute passes. US cents.
 * function decline(control: Control, account: string) {
 *   control.patchAccount(account, { topupConfig: { amount: 5000, threshold: 500 }, payments: "are declined" });
 *   control.use(account, 600);
 *   control.advance(60_000);
 * }
 * const emulator = await createEmulator();
 * decline(emulator, "0123456789abcdef0123456789abcdef");
 * await emulator.close();
 * ```
 */
export interface Control {
  /** A copy of everything that it holds, after doing what is due by now. Over HTTP: `GET /__emulator/state`. */
  state(): EmulatorState;
  /** Changes an account as the dashboard would. Over HTTP: `PATCH /__emulator/accounts/{id}`. */
  patchAccount(id: string, body: AccountPatch): void;
  /** Makes the next requests of an endpoint fail. Over HTTP: `POST /__emulator/faults`. */
  addFault(fault: Fault): void;
  /** Goes back to the beginning, faults and time too. Over HTTP: `POST /__emulator/reset`. */
  reset(): void;
  /** Uses up credit, in US cents. That may start the auto top-up. Over HTTP: `POST /__emulator/accounts/{id}/use` with `{ cents }`. */
  use(id: string, cents: number): void;
  /** The bank's decision on the payments that wait for it. Over HTTP: `POST /__emulator/accounts/{id}/bank` with `{ word }`. */
  bank(id: string, word: "confirms" | "refuses"): void;
  /** Lets time pass, in milliseconds. Over HTTP: `POST /__emulator/advance` with `{ ms }`. */
  advance(ms: number): void;
  /** The accounts, the ledger and the time, for a later restore. Over HTTP: `GET /__emulator/snapshot`. */
  snapshot(): Snapshot;
  /** Restores a snapshot. Over HTTP: `PUT /__emulator/snapshot`. */
  restore(snapshot: Snapshot): void;
}

export function control(target: Control, method: string, path: string, body: string): Answer {
  try {
    const [, id, part] = /^\/accounts\/([^/]+)(\/\w+)?$/.exec(path) ?? [];
    const asked = `${method} ${id === undefined ? path : `/accounts/{id}${part ?? ""}`}`;
    switch (asked) {
      case "GET /state":
        return json(200, target.state());
      case "POST /reset":
        return done(() => target.reset());
      case "POST /faults":
        return done(() => target.addFault(JSON.parse(body)));
      case "PATCH /accounts/{id}":
        return done(() => target.patchAccount(id ?? "", JSON.parse(body)));
      case "POST /accounts/{id}/use":
        return done(() => target.use(id ?? "", JSON.parse(body).cents));
      case "POST /accounts/{id}/bank":
        return done(() => target.bank(id ?? "", JSON.parse(body).word));
      case "POST /advance":
        return done(() => target.advance(JSON.parse(body).ms));
      case "GET /snapshot":
        return json(200, target.snapshot());
      case "PUT /snapshot":
        return done(() => target.restore(JSON.parse(body)));
      default:
        return doorRefused(404, `There is no ${asked} here. ${DOORS}`);
    }
  } catch (error) {
    return doorRefused(400, error instanceof Error ? error.message : String(error));
  }
}

const DOORS =
  "There are GET /state, POST /reset, POST /faults, POST /advance, GET and PUT /snapshot, PATCH /accounts/{id}, POST /accounts/{id}/use and POST /accounts/{id}/bank.";

function done(action: () => void): Answer {
  action();
  return json(200, {});
}

/** The answer of a door that refuses a request. */
export const doorRefused = (status: number, error: string): Answer => json(status, { error });

const json = (status: number, value: unknown): Answer => ({ status, body: JSON.stringify(value) });
