/** The matrix as data: every operation, the requests it makes, and every fault that may hit one of them. */
import type { ApiGeneration, Fault, FaultMode } from "../../../emulator/index";
import { SHORT } from "../../support/client";

/** The start of a POST is later here than the quick faults and earlier than the slow ones. */
export const TIMING = { ...SHORT, postStartMs: 300, listLagMs: 250 };

/** A delay that nobody notices. */
const QUICK_MS = 50;
/** A delay that outlives the deadline of an attempt. */
export const LATE_MS = TIMING.attemptMs + 200;

export interface Mode {
  /** In the name of a cell. */
  readonly name: string;
  /** Of the table. */
  readonly column: string;
  readonly mode: FaultMode;
  readonly ms?: number;
}

const named = (mode: FaultMode, column: string = mode, ms?: number): Mode => ({
  name: ms === undefined ? mode : `${mode} ${ms} ms`,
  column,
  mode,
  ...(ms === undefined ? {} : { ms }),
});

const statuses = (column: string, ...numbers: number[]): Mode[] =>
  numbers.flatMap((status) => [
    named(`status-${status}-before`, column),
    named(`status-${status}-after-commit`, column),
  ]);

const MODES: readonly Mode[] = [
  named("delay-before", "delay", QUICK_MS),
  named("delay-before", "delay", LATE_MS),
  named("delay-after-commit", "delay", QUICK_MS),
  named("delay-after-commit", "delay", LATE_MS),
  named("reset-before", "reset"),
  named("reset-after-commit", "reset"),
  named("hang-before", "hang"),
  named("hang-after-commit", "hang"),
  named("trickle"),
  named("truncate"),
  named("html-502"),
  named("success-false"),
  named("redirect"),
  named("stale-read"),
  named("wrong-types"),
  ...statuses("4xx", 400, 401, 402, 403, 404),
  ...statuses("408", 408),
  ...statuses("409", 409),
  ...statuses("429", 429),
  ...statuses("5xx", 500, 502, 503),
];

export const COLUMNS = [...new Set(MODES.map(({ column }) => column))];

/** Which faults also stay: those that a second look or a second try would overcome. */
type Lasting = (mode: Mode) => boolean;

const PASSING = ["delay", "reset", "hang", "trickle", "truncate", "html-502", "408", "429", "5xx"];
const never: Lasting = () => false;
const passing: Lasting = ({ column, ms }) => PASSING.includes(column) && ms !== QUICK_MS;
/** Nothing is committed by a read, so that one of the two will do. */
const passingRead: Lasting = (mode) => passing(mode) && !mode.mode.endsWith("after-commit");
const always: Lasting = () => true;

export interface Hit {
  /** Whose requests go wrong. */
  readonly endpoint: string;
  readonly apis: readonly ApiGeneration[];
  readonly lasting: Lasting;
  /** `window`: not the first of these requests, but those after the wait for the list of invoices. */
  readonly from?: "window";
}

export type Group = "settings" | "data" | "purchases";

export interface Operation {
  readonly group: Group;
  /** The kind or the function. */
  readonly subject: string;
  readonly verb: string;
  /** The setting that the account has, where it is about one. */
  readonly begins?: "none" | "old" | "new";
  /** What has gone wrong already when the fault comes. */
  readonly already?: Fault;
  readonly hits: readonly Hit[];
}

const OLDER: readonly ApiGeneration[] = ["2026-05"];
const NEWER: readonly ApiGeneration[] = ["2026-10"];
const BOTH: readonly ApiGeneration[] = ["2026-05", "2026-10"];

const ELIGIBILITY = "POST /topup/eligibility";
const INVOICES = "GET /invoice-history";
const STATUS = "POST /topup/status";
const TOPUP = "POST /topup";

/** The reads of a setting are the same in both generations; the writes are not. */
function settings(subject: string, path: string): Operation[] {
  const [get, post, remove] = [`GET ${path}`, `POST ${path}`, `DELETE ${path}`];
  const reads: Hit = { endpoint: get, apis: OLDER, lasting: passingRead };
  const asks: Hit = { endpoint: ELIGIBILITY, apis: BOTH, lasting: passingRead };
  const writes = (endpoint: string): Hit => ({ endpoint, apis: BOTH, lasting: passing });
  const refusing = (endpoint: string): Fault => ({ endpoint, mode: "status-403-before" });
  const group = "settings";
  return [
    { group, subject, verb: "create", begins: "none", hits: [reads, writes(post)] },
    { group, subject, verb: "adopt", begins: "new", hits: [{ ...reads, apis: BOTH }] },
    { group, subject, verb: "update", begins: "old", hits: [reads, writes(post)] },
    { group, subject, verb: "read", begins: "old", hits: [{ ...reads, apis: BOTH }] },
    { group, subject, verb: "delete", begins: "old", hits: [reads, writes(remove)] },
    { group, subject, verb: "create, refused", begins: "none", already: refusing(post), hits: [asks] },
    { group, subject, verb: "delete, refused", begins: "old", already: refusing(remove), hits: [asks] },
  ];
}

function data(subject: string, endpoint: string, apis = NEWER): Operation {
  return { group: "data", subject, verb: "ask", hits: [{ endpoint, apis, lasting: passingRead }] };
}

function purchases(verb: string, hits: readonly Hit[], already?: Fault): Operation {
  return { group: "purchases", subject: "CreditTopup", verb, hits, ...(already ? { already } : {}) };
}

const invoices: Hit = { endpoint: INVOICES, apis: NEWER, lasting: passingRead };
const eligibility: Hit = { endpoint: ELIGIBILITY, apis: BOTH, lasting: passingRead };
const charge: Hit = { endpoint: TOPUP, apis: NEWER, lasting: passing };
const status: Hit = { endpoint: STATUS, apis: NEWER, lasting: always };

const intent: readonly Hit[] = [
  { endpoint: "GET /topup/limits", apis: BOTH, lasting: passingRead },
  eligibility,
  { endpoint: "GET /credit-balance", apis: NEWER, lasting: passingRead },
  invoices,
  { ...invoices, from: "window" },
];

export const OPERATIONS: readonly Operation[] = [
  ...settings("AutoTopupConfig", "/topup/config"),
  ...settings("SpendingLimit", "/spending-limit"),
  data("getCreditBalance", "GET /credit-balance"),
  data("getUsageHistory", "GET /usage-history"),
  data("getInvoiceHistory", INVOICES),
  data("getInvoicePreview", "GET /invoice-preview"),
  data("getTopupStatus", STATUS),
  data("getTopupConfig", "GET /topup/config", BOTH),
  data("getSpendingLimit", "GET /spending-limit"),
  data("getTopupLimits", "GET /topup/limits", BOTH),
  data("getTopupEligibility", ELIGIBILITY, BOTH),
  purchases("intent of the first", intent),
  purchases("intent of the next", intent),
  purchases("charge", [charge, status]),
  purchases("charge of a declined card", [{ ...charge, apis: BOTH, lasting: never }]),
  purchases("charge that waits for the bank", [{ ...charge, lasting: never }]),
  purchases("charge, answer lost", [invoices], { endpoint: TOPUP, mode: "reset-after-commit" }),
  purchases("charge, request lost", [invoices], { endpoint: TOPUP, mode: "reset-before" }),
  purchases("resume, not charged yet", [invoices, eligibility, charge, status]),
  purchases("resume, charged before", [invoices]),
  purchases("charge, invoice taken over", [invoices]),
  purchases("update of a pending charge", [status]),
  purchases("update, the bank still asked", [{ ...eligibility, lasting: passingRead }]),
  purchases("read of a pending charge", [{ ...status, lasting: passingRead }]),
  // These send nothing, so that no fault can hit them.
  ...["intent read", "intent delete", "charge delete"].map((verb) =>
    purchases(verb, [{ endpoint: "*", apis: NEWER, lasting: never }]),
  ),
];

export interface Cell {
  readonly operation: Operation;
  readonly api: ApiGeneration;
  readonly hit: Hit;
  readonly mode: Mode;
  /** Whether the fault stays for as long as the operation tries. */
  readonly stays: boolean;
}

export function cellsOf(operation: Operation): Cell[] {
  const declinable = (hit: Hit, { mode }: Mode) => hit.endpoint === TOPUP || !mode.startsWith("status-402");
  return operation.hits.flatMap((hit) =>
    hit.apis.flatMap((api) =>
      MODES.filter((mode) => declinable(hit, mode)).flatMap((mode) =>
        [false, true]
          .filter((stays) => !stays || hit.lasting(mode))
          .map((stays) => ({ operation, api, hit, mode, stays })),
      ),
    ),
  );
}

/** `CreditTopup charge (2026-10): POST /topup, reset-before, once` */
export function nameOf({ operation, api, hit, mode, stays }: Cell): string {
  const where = hit.from === undefined ? hit.endpoint : `${hit.endpoint} after the window`;
  return `${operation.subject} ${operation.verb} (${api}): ${where}, ${mode.name}, ${stays ? "for good" : "once"}`;
}

/** The rows of the table. */
export const rowOf = ({ operation, api }: Cell): string => `${operation.subject} ${operation.verb} (${api})`;

/** The fault of a cell, as the emulator takes it. */
export const faultOf = ({ hit, mode: { mode, ms }, stays }: Cell): Fault => ({
  endpoint: hit.endpoint,
  mode,
  times: stays ? 99 : 1,
  ...(ms === undefined ? {} : { ms }),
});
