/** The door beside the API: what an Emulator's methods do, over HTTP. */
import type { Answer } from "./answer.js";
import type { Fault } from "./faults.js";
import type { AccountPatch, EmulatorState } from "./store.js";

export const CONTROL_PATH = "/__emulator";

/** What the door leads to; each throws when it is given something malformed. */
export interface Control {
  state(): EmulatorState;
  patchAccount(id: string, body: AccountPatch): void;
  addFault(fault: Fault): void;
  reset(): void;
}

export function control(target: Control, method: string, path: string, body: string): Answer {
  try {
    const account = /^\/accounts\/([^/]+)$/.exec(path)?.[1];
    if (method === "GET" && path === "/state") return json(200, target.state());
    if (method === "POST" && path === "/reset") return done(() => target.reset());
    if (method === "POST" && path === "/faults") return done(() => target.addFault(JSON.parse(body)));
    if (method === "PATCH" && account !== undefined) return done(() => target.patchAccount(account, JSON.parse(body)));
    return json(404, {
      error: "The emulator has GET /state, POST /reset, POST /faults and PATCH /accounts/{id} here.",
    });
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function done(action: () => void): Answer {
  action();
  return json(200, {});
}

const json = (status: number, value: unknown): Answer => ({ status, body: JSON.stringify(value) });
