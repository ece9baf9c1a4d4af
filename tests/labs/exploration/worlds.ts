/** The small worlds: those that keep every assumption of docs/money.md, and one for each risk that is left. */
import { TIMING } from "../../support/timing";
import type { Rules } from "./rules";

const A = { purchase: "A", amount: 2000 };
const B = { purchase: "B", amount: 2000 };
/** Its invoices do not fit the others. */
const LARGE = { purchase: "L", amount: 9000 };

const LAGS = [0, TIMING.listLagMs];
/** How long Linux delivers what a living process has written and does not reset. */
const KEPT_ALIVE_MS = 924_000;

export interface World {
  readonly name: string;
  readonly rules: Rules;
  /** For the full run only. */
  readonly isBig?: boolean;
}

const world = (name: string, rules: Omit<Rules, "timing">): World => ({ name, rules: { timing: TIMING, ...rules } });
const bigWorld = (name: string, rules: Omit<Rules, "timing">): World => ({ ...world(name, rules), isBig: true });

/** No rule breaks in any of them. */
export const WORLDS: readonly World[] = [
  world("a purchase that is killed twice", { stacks: [[A]], ups: 3, kills: 2, lagsMs: LAGS, lost: 1, declined: 1 }),
  world("a purchase after an interrupted one", {
    stacks: [[A, B]],
    ups: 3,
    kills: 1,
    lagsMs: LAGS,
    lost: 1,
    declined: 1,
    abandons: true,
    adopts: true,
  }),
  world("a slow network and a busy machine", { stacks: [[A]], ups: 2, kills: 2, lagsMs: LAGS, delays: 2 }),
  bigWorld("a clock that is set and a machine that is suspended", {
    stacks: [[A]],
    ups: 2,
    kills: 1,
    jumps: 1,
    suspends: 1,
    lost: 1,
    lagsMs: LAGS,
  }),
  world("a state that is rolled back", { stacks: [[A]], ups: 3, kills: 1, lagsMs: LAGS, lost: 1, rollsBack: {} }),
  world("a proxy that holds a request for as long as a kernel may", {
    stacks: [[A]],
    ups: 3,
    kills: 1,
    lagsMs: LAGS,
    lost: 1,
    isProxied: true,
    afterGiveUpMs: TIMING.deliveryMs,
  }),
  bigWorld("two stacks whose amounts do not fit each other", {
    stacks: [[A], [LARGE]],
    ups: 3,
    kills: 1,
    lagsMs: LAGS,
  }),
  bigWorld("a purchase that is killed three times", {
    stacks: [[A]],
    ups: 4,
    kills: 3,
    lagsMs: LAGS,
    lost: 2,
    declined: 1,
  }),
  bigWorld("two purchases that are killed twice", {
    stacks: [[A, B]],
    ups: 4,
    kills: 2,
    lagsMs: LAGS,
    lost: 1,
    declined: 1,
    abandons: true,
    adopts: true,
  }),
  bigWorld("a very slow network and a very busy machine", { stacks: [[A]], ups: 3, kills: 2, lagsMs: LAGS, delays: 3 }),
  bigWorld("two purchases on a slow network", {
    stacks: [[A, B]],
    ups: 2,
    kills: 2,
    lagsMs: LAGS,
    lost: 1,
    delays: 2,
    abandons: true,
  }),
  bigWorld("clocks, suspends and delays", {
    stacks: [[A]],
    ups: 2,
    kills: 2,
    jumps: 1,
    suspends: 1,
    delays: 1,
    lagsMs: LAGS,
  }),
  bigWorld("two purchases and a state that is rolled back", {
    stacks: [[A, B]],
    ups: 4,
    kills: 1,
    lagsMs: LAGS,
    abandons: true,
    rollsBack: {},
  }),
];

/** A risk that is left: what breaks once one assumption does not hold. */
export interface Risk {
  /** As the list in docs/money.md names it. */
  readonly name: string;
  readonly rules: Rules;
  /** What is then broken. */
  readonly breaks: RegExp;
}

const SECOND_CHARGE = /was charged as/;
const TAKEN = /counts as made with/;
const UNTOLD = /nobody was told/;

const risk = (name: string, breaks: RegExp, rules: Omit<Rules, "timing" | "stacks"> & Partial<Rules>): Risk => ({
  name,
  breaks,
  rules: { timing: TIMING, stacks: [[A]], ...rules },
});

export const RISKS: readonly Risk[] = [
  risk("An invoice that the list shows late", SECOND_CHARGE, { ups: 2, kills: 1, lagsMs: [600_000] }),
  risk("`pulumi cancel` while the first CLI still lives", SECOND_CHARGE, { ups: 3, kills: 1, cancelsTheLiving: true }),
  risk("Two stacks for one account", TAKEN, { stacks: [[A], [B]], ups: 3, kills: 1 }),
  risk("`repeatGuardDays`", SECOND_CHARGE, { ups: 2, rollsBack: { declares: { repeatGuardDays: 0 } } }),
  risk("A machine that is suspended", SECOND_CHARGE, { ups: 2, kills: 1, suspendsElsewhere: 1 }),
  risk("A state rolled back to before a purchase", UNTOLD, { ups: 1, kills: 1, rollsBack: { isTheEnd: true } }),
  risk("A state rolled back to the middle of a purchase", TAKEN, {
    stacks: [[A, B]],
    ups: 3,
    kills: 1,
    abandons: true,
    rollsBack: { intoPurchase: true },
  }),
  risk("Another amount on a state that forgot", SECOND_CHARGE, { ups: 2, rollsBack: { declares: { amount: 9000 } } }),
  risk("A state that forgets an interrupted purchase", SECOND_CHARGE, {
    ups: 2,
    kills: 1,
    rollsBack: { whileUnderWay: true },
  }),
  risk("A proxy that holds the request", SECOND_CHARGE, {
    ups: 2,
    kills: 1,
    isProxied: true,
    deliveryMs: KEPT_ALIVE_MS,
    afterGiveUpMs: KEPT_ALIVE_MS,
  }),
];

/** What the provider must not do: a promise that it makes is taken away, and the exploration finds out. */
export const BROKEN_PROMISES: readonly Risk[] = [
  risk("a charge that is given up and not reset", SECOND_CHARGE, { ups: 2, afterGiveUpMs: KEPT_ALIVE_MS }),
  risk("a wait for an interrupted charge that is one window long", SECOND_CHARGE, {
    ups: 2,
    kills: 1,
    timing: { ...TIMING, deliveryMs: 1 },
    deliveryMs: TIMING.deliveryMs,
  }),
];
