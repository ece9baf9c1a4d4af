/** What a small world has in it, as data. */
import type { Timing } from "../../../provider/config/config";
import type { Program } from "../../support/smallEngine";

/** What a user may buy: a word and its amount. */
export interface Word {
  readonly purchase: string;
  readonly amount: number;
}

/** What a small world has in it. Everything but `timing`, `stacks` and `ups` is off unless it is named. */
export interface Rules {
  /** What the provider believes. */
  readonly timing: Timing;
  /** The words that the user of each stack buys, one after the other. */
  readonly stacks: ReadonlyArray<readonly Word[]>;
  /** How many `pulumi up` there are in all. */
  readonly ups: number;
  /** How often something is killed: CLI and provider, the CLI alone, or the provider that has outlived its CLI. */
  readonly kills?: number;
  /** How often an answer to `POST /topup` gets lost. */
  readonly lost?: number;
  /** How often the card is declined. */
  readonly declined?: number;
  /** How many edges of time pass although somebody could go on: a slow network, a busy machine. */
  readonly delays?: number;
  /** How long after it was made an invoice appears on the list. Two lags: either may be. */
  readonly lagsMs?: readonly number[];
  /** How long after it was written the kernel of a killed provider may deliver a request. */
  readonly deliveryMs?: number;
  /** How long after it was written a request may be delivered that its run has given up. Left out, it is reset. */
  readonly afterGiveUpMs?: number;
  /** Requests go through a proxy, and the provider knows. */
  readonly isProxied?: boolean;
  /** How often the wall clock is set forward or back by an hour. */
  readonly jumps?: number;
  /** How often the machine with all runs is suspended for an hour. */
  readonly suspends?: number;
  /** How often the machine of a killed run is suspended, and its kernel with it, while the next run is on another one. */
  readonly suspendsElsewhere?: number;
  /** How often a state is rolled back, and to what. */
  readonly rollsBack?: RollBack;
  /** After a failure the user may give the word up for the next one. */
  readonly abandons?: boolean;
  /** After a failure the user may name the invoice, as the dashboard shows it. */
  readonly adopts?: boolean;
  /** The user runs `pulumi cancel` although the CLI still lives. */
  readonly cancelsTheLiving?: boolean;
}

export interface RollBack {
  /** To the middle of a purchase too, although a later one was begun. */
  readonly intoPurchase?: boolean;
  /** Also while a request of a dead run is on its way. */
  readonly whileUnderWay?: boolean;
  /** What the user adds to the program then. */
  readonly declares?: Partial<Program>;
  /** The user runs nothing afterwards. */
  readonly isTheEnd?: boolean;
}
