/** The answer of a healthy server: credentials, the rate limit, the route, the permission, the body. */
import type { IncomingHttpHeaders } from "node:http";
import { ACCOUNT_ID } from "../provider/billing/schema.js";
import type { Answer } from "./answer.js";
import { chained, failure } from "./answer.js";
import { routeOf } from "./billing.js";
import type { Ledger } from "./ledger.js";
import type { ApiGeneration, TokenSeed } from "./state.js";
import type { Store } from "./store.js";

export const BASE_PATH = "/client/v4";

export interface Asked {
  readonly path: string;
  readonly query: URLSearchParams;
  /** Method and path below `/ai-gateway/billing`. */
  readonly endpoint: string;
  readonly body: string;
  readonly credential: TokenSeed | Answer;
  /** Seconds until the rate limit lets requests pass; undefined if it does now. */
  readonly retryAfter: number | undefined;
  /** Whether to answer from before the last change. */
  readonly stale: boolean;
}

const ACCOUNT_PATH = new RegExp(`^${BASE_PATH}/accounts/([^/]+)/ai-gateway/billing/`);

/** What answers. */
export interface Service {
  readonly api: ApiGeneration;
  readonly store: Store;
  readonly ledger: Ledger;
  readonly now: () => number;
}

/** Makes the requested change, if it is allowed, and answers. */
export function respond(asked: Asked, { api, store, ledger, now }: Service): Answer {
  const { path, endpoint, credential, retryAfter } = asked;
  if ("status" in credential) return credential;
  if (retryAfter !== undefined)
    return failure(429, 10429, "Rate limit exceeded", { "retry-after": String(retryAfter) });

  const accountId = ACCOUNT_PATH.exec(path)?.[1] ?? "";
  const route = routeOf(endpoint);
  if (!ACCOUNT_ID.test(accountId) || route === undefined || (route.since !== undefined && api < route.since))
    return noRoute(path);
  if (credential.accounts?.includes(accountId) === false) return FOREIGN[10000]();
  const { foreignAccount } = store.quirks;
  if (foreignAccount?.id === accountId) return FOREIGN[foreignAccount.code](path);
  const allowed = credential.permission === "write" || credential.permission === route.permission;
  if (!allowed) return failure(403, 10000, "Authentication error");

  const body = parseJson(asked.body);
  if (body === INVALID) return failure(400, 7001, "body: not JSON");
  const account = asked.stale ? store.staleAccount(accountId) : store.account(accountId);
  return route.handle({ accountId, account, credential, api, store, ledger, now: now(), query: asked.query, body });
}

function noRoute(path: string): Answer<never> {
  const first = `Could not route to ${path}, perhaps your object identifier is invalid?`;
  return chained(404, [7003, first], [7000, "No route for that URI"]);
}

/** The answers for an account of somebody else, by code. */
const FOREIGN = {
  10000: () => failure(403, 10000, "Authentication error"),
  9109: () => failure(403, 9109, "Unauthorized to access requested resource"),
  7003: noRoute,
} satisfies Record<number, (path: string) => Answer<never>>;

/** Whose request it is, or the answer to unknown credentials. */
export function identify(store: Store, headers: IncomingHttpHeaders): TokenSeed | Answer {
  const { authorization } = headers;
  const [key, email] = ["x-auth-key", "x-auth-email"].map((name) => headers[name]?.toString());
  if (authorization === undefined && (key === undefined || email === undefined)) {
    return failure(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
  }
  if (authorization !== undefined && !/^Bearer \S+$/.test(authorization)) {
    return chained(400, [6003, "Invalid request headers"], [6111, "Invalid format for Authorization header"]);
  }
  const found = store.credential({ authorization, key, email });
  if (found !== undefined) return found;
  return authorization === undefined
    ? failure(403, 9103, "Unknown X-Auth-Key or X-Auth-Email")
    : failure(403, 9109, "Invalid access token");
}

const INVALID = Symbol("not JSON");

function parseJson(body: string): unknown {
  if (body === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return INVALID;
  }
}
