/**
 * What can go wrong, one class per meaning. `instanceof` does not hold across two copies of a package,
 * so compare `name` to find out which error it is: see {@link isBillingError}.
 */
import { cite } from "./quote.js";

/**
 * What is known about the request that failed.
 *
 * @example
 * ```ts
 * import { getCreditBalance, isBillingError } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { RequestFacts } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const text = ({ method, path, status, ray }: RequestFacts) => `${method} ${path}: ${status}, cf-ray ${ray}`;
 *
 * export const balance = getCreditBalance().catch((error: unknown) => {
 *   if (isBillingError(error)) console.error(text(error.facts));
 *   throw error;
 * });
 * ```
 */
export interface RequestFacts {
  /** The HTTP method, such as `GET`. */
  readonly method?: string;
  /** The path of the URL, without the base URL. */
  readonly path?: string;
  /** The HTTP status of the answer; none without an answer. */
  readonly status?: number;
  /** Cloudflare's numeric error code, such as 10000. Source: `errors[].code`. */
  readonly code?: number;
  /** The `cf-ray` header: what Cloudflare's support asks for. */
  readonly ray?: string;
  /** How long Cloudflare asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** False when it is certain that the request changed nothing. */
  readonly mayHaveHappened?: boolean;
  /** Whether the request went through a proxy, which may hold it back and deliver it later. */
  readonly isProxied?: boolean;
}

/**
 * The base of every error this package raises on purpose. Its message is one line that is safe to print.
 *
 * @example
 * ```ts
 * import { getCreditBalance, isBillingError } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { BillingError } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const report = ({ name, message, facts }: BillingError) => console.error(name, message, facts.status);
 *
 * export const balance = getCreditBalance().catch((error: unknown) => {
 *   if (isBillingError(error)) report(error);
 *   throw error;
 * });
 * ```
 */
export class BillingError extends Error {
  /** Which error it is: a {@link BillingErrorName}. */
  override readonly name: string = "BillingError";
  /** The request that failed; empty when none was sent. */
  readonly facts: RequestFacts;

  constructor(message: string, facts: RequestFacts = {}) {
    super(cite(message, Number.POSITIVE_INFINITY));
    this.facts = facts;
    // Pulumi ends a program on such an error with its one line, and without a stack.
    Object.defineProperty(this, "__pulumiRunError", { value: true });
    // Pulumi still inspects the stack. If a frame is Pulumi's own, that takes 20 s and 3.6 GB in Node 20.20 and 22.23.
    // So there are no frames.
    this.stack = this.message;
  }
}

/** Configuration is missing or invalid. Nothing was sent. */
export class ConfigurationError extends BillingError {
  override readonly name = "ConfigurationError";
}

/** Cloudflare does not know the token or key. */
export class AuthenticationError extends BillingError {
  override readonly name = "AuthenticationError";
}

/** The credentials are valid, but lack the permission or the account. */
export class PermissionError extends BillingError {
  override readonly name = "PermissionError";
}

/** Cloudflare allows this change only in its dashboard. */
export class DashboardOnlyError extends BillingError {
  override readonly name = "DashboardOnlyError";
}

/** Cloudflare no longer creates, enables or changes spending limits of accounts. */
export class SpendingLimitRetiredError extends BillingError {
  override readonly name = "SpendingLimitRetiredError";
}

/** The account must buy credit by hand once before this setting is accepted. */
export class ManualTopupRequiredError extends BillingError {
  override readonly name = "ManualTopupRequiredError";
}

/** The live account has another value, and `allowOverwrite` is not set. */
export class LiveValueDiffersError extends BillingError {
  override readonly name = "LiveValueDiffersError";
}

/** The card was declined. Nothing was charged. */
export class PaymentDeclinedError extends BillingError {
  override readonly name = "PaymentDeclinedError";
}

/** The account cannot buy credit until somebody acts, such as adding a card or confirming a payment. */
export class PaymentActionRequiredError extends BillingError {
  override readonly name = "PaymentActionRequiredError";
}

/** Buying now might charge twice for one purchase, or the card may have been charged already. You decide. */
export class AmbiguousChargeError extends BillingError {
  override readonly name = "AmbiguousChargeError";
}

/** The requested thing does not exist. */
export class NotFoundError extends BillingError {
  override readonly name = "NotFoundError";
}

/** Cloudflare understood the request and rejected it. */
export class RequestRejectedError extends BillingError {
  override readonly name = "RequestRejectedError";
}

/** Too many requests for this user or token. */
export class RateLimitedError extends BillingError {
  override readonly name = "RateLimitedError";
}

/** Cloudflare failed on its side. */
export class ServiceError extends BillingError {
  override readonly name = "ServiceError";
}

/** Cloudflare could not be reached, or the connection broke. */
export class NetworkError extends BillingError {
  override readonly name = "NetworkError";
}

/** No complete answer within the deadline. */
export class TimeoutError extends BillingError {
  override readonly name = "TimeoutError";
}

/** The run was cancelled, or its time for the call ran out, before anything was sent. */
export class CancelledError extends BillingError {
  override readonly name = "CancelledError";
}

/** The answer does not have the shape that the API describes. */
export class ResponseShapeError extends BillingError {
  override readonly name = "ResponseShapeError";
}

const NAMES = [
  "ConfigurationError",
  "AuthenticationError",
  "PermissionError",
  "DashboardOnlyError",
  "SpendingLimitRetiredError",
  "ManualTopupRequiredError",
  "LiveValueDiffersError",
  "PaymentDeclinedError",
  "PaymentActionRequiredError",
  "AmbiguousChargeError",
  "NotFoundError",
  "RequestRejectedError",
  "RateLimitedError",
  "ServiceError",
  "NetworkError",
  "TimeoutError",
  "CancelledError",
  "ResponseShapeError",
] as const;

/** The message of anything that was thrown. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/**
 * The name of an error this package raises on purpose.
 *
 * @example
 * ```ts
 * import { getTopupLimits, isBillingError } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { BillingErrorName } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * const harmless: BillingErrorName[] = ["RateLimitedError", "ServiceError", "NetworkError", "TimeoutError"];
 *
 * export const limits = getTopupLimits().catch((error: unknown) => {
 *   if (harmless.some((name) => isBillingError(error, name))) return undefined;
 *   throw error;
 * });
 * ```
 */
export type BillingErrorName = (typeof NAMES)[number];

/**
 * Tells whether a caught value is an error of this package, and of the given name, if one is given.
 * Works across copies of the package, since it compares names.
 *
 * @example
 * ```ts
 * import { getTopupLimits, isBillingError } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // US cents. The older generation of the API does not have this endpoint.
 * export const most = getTopupLimits()
 *   .then(({ maxCents }) => maxCents)
 *   .catch((error: unknown) => {
 *     if (isBillingError(error, "NotFoundError")) return undefined;
 *     throw error;
 *   });
 * ```
 */
export function isBillingError(error: unknown, name?: BillingErrorName): error is BillingError {
  if (!(error instanceof Error) || !("facts" in error)) return false;
  return name === undefined ? NAMES.some((known) => known === error.name) : error.name === name;
}
