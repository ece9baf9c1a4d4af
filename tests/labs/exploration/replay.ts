/**
 * A process of the provider as a value: the command that started it, the state it found, and the answers it got so
 * far. What it waits for now is found by running the real lifecycles again from the beginning, on those answers.
 */
import type { Client } from "../../../provider/billing/client";
import type { Timing } from "../../../provider/config/config";
import type { Clock } from "../../../provider/contract/clock";
import { messageOf, NetworkError, PaymentDeclinedError, TimeoutError } from "../../../provider/contract/errors";
import { topupCharge } from "../../../provider/purchase/charge/topupCharge";
import { topupIntent } from "../../../provider/purchase/intent/topupIntent";
import type { ProviderProcess } from "../../../provider/purchase/providerProcess";
import type { Program, StackState } from "../../support/smallEngine";
import { up } from "../../support/smallEngine";
import { surroundings } from "../../support/surroundings";

/** Every process believes that it started at this moment. So two that got the same answers are equal, whenever that was. */
export const EPOCH = Date.UTC(2026, 10, 1, 12);

/** `pulumi up`. */
export interface Command {
  /** Of the process; its marks are drawn from it. */
  readonly number: number;
  readonly program: Program;
  /** What the rules believe. */
  readonly timing: Timing;
  /** Whether its requests go through a proxy. */
  readonly isProxied: boolean;
}

/** An invoice, as the list shows it. */
export interface Listed {
  readonly id: string;
  readonly amount: number;
}

/** What a process waits for. */
export type Pending =
  | { readonly is: "list" | "engine" | "write" | "answer" | "done" }
  | { readonly is: "sleep"; readonly ms: number }
  | { readonly is: "save"; readonly state: StackState; readonly what: "intent" | "charge" }
  | { readonly is: "failed"; readonly error: string };

export type Answer =
  | { readonly is: "list"; readonly invoices: readonly Listed[] }
  | { readonly is: "sleep" }
  | { readonly is: "engine"; readonly lives: boolean }
  | { readonly is: "write" }
  | { readonly is: "charged"; readonly id: string }
  | { readonly is: "declined" | "lost" | "timeout" }
  | { readonly is: "save" };

/** An answer, and what the two hands of the clock showed when it came, in milliseconds since the process started. */
export interface Entry {
  readonly answer: Answer;
  readonly wall: number;
  readonly monotonic: number;
}

export interface Standing {
  /** The same for equal processes. */
  readonly id: number;
  readonly pending: Pending;
  /** Everything that it has told its user. */
  readonly told: readonly string[];
}

const known = new Map<string, Standing>();

/** What a process waits for that has just started. */
export const standingOf = (command: Command, start: StackState): Promise<Standing> =>
  remembered(JSON.stringify([command, start]), command, start, []);

/** What a process waits for after one more answer, the last of the log. `before` is how it stood before that. */
export const standingAfter = (before: Standing, command: Command, start: StackState, log: readonly Entry[]) =>
  remembered(`${before.id} ${JSON.stringify(log.at(-1))}`, command, start, log);

async function remembered(key: string, command: Command, start: StackState, log: readonly Entry[]): Promise<Standing> {
  const found = known.get(key);
  if (found !== undefined) return found;
  const replayed = await replay(command, start, log);
  // Somebody else may have been quicker, and two numbers for one process would make two of it.
  const standing = known.get(key) ?? { id: known.size, ...replayed };
  known.set(key, standing);
  return standing;
}

/** Worlds differ in their processes: what one world has remembered helps no other. */
export const forgetAll = () => known.clear();

async function replay({ number, program, timing, isProxied }: Command, start: StackState, log: readonly Entry[]) {
  const told: string[] = [];
  const tell = (line: string) => void told.push(line);
  let hands = { wall: 0, monotonic: 0 };
  let halt: (pending: Pending) => void = () => {};
  const halted = new Promise<Pending>((resolve) => {
    halt = resolve;
  });
  let next = 0;
  const unsure = { mayHaveHappened: true, isProxied };

  /** The next answer of the log. After the last one, the process waits here for ever. */
  function ask(pending: Pending): Promise<Answer> {
    const entry = log[next];
    next += 1;
    if (entry === undefined) {
      halt(pending);
      return new Promise(() => {});
    }
    hands = entry;
    return Promise.resolve(entry.answer);
  }

  const clock: Clock = {
    now: () => EPOCH + hands.wall,
    monotonic: () => hands.monotonic,
    random: () => 0.5,
    sleep: async (ms) => void (await ask({ is: "sleep", ms })),
  };

  const client: Client = {
    timing,
    credentials: "token",
    async call(endpoint, _accountId, { conditions } = {}) {
      const name = `${endpoint.method} ${endpoint.path}`;
      if (name === "GET /invoice-history") {
        const answer = await ask({ is: "list" });
        return endpoint.result.parse(page(answer.is === "list" ? answer.invoices : []));
      }
      if (name !== "POST /topup") return endpoint.result.parse(CONSTANT[name]);
      const began = hands.monotonic;
      await conditions?.whenConnected();
      await ask({ is: "write" });
      // The client's timer has fired meanwhile, and nothing is written any more.
      if (hands.monotonic - began >= timing.postMs) throw new TimeoutError("No answer in time.", unsure);
      conditions?.atLast();
      const answer = await ask({ is: "answer" });
      if (answer.is === "charged") return endpoint.result.parse({ payment_intent_id: answer.id });
      if (answer.is === "declined")
        throw new PaymentDeclinedError("The card was declined.", { mayHaveHappened: false });
      if (answer.is === "lost") throw new NetworkError("The connection broke.", unsure);
      throw new TimeoutError("No answer in time.", unsure);
    },
  };

  const process: ProviderProcess = {
    marks: new Map(),
    forgotten: new Set(),
    newMark: () => `mark of run ${number}`,
    engineIsAlive: async () => {
      const answer = await ask({ is: "engine" });
      return answer.is === "engine" && answer.lives;
    },
  };

  const provider = {
    intent: topupIntent(process, () => false),
    charge: topupCharge(process),
    around: surroundings(client, { clock, tell }),
  };
  let saved = JSON.stringify(start);
  const ended = up(provider, start, program, {}, async (state, { intent }) => {
    const text = JSON.stringify(state);
    // Pulumi writes nothing where nothing has changed.
    if (text === saved) return;
    saved = text;
    await ask({ is: "save", state, what: intent === undefined ? "charge" : "intent" });
  }).then(
    (): Pending => ({ is: "done" }),
    (error): Pending => ({ is: "failed", error: messageOf(error) }),
  );
  return { pending: await Promise.race([ended, halted]), told };
}

/** What is the same in all worlds: the account may buy, and payments settle at once. */
const CONSTANT: Readonly<Record<string, unknown>> = {
  "GET /topup/limits": { min_cents: 1000, max_cents: 100_000, currency: "usd" },
  "POST /topup/eligibility": { eligible: true },
  "GET /credit-balance": { balance: 0, has_default_payment_method: true },
  "POST /topup/status": { payment_intent_id: "any", status: "completed" },
};

const page = (invoices: readonly Listed[]) => ({
  invoices: invoices.map(({ id, amount }) => ({
    id,
    amount_due: amount,
    amount_paid: amount,
    amount_remaining: 0,
    currency: "usd",
    status: "paid",
    // No rule asks for an age of less than a day.
    created: EPOCH / 1000,
  })),
  pagination: { has_more: false, page: 1, per_page: 100, total_count: invoices.length },
});
