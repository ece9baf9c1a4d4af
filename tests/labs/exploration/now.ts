/** A state of a small world, as a value. Times are in milliseconds since the world began. */
import type { Program, StackState } from "../../support/smallEngine";
import type { Answer, Command, Entry, Standing } from "./replay";
import { EPOCH } from "./replay";
import type { Rules } from "./rules";
import type { Saved } from "./saved";
import { keyOfSaved, savedOf } from "./saved";

export interface Invoice {
  readonly id: string;
  readonly stack: number;
  readonly purchase: string;
  readonly amount: number;
  readonly listedAt: number;
}

/** `POST /topup`, written and not yet delivered. */
export interface Request {
  readonly run: number;
  readonly stack: number;
  readonly purchase: string;
  readonly amount: number;
  readonly writtenAt: number;
  /** When it is gone; undefined while its run waits for the answer. */
  readonly goneAt: number | undefined;
}

/** One `pulumi up` and the process of the provider that belongs to it. */
export interface Run {
  readonly command: Command;
  readonly stack: number;
  readonly start: StackState;
  readonly startedAt: number;
  /** How far the wall clock was ahead then. */
  readonly aheadAtStart: number;
  readonly log: readonly Entry[];
  readonly standing: Standing;
  /** Since when it waits for what it waits for. */
  readonly since: number;
  /** When the call began that charges. */
  readonly callBegan: number;
  /** Until when it may begin to charge, as far as anybody outside can know. */
  readonly startBy: number;
  readonly cliLives: boolean;
  /** What Cloudflare has answered to its request. */
  readonly outcome: Answer | undefined;
}

export interface StackNow {
  readonly saved: Saved;
  /** The states it had before, to roll back to. */
  readonly earlier: readonly Saved[];
  /** The program that the user has now. */
  readonly program: Program | undefined;
  readonly ended: "never run" | "interrupted" | "done" | "failed";
  /** The error of the last run. */
  readonly error: string | undefined;
  /** The invoices of which the user was told, or that stood in a state. */
  readonly told: readonly string[];
  /** The invoices that purchases have in the state, and whether the user has named them. */
  readonly counted: ReadonlyArray<{ readonly purchase: string; readonly invoiceId: string; readonly named: boolean }>;
  readonly wasRolledBack: boolean;
}

/** What may still happen so often. */
type Budget = Readonly<
  Record<
    "ups" | "kills" | "lost" | "declined" | "delays" | "jumps" | "suspends" | "suspendsElsewhere" | "rollsBack",
    number
  >
>;

export interface Now {
  /** Milliseconds on the monotonic hand. */
  readonly at: number;
  /** How far the wall clock is ahead of it. */
  readonly ahead: number;
  readonly stacks: readonly StackNow[];
  readonly runs: readonly Run[];
  readonly requests: readonly Request[];
  readonly invoices: readonly Invoice[];
  readonly left: Budget;
}

const EMPTY = savedOf({}, EPOCH);

/** Nobody has done anything yet. */
export function startOf(rules: Rules): Now {
  const { stacks, ups, kills = 0, lost = 0, declined = 0, delays = 0 } = rules;
  const { jumps = 0, suspends = 0, suspendsElsewhere = 0, rollsBack } = rules;
  return {
    at: 0,
    ahead: 0,
    stacks: stacks.map(() => ({
      saved: EMPTY,
      earlier: rollsBack === undefined ? [] : [EMPTY],
      program: undefined,
      ended: "never run",
      error: undefined,
      told: [],
      counted: [],
      wasRolledBack: false,
    })),
    runs: [],
    requests: [],
    invoices: [],
    left: {
      ups,
      kills,
      lost,
      declined,
      delays,
      jumps,
      suspends,
      suspendsElsewhere,
      rollsBack: rollsBack === undefined ? 0 : 1,
    },
  };
}

/** Times count from now, so that states which differ in nothing but the date are one. */
export function keyOf({ at, ahead, stacks, runs, requests, invoices, left }: Now): string {
  return JSON.stringify([
    ahead,
    stacks.map(({ saved, earlier, error: _, ...rest }) => [
      keyOfSaved(saved, at + ahead),
      left.rollsBack > 0 && earlier.map((state) => keyOfSaved(state, at + ahead)),
      rest,
    ]),
    runs.map(({ standing, stack, startedAt, aheadAtStart, since, callBegan, startBy, cliLives, outcome }) => [
      standing.id,
      stack,
      startedAt - at,
      aheadAtStart,
      since - at,
      callBegan - at,
      startBy - at,
      cliLives,
      outcome,
    ]),
    requests.map(({ writtenAt, goneAt, ...rest }) => [rest, writtenAt - at, goneAt === undefined ? null : goneAt - at]),
    invoices.map(({ listedAt, ...rest }) => [rest, Math.max(0, listedAt - at)]),
    left,
  ]);
}

export const replaced = <Item>(items: readonly Item[], index: number, change: Partial<Item>): Item[] =>
  items.map((item, at) => (at === index ? { ...item, ...change } : item));

export const spend = (left: Budget, what: keyof Budget): Budget => ({ ...left, [what]: left[what] - 1 });
