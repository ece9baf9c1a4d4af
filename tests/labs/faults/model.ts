/**
 * How a cell must end. A small model of the documented promises, which shares no code with the provider: what a
 * fault does to one request, and what each operation makes of that.
 */
import type { Cell, Mode } from "./matrix";
import { TIMING } from "./matrix";

export interface Verdict {
  /** Left out where the operation succeeds. */
  readonly error?: { readonly names: readonly string[]; readonly says: RegExp };
  /** The account and what the operation told, in words. */
  readonly end: Readonly<Record<string, string | number>>;
  readonly deadlineMs: number;
}

/** What a fault does to one request. */
interface Nature {
  /**
   * `told`: the real answer. `lost`: none in time. `trouble`: the server failed, and does not say at what. `busy`:
   * it asks to come back later. `no`: it refuses. `astray`: it points elsewhere. `garbled`: a success nobody can read.
   */
  readonly answer: "told" | "lost" | "trouble" | "busy" | "no" | "astray" | "garbled";
  /** Whether the request did its work. */
  readonly lands: boolean;
  /** Whether it takes longer than a POST of money may wait. */
  readonly isSlow: boolean;
  readonly status: number | undefined;
  /** The error when nothing overcomes it. */
  readonly names: readonly string[];
  /** Its cause, as the error must name it. */
  readonly says: RegExp;
}

const REFUSALS: Readonly<Record<number, string>> = {
  400: "RequestRejectedError",
  401: "AuthenticationError",
  402: "PaymentDeclinedError",
  403: "PermissionError",
  404: "NotFoundError",
  409: "RequestRejectedError",
};

const NO_ANSWER = { status: undefined, names: ["TimeoutError"], says: /no complete answer within [\d.]+ s/ };
const BROKEN = {
  status: undefined,
  names: ["NetworkError", "ResponseShapeError"],
  says: /connection failed|cut short/,
};

export function natureOf({ mode, ms = 0 }: Mode): Nature {
  const status = Number(/^status-(\d+)-/.exec(mode)?.[1] ?? 0);
  if (status !== 0) {
    const says = new RegExp(`answered ${status}\\b`);
    const common = { lands: mode.endsWith("after-commit"), status, says };
    if (status === 429) return { ...common, answer: "busy", isSlow: true, names: ["RateLimitedError"] };
    if (status === 408 || status >= 500)
      return { ...common, answer: "trouble", isSlow: false, names: ["ServiceError"] };
    return { ...common, answer: "no", isSlow: false, names: [REFUSALS[status] ?? ""] };
  }
  switch (mode) {
    case "delay-before":
    case "delay-after-commit":
      return ms < TIMING.attemptMs
        ? { answer: "told", lands: true, isSlow: false, ...NO_ANSWER }
        : { answer: "lost", lands: true, isSlow: true, ...NO_ANSWER };
    case "hang-before":
      return { answer: "lost", lands: false, isSlow: true, ...NO_ANSWER };
    case "hang-after-commit":
    case "trickle":
      return { answer: "lost", lands: true, isSlow: true, ...NO_ANSWER };
    case "reset-before":
      return { answer: "lost", lands: false, isSlow: false, ...BROKEN };
    case "reset-after-commit":
    case "truncate":
      return { answer: "lost", lands: true, isSlow: false, ...BROKEN };
    case "html-502":
      return { answer: "trouble", lands: false, isSlow: false, status: 502, names: ["ServiceError"], says: /\b502\b/ };
    case "success-false": {
      const says = /answered 200 .*Injected failure/;
      return { answer: "no", lands: false, isSlow: false, status: 200, names: ["RequestRejectedError"], says };
    }
    case "redirect":
      return {
        answer: "astray",
        lands: false,
        isSlow: false,
        status: 302,
        names: ["ResponseShapeError"],
        says: /\b302\b/,
      };
    case "wrong-types": {
      const says = /answered 200, and result\b/;
      return { answer: "garbled", lands: true, isSlow: false, status: 200, names: ["ResponseShapeError"], says };
    }
    case "stale-read":
      return { answer: "told", lands: true, isSlow: false, status: 200, names: [], says: /$^/ };
    default:
      throw new Error(`The model does not know ${mode}.`);
  }
}

const mayPass = ({ answer }: Nature) => answer === "lost" || answer === "trouble" || answer === "busy";

/** Whether a question gets its answer: asked again where that helps. */
const isAnswered = (nature: Nature, stays: boolean) => nature.answer === "told" || (mayPass(nature) && !stays);

const ownError = ({ names, says }: Nature) => ({ names, says });

export function verdictOf(cell: Cell): Verdict {
  const { group } = cell.operation;
  return group === "data" ? ofData(cell) : group === "settings" ? ofSetting(cell) : ofPurchase(cell);
}

function ofData({ operation: { subject }, api, mode, stays }: Cell): Verdict {
  const nature = natureOf(mode);
  const deadlineMs = TIMING.callMs;
  const isAbsent = api === "2026-05" && ["getTopupLimits", "getTopupEligibility"].includes(subject);
  // A garbled refusal is a refusal still.
  if (isAbsent && (isAnswered(nature, stays) || nature.answer === "garbled"))
    return { error: { names: ["NotFoundError"], says: /answered 404/ }, end: { told: "an error" }, deadlineMs };
  // Cloudflare may say with a 404 that there is no upcoming invoice.
  if (subject === "getInvoicePreview" && nature.status === 404) return { end: { told: "none" }, deadlineMs };
  if (!isAnswered(nature, stays)) return { error: ownError(nature), end: { told: "an error" }, deadlineMs };
  return { end: { told: mode.mode === "stale-read" ? "the former" : "the present" }, deadlineMs };
}

function ofSetting(cell: Cell): Verdict {
  const { operation, hit } = cell;
  const nature = natureOf(cell.mode);
  const { begins = "none" } = operation;
  const removes = operation.verb.startsWith("delete");
  const wanted = removes ? "none" : "new";
  const deadlineMs = TIMING.callMs;
  const ends = (live: string): Verdict => ({ end: { live }, deadlineMs });
  const fails = (error: Verdict["error"], live: string): Verdict => ({ ...(error ? { error } : {}), ...ends(live) });

  const closed = {
    names: [operation.subject === "AutoTopupConfig" || removes ? "DashboardOnlyError" : "SpendingLimitRetiredError"],
    says: /answered 403/,
  };

  if (hit.endpoint === "POST /topup/eligibility") {
    // It only tells why the write was refused: in the older generation it is a 404.
    const tells = cell.api === "2026-10" && isAnswered(nature, cell.stays);
    return fails(tells ? closed : { names: ["PermissionError"], says: /answered 403/ }, begins);
  }

  if (hit.endpoint.startsWith("GET")) {
    if (!isAnswered(nature, cell.stays)) return fails(ownError(nature), begins);
    const isFormer = cell.mode.mode === "stale-read";
    if (operation.verb === "read") return { end: { live: begins, told: isFormer ? "former" : "old" }, deadlineMs };
    if (operation.verb === "adopt" && isFormer)
      return fails({ names: ["LiveValueDiffersError"], says: /live is .*; declared is / }, begins);
    return ends(wanted);
  }

  const isOpen = cell.api === "2026-05" || (removes && operation.subject === "SpendingLimit");
  if (!isOpen) {
    // Nothing ever lands, and the refusal comes through unless the fault hides it for good.
    const isRefused = isAnswered(nature, cell.stays) || nature.answer === "garbled" || nature.status === 403;
    return fails(isRefused ? closed : ownError(nature), begins);
  }
  const after = nature.lands ? wanted : begins;
  switch (nature.answer) {
    // A 2xx is taken at its word.
    case "told":
    case "garbled":
      return ends(wanted);
    // A read settles it, and where nothing has changed the write is made again.
    case "lost":
    case "trouble":
      return nature.lands || !cell.stays ? ends(wanted) : fails(ownError(nature), begins);
    case "busy":
      return cell.stays ? fails(ownError(nature), after) : ends(wanted);
    default:
      // Whoever finds nothing to remove is done.
      if (removes && nature.status === 404 && nature.lands) return ends("none");
      // In the newer generation a refusal means a closed door, since eligibility says that the permission is there.
      return fails(nature.status === 403 && cell.api === "2026-10" ? closed : ownError(nature), after);
  }
}

const SETTLES_MS = 1000;
const { callMs, postMs, windowMs } = TIMING;

/** 4xx, save a conflict, which may be with itself, and a time-out. */
const isNo = ({ status = 0 }: Nature) => status >= 400 && status < 500 && status !== 408 && status !== 409;

function ofPurchase(cell: Cell): Verdict {
  const { operation, hit, api, mode, stays } = cell;
  const { verb } = operation;
  const nature = natureOf(mode);

  /** `first`: what the operation ends with; `later`: what the next run does. Never two charges for one purchase. */
  const ends = (deadlineMs: number, first: string, charges: number, later = "completed", chargesLater = 1) => ({
    end: { first, charges, later, chargesLater },
    deadlineMs,
  });
  const fails = (error: Verdict["error"], verdict: Verdict): Verdict => ({ ...verdict, ...(error ? { error } : {}) });
  const ambiguous = (says: RegExp) => ({ names: ["AmbiguousChargeError"], says });
  const answered = isAnswered(nature, stays);
  /** The older generation lacks two of the endpoints, and a 404 says no more than that. */
  const isOptional = ["GET /topup/limits", "POST /topup/eligibility"].includes(hit.endpoint);
  const passes =
    answered || (isOptional && (nature.status === 404 || (api === "2026-05" && nature.answer === "garbled")));

  if (hit.endpoint === "*") return ends(0, "done", 1, "done", 1);

  if (verb.startsWith("intent of")) {
    const before = verb === "intent of the next" ? 1 : 0;
    const deadlineMs = windowMs + callMs;
    if (passes) return ends(deadlineMs, "recorded", before, "completed", before + 1);
    return fails(ownError(nature), ends(deadlineMs, "failed", before, "completed", before + 1));
  }

  if (verb === "read of a pending charge") {
    if (answered) return ends(callMs, "completed", 1);
    // A definite answer that is not about the credentials leaves the status as it is.
    if (nature.answer === "no" && nature.status !== 401) return ends(callMs, "pending", 1);
    return fails(ownError(nature), ends(callMs, "failed", 1));
  }
  // Once the card is charged, nothing fails any more.
  if (verb === "update, the bank still asked") return ends(SETTLES_MS + callMs, "pending", 1);

  if (hit.endpoint === "POST /topup/status") {
    const deadlineMs = (verb.startsWith("resume") ? windowMs : 0) + SETTLES_MS + 2 * callMs;
    return ends(deadlineMs, nature.answer === "told" || !stays ? "completed" : "pending", 1);
  }

  if (verb === "charge, answer lost" || verb === "charge, request lost") {
    const charged = verb === "charge, answer lost" ? 1 : 0;
    const deadlineMs = postMs + windowMs + callMs;
    if (answered && charged === 1) return ends(deadlineMs, "completed", 1);
    return fails(ambiguous(answered ? /connection failed/ : nature.says), ends(deadlineMs, "failed", charged));
  }

  if (verb === "charge, invoice taken over" || verb === "resume, charged before") {
    const deadlineMs = windowMs + callMs;
    return answered ? ends(deadlineMs, "completed", 1) : fails(ownError(nature), ends(deadlineMs, "failed", 1));
  }

  if (hit.endpoint !== "POST /topup") {
    // A resume asks before it charges. From the list that it has judged, it charges promptly or not at all.
    const deadlineMs = windowMs + callMs + postMs;
    if (!passes) return fails(ownError(nature), ends(deadlineMs, "failed", 0));
    if (nature.isSlow && hit.endpoint !== "GET /invoice-history")
      return fails(ambiguous(/too long/), ends(deadlineMs, "failed", 0));
    return ends(deadlineMs, "completed", 1);
  }

  const deadlineMs = (verb.startsWith("resume") ? windowMs : 0) + postMs + windowMs + callMs + SETTLES_MS;
  const isDeclined = verb === "charge of a declined card";
  const waits = verb === "charge that waits for the bank";
  const charged = nature.lands && !isDeclined ? 1 : 0;
  const later: [string, number] = isDeclined ? ["declined", 0] : ["completed", 1];
  const failed = ends(deadlineMs, "failed", charged, ...later);
  // A garbled refusal is a refusal still.
  if (isDeclined && (nature.answer === "told" || nature.answer === "garbled"))
    return fails({ names: ["PaymentDeclinedError"], says: /declined/ }, failed);
  if (nature.answer === "told") return ends(deadlineMs, waits ? "pending" : "completed", 1);
  if (isNo(nature)) return fails(ownError(nature), failed);
  // Everything else is unknown. An invoice on the list tells, once it is paid.
  if (charged === 1 && !waits) return ends(deadlineMs, "completed", 1);
  return fails(ambiguous(nature.says), failed);
}
