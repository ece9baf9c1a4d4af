/** The sentences of failed requests: what was attempted, what came back, what to do. */
import { cancelled } from "../contract/cancelled.js";
import type { BillingError, RequestFacts } from "../contract/errors.js";
import { NetworkError, RateLimitedError, ResponseShapeError, TimeoutError } from "../contract/errors.js";
import { cite } from "../contract/quote.js";
import type { Endpoint } from "./endpoint.js";
import type { Complaint } from "./errorTable.js";
import { isNo, meaningOf } from "./errorTable.js";
import type { Redact } from "./redact.js";
import type { Failure, Transience } from "./retry.js";

/** What is known of an answer, without its body. */
export interface Head {
  readonly status: number;
  /** The `cf-ray` header. */
  readonly ray: string | undefined;
  /** The `retry-after` header. */
  readonly retryAfterMs: number | undefined;
}

export interface Explain {
  /** An answer that is not a success. `errors` is undefined if the answer had no envelope. */
  refused(head: Head, errors: Complaint["errors"] | undefined): Failure;
  /** A success whose body does not have the shape that the API describes. */
  unreadable(head: Head, why: string, transient: boolean): Failure;
  tooLarge(limitBytes: number): Failure;
  timeout(limitMs: number): Failure;
  /** The connection failed. `code` comes from the network stack, and is empty if it gave none. */
  broken(code: string, message: string): Failure;
  /** The connection for a charge failed, so nothing was sent. `thrown` is undefined if the time was up. */
  unconnected(thrown: unknown, limitMs: number): Failure;
  /** Cloudflare has blocked this credential for that long. */
  blocked(forMs: number): Failure;
  /** Nobody waits for the call any more. Nothing was sent, or only something that changes nothing. */
  cancelled(signal: AbortSignal): BillingError;
}

/** The connection was refused or the name unknown: nothing has left this machine. */
const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);
const CERTIFICATE = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT)/;

/** The sentence for a request that may have taken effect. */
const UNSURE = {
  read: "",
  write: "It is not known whether the change was made. The next run reads before it writes.",
  charge: "It is not known whether the card was charged.",
} as const;

/** A `cf-ray` has twenty characters. */
const RAY_LENGTH = 40;

/** @param isProxied whether the request goes through a proxy that may hold it back */
export function explainer(
  endpoint: Endpoint<unknown>,
  accountId: string,
  path: string,
  redact: Redact,
  isProxied = false,
): Explain {
  const attempted = `Could not ${endpoint.purpose} of account ${accountId}`;
  const unsure = UNSURE[endpoint.effect];
  // Redact first, then cut: a cut through a credential would show its beginning.
  const quoted = (text: string, longest?: number) => cite(redact(text), longest);
  const request = { method: endpoint.method, path, ...(isProxied ? { isProxied } : {}) };
  /** Advice to run again. If a charge may have been made, the purchase first looks for it, and then says what to do. */
  const again = (advice: string, mayHaveHappened: boolean) =>
    endpoint.effect === "charge" && mayHaveHappened ? "" : advice;

  function failure(
    create: new (message: string, facts: RequestFacts) => BillingError,
    sentences: readonly string[],
    transient: Transience,
    facts: RequestFacts & { readonly mayHaveHappened: boolean },
  ): Failure {
    const all = [...sentences, facts.mayHaveHappened ? unsure : ""].filter((sentence) => sentence !== "");
    return { error: new create(all.join(" "), { ...request, ...facts }), transient };
  }

  const withRay = (head: Head): Head => ({ ...head, ray: head.ray && quoted(head.ray, RAY_LENGTH) });

  function connectionFailed(code: string, message: string, mayHaveHappened: boolean): Failure {
    const certificate = CERTIFICATE.test(code);
    const advice = certificate
      ? "If a proxy of your company inspects TLS, name its certificate in NODE_EXTRA_CA_CERTS."
      : "Check the network, the base URL and the proxy variables (HTTPS_PROXY, NO_PROXY), and run the same command again.";
    const what = [code, message]
      .map((part) => quoted(part))
      .filter((part, index, parts) => part !== "" && parts.indexOf(part) === index)
      .join(": ");
    const unsent = endpoint.effect === "charge" && !mayHaveHappened ? "Nothing was sent." : "";
    const sentences = [`${attempted}: the connection failed (${what}).`, unsent, again(advice, mayHaveHappened)];
    return failure(NetworkError, sentences, certificate ? "no" : "yes", { mayHaveHappened });
  }

  return {
    refused(answered, errors) {
      const head = withRay(answered);
      const meaning = meaningOf({
        endpoint: `${endpoint.method} ${endpoint.path}`,
        status: head.status,
        errors: errors ?? [],
      });
      const said = inBrackets(quoted(meaning.said), head.ray && `cf-ray ${head.ray}`);
      const mayHaveHappened = meaning.mayHaveHappened || (endpoint.effect === "charge" && !isNo(head.status));
      const sentences = [
        `${attempted}: Cloudflare answered ${head.status}${said}.`,
        head.retryAfterMs === undefined ? "" : `It asks to wait ${seconds(head.retryAfterMs)} s.`,
        errors === undefined && head.ray === undefined
          ? "(The answer has no cf-ray, so it may come from a proxy.)"
          : "",
        again(meaning.hint(accountId), mayHaveHappened),
      ];
      const code = meaning.code === undefined ? {} : { code: meaning.code };
      return failure(meaning.create, sentences, meaning.transient, { ...factsOf(head), ...code, mayHaveHappened });
    },
    unreadable(answered, why, transient) {
      const head = withRay(answered);
      const sentences = [
        `${attempted}: Cloudflare answered ${head.status}, and ${quoted(why)}${inBrackets(head.ray && `cf-ray ${head.ray}`)}.`,
        "Check that no proxy changes the answer. If none does, the API has changed: update this package.",
      ];
      const facts = { ...factsOf(head), mayHaveHappened: true };
      return failure(ResponseShapeError, sentences, transient ? "yes" : "no", facts);
    },
    tooLarge(limitBytes) {
      const sentences = [
        `${attempted}: the answer is larger than ${limitBytes} bytes.`,
        "Check the base URL and any proxy in between.",
      ];
      return failure(ResponseShapeError, sentences, "no", { mayHaveHappened: true });
    },
    timeout(limitMs) {
      const sentences = [
        `${attempted}: no complete answer within ${tenths(limitMs)} s.`,
        again("Check the network and https://www.cloudflarestatus.com, and run the same command again.", true),
      ];
      return failure(TimeoutError, sentences, "yes", { mayHaveHappened: true });
    },
    // A charge is sent on an open connection. Whatever breaks after that, its bytes may have arrived.
    broken: (code, message) =>
      connectionFailed(
        code,
        message,
        endpoint.effect === "charge" || !(CERTIFICATE.test(code) || NEVER_SENT.has(code)),
      ),
    unconnected(thrown, limitMs) {
      if (thrown === undefined) return connectionFailed("", `no connection within ${tenths(limitMs)} s`, false);
      const { code = "", message = String(thrown) }: { code?: unknown; message?: unknown } = Object(thrown);
      return connectionFailed(String(code), String(message), false);
    },
    blocked(forMs) {
      const sentences = [
        `${attempted}: Cloudflare has answered 429 to this user or token and asks to wait ${seconds(forMs)} s more. Nothing was sent.`,
        "Run the same command again after that. Cloudflare counts the requests of everything that uses the same user or token.",
      ];
      return failure(RateLimitedError, sentences, "no", { retryAfterMs: forMs, mayHaveHappened: false });
    },
    cancelled: (signal) => cancelled(signal, attempted),
  };
}

/** Seconds with one decimal, where there is one. */
const tenths = (ms: number) => Number((ms / 1000).toFixed(1));

const seconds = (ms: number) => Math.ceil(ms / 1000);

/** ` (a; b)`, or nothing. */
function inBrackets(...parts: Array<string | undefined>): string {
  const said = parts.filter((part) => part !== undefined && part !== "");
  return said.length === 0 ? "" : ` (${said.join("; ")})`;
}

function factsOf({ status, ray, retryAfterMs }: Head): RequestFacts {
  return { status, ...(ray === undefined ? {} : { ray }), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
