/** When a run is killed, and who: the laboratory's points, as data. */
import type { AccountPatch, Fault } from "../../../emulator/index";

/**
 * How far a request has come.
 * `arrived`: it is there, and is carried out a moment later, whatever becomes of the one who sent it.
 * `lost`: it is there, and is never carried out.
 * `carried out`: what it asks for is done, and the answer is still to come.
 * `answered`: the answer is sent.
 */
export type Progress = "arrived" | "lost" | "carried out" | "answered";

export type Moment =
  /** The nth request of an endpoint in this run. */
  | { readonly request: string; readonly nth: number; readonly is: Progress }
  /** What the resource has become in this run stands in the state; the program goes no further. */
  | { readonly saved: string }
  /** The CLI has shown this text. */
  | { readonly shown: string };

export interface Interruption {
  readonly whom: "cli" | "provider" | "both";
  readonly when: Moment;
  /** SIGKILL unless told otherwise. */
  readonly signals?: readonly NodeJS.Signals[];
  /** The CLI stands still from here until it is killed: what the provider answers meanwhile, it never saves. */
  readonly frozenFrom?: Moment;
  /** What else goes wrong in this run. */
  readonly faults?: readonly Fault[];
  /** A provider that outlives the CLI goes on beside the next run, unless its end is waited for. */
  readonly orphan?: "is waited for";
}

/** Whether a new invoice is on the list at once, or a while later. */
export type List = "prompt" | "lagging";

export interface Point {
  /** One after the other, each in a run of its own. */
  readonly interruptions: readonly Interruption[];
  /** How the account differs from one whose payments settle at once. */
  readonly account?: AccountPatch;
  /** Whether the stack has bought before, so that the charge is replaced by the next one. */
  readonly isNext?: true;
  /** What the user does when asked about an invoice: take it over, unless told otherwise. */
  readonly answer?: "confirms the payment";
  /** The lists with which it runs even where the full set does not. */
  readonly sample?: readonly List[];
}

type Details = Omit<Interruption, "whom" | "when"> & Omit<Point, "interruptions">;

/** One interruption. */
function kill(whom: Interruption["whom"], when: Moment, details: Details = {}): Point {
  const { account, answer, sample, ...interruption } = details;
  return {
    interruptions: [{ whom, when, ...interruption }],
    ...(account ? { account } : {}),
    ...(answer ? { answer } : {}),
    ...(sample ? { sample } : {}),
  };
}

/** A run that is interrupted as `first` is, and then the interrupted resume. */
function resumeOf(first: Point, then: Point): Point {
  return { ...first, ...then, interruptions: [...first.interruptions, ...then.interruptions] };
}

/** The same, of the next purchase of a stack. */
const next = (point: Point): Point => ({ ...point, isNext: true });

const request =
  (endpoint: string, nth = 1) =>
  (is: Progress): Moment => ({ request: endpoint, nth, is });

/** A text for people: `SIGKILL cli when the 2nd GET /invoice-history has arrived, …`. */
export function nameOf({ interruptions, account, isNext, answer }: Point): string {
  const cuts = interruptions.map(({ whom, when, signals = ["SIGKILL"], frozenFrom, faults = [], orphan }) =>
    [
      `${signals.join(" + ")} ${whom}`,
      inWords(when),
      ...(frozenFrom ? [`frozen since ${inWords(frozenFrom)}`] : []),
      ...faults.map(({ endpoint, mode }) => `${endpoint} ${mode}`),
      ...(orphan ? ["orphan waited for"] : []),
    ].join(", "),
  );
  const more = [
    isNext && "next purchase",
    account?.payments,
    account?.settleMs && `settles in ${account.settleMs} ms`,
    answer && `user ${answer}`,
  ];
  return [cuts.join("; then "), ...more.filter(Boolean)].join(" | ");
}

function inWords(moment: Moment): string {
  if ("saved" in moment) return `${moment.saved} saved`;
  if ("shown" in moment) return `"${moment.shown}"`;
  const { request, nth, is } = moment;
  return `${request}${nth === 1 ? "" : ` no. ${nth}`} ${is}`;
}

const LIMITS = request("GET /topup/limits");
const ELIGIBILITY = request("POST /topup/eligibility");
const BALANCE = request("GET /credit-balance");
const FIRST_LIST = request("GET /invoice-history");
const SECOND_LIST = request("GET /invoice-history", 2);
const CHARGE = request("POST /topup");
const STATUS = request("POST /topup/status");
const SECOND_STATUS = request("POST /topup/status", 2);

const INTENT_WAITS = FIRST_LIST("answered");
const INTENT_SAVED: Moment = { saved: "credit-intent" };
const CHARGE_SAVED: Moment = { saved: "credit-charge" };
const CHARGE_LOOKS: Moment = { shown: "list of invoices then shows whether the card was charged" };

const ANSWER_LOST = { faults: [{ endpoint: "POST /topup", mode: "reset-after-commit" }] };
const CHARGE_LOST = { faults: [{ endpoint: "POST /topup", mode: "reset-before" }] };
const WAITED_FOR = { orphan: "is waited for" } as const;
const ONCE = { signals: ["SIGINT"] } as const;
const TWICE = { signals: ["SIGINT", "SIGINT"] } as const;
const TERM = { signals: ["SIGTERM"] } as const;
const SLOW = { account: { settleMs: 1000 } };
const BANK = { account: { payments: "wait for the bank" } } as const;

/** Recorded, and not charged. */
const RECORDED = kill("both", INTENT_SAVED);
/** Charged, and nobody knows. */
const CHARGED = kill("both", CHARGE("carried out"));

export const PURCHASES: readonly Point[] = [
  // before the intent is saved
  kill("both", LIMITS("arrived")),
  kill("cli", ELIGIBILITY("arrived")),
  kill("provider", BALANCE("arrived")),
  kill("both", FIRST_LIST("arrived")),
  kill("both", INTENT_WAITS),
  kill("cli", INTENT_WAITS),
  kill("provider", INTENT_WAITS),
  kill("cli", INTENT_WAITS, ONCE),
  kill("cli", INTENT_WAITS, TWICE),
  kill("cli", SECOND_LIST("answered"), { frozenFrom: SECOND_LIST("arrived") }),

  // the intent is saved, the charge not begun
  kill("both", INTENT_SAVED),
  kill("cli", INTENT_SAVED),
  kill("provider", INTENT_SAVED),
  kill("cli", INTENT_SAVED, TWICE),

  // the charge is under way
  kill("both", CHARGE("arrived")),
  kill("both", CHARGE("lost")),
  kill("both", CHARGE("carried out"), { sample: ["lagging"] }),
  kill("both", CHARGE("answered")),
  kill("provider", CHARGE("arrived")),
  kill("provider", CHARGE("lost")),
  kill("provider", CHARGE("carried out")),
  kill("cli", CHARGE("arrived"), { sample: ["prompt"] }),
  kill("cli", CHARGE("arrived"), WAITED_FOR),
  kill("cli", CHARGE("lost")),
  kill("cli", CHARGE("carried out")),
  kill("cli", CHARGE("carried out"), WAITED_FOR),
  kill("cli", CHARGE("carried out"), ONCE),
  kill("cli", CHARGE("arrived"), TWICE),
  kill("cli", CHARGE("carried out"), TWICE),
  kill("cli", CHARGE("carried out"), TERM),

  // its answer is lost, and the list is waited for
  kill("both", CHARGE_LOOKS, ANSWER_LOST),
  kill("cli", CHARGE_LOOKS, ANSWER_LOST),
  kill("provider", CHARGE_LOOKS, CHARGE_LOST),

  // the payment settles
  kill("both", STATUS("arrived"), SLOW),
  kill("cli", SECOND_STATUS("arrived"), SLOW),
  kill("provider", SECOND_STATUS("arrived"), SLOW),
  kill("cli", SECOND_STATUS("arrived"), { ...SLOW, ...ONCE }),

  // the charge is answered and not saved, then saved
  kill("cli", STATUS("answered"), { frozenFrom: CHARGE("carried out") }),
  kill("both", STATUS("answered"), { frozenFrom: CHARGE("carried out") }),
  kill("both", CHARGE_SAVED),
  kill("cli", CHARGE_SAVED, ONCE),

  // a resume that charges
  resumeOf(RECORDED, kill("both", CHARGE_LOOKS)),
  resumeOf(RECORDED, kill("cli", CHARGE_LOOKS)),
  resumeOf(RECORDED, kill("provider", CHARGE_LOOKS)),
  resumeOf(RECORDED, kill("both", FIRST_LIST("arrived"))),
  resumeOf(RECORDED, kill("cli", ELIGIBILITY("arrived"))),
  resumeOf(RECORDED, kill("both", CHARGE("arrived"), { sample: ["prompt"] })),
  resumeOf(RECORDED, kill("both", CHARGE("carried out"))),
  resumeOf(RECORDED, kill("cli", CHARGE("arrived"))),
  resumeOf(RECORDED, kill("provider", CHARGE("lost"))),
  resumeOf(RECORDED, kill("cli", STATUS("answered"), { frozenFrom: CHARGE("carried out") })),

  // a resume that takes the charge over
  resumeOf(CHARGED, kill("both", CHARGE_LOOKS)),
  resumeOf(CHARGED, kill("provider", FIRST_LIST("carried out"))),
  resumeOf(CHARGED, kill("cli", FIRST_LIST("answered"), { frozenFrom: FIRST_LIST("arrived") })),
  resumeOf(kill("cli", CHARGE("arrived")), kill("cli", CHARGE_LOOKS)),

  // the next purchase of a stack
  next(kill("both", INTENT_WAITS)),
  next(kill("both", INTENT_SAVED)),
  next(kill("both", CHARGE("carried out"))),
  next(kill("cli", CHARGE("arrived"))),
  next(kill("provider", CHARGE("carried out"))),
  next(kill("cli", CHARGE("carried out"), TWICE)),
  next(kill("cli", STATUS("answered"), { frozenFrom: CHARGE("carried out") })),

  // the payment waits for the bank: this is asked
  kill("both", CHARGE("carried out"), BANK),
  kill("cli", CHARGE("arrived"), { ...BANK, answer: "confirms the payment" }),
];

const READ = request("GET /topup/config");
const WRITE = request("POST /topup/config");
const SAVED: Moment = { saved: "topup" };

export const AUTO_TOPUPS: readonly Point[] = [
  // nothing is written yet
  kill("both", READ("arrived")),
  kill("cli", READ("arrived")),
  kill("provider", READ("arrived")),
  kill("cli", READ("arrived"), ONCE),
  kill("cli", READ("arrived"), TWICE),
  kill("both", READ("answered")),

  // the write is under way
  kill("both", WRITE("arrived")),
  kill("both", WRITE("lost")),
  kill("both", WRITE("carried out"), { sample: ["prompt"] }),
  kill("both", WRITE("answered")),
  kill("cli", WRITE("arrived")),
  kill("cli", WRITE("arrived"), WAITED_FOR),
  kill("cli", WRITE("lost")),
  kill("cli", WRITE("carried out")),
  kill("cli", WRITE("carried out"), WAITED_FOR),
  kill("provider", WRITE("arrived")),
  kill("provider", WRITE("lost")),
  kill("provider", WRITE("carried out")),
  kill("cli", WRITE("carried out"), ONCE),
  kill("cli", WRITE("carried out"), TWICE),
  kill("cli", WRITE("carried out"), TERM),

  // the write is answered and not saved, then saved
  kill("cli", WRITE("answered"), { frozenFrom: WRITE("carried out") }),
  kill("both", WRITE("answered"), { frozenFrom: WRITE("carried out") }),
  kill("both", SAVED),
  kill("cli", SAVED),
  kill("provider", SAVED),
  kill("cli", SAVED, TWICE),

  // the next run is interrupted too
  resumeOf(kill("both", READ("arrived")), kill("both", WRITE("carried out"))),
  resumeOf(kill("cli", WRITE("arrived")), kill("both", READ("arrived"))),
  resumeOf(kill("both", WRITE("carried out")), kill("cli", READ("answered"), { frozenFrom: READ("arrived") })),
];
