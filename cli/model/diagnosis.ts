/** Whether credentials and account work with the provider, and what to do. Nothing here holds a secret or names an account. */
import type { SharedClient } from "../../provider/billing/client.js";
import { isBillingError } from "../../provider/contract/errors.js";
import { cite } from "../../provider/contract/quote.js";
import * as data from "../../provider/data/index.js";

/** What was found about the machine and the accounts. */
export interface Diagnosis {
  /** The least of all accounts. */
  readonly access: Access;
  /** What does not depend on an account. */
  readonly machine: readonly Finding[];
  /** Each account, in the order in which they are given. */
  readonly accounts: readonly AccountDiagnosis[];
}

export interface AccountDiagnosis {
  /** The account, without the middle of its id: `0123…cdef`. */
  readonly account: string;
  /** `works`: it can be read and written. `readsOnly`: it can be read; writing is not permitted, or it could not be told. `fails`: neither. */
  readonly access: Access;
  /** What was found. */
  readonly findings: readonly Finding[];
}

export interface Finding {
  /** What it is about. */
  readonly topic: Topic;
  /** `good`, `bad`; `note`: it may be as it must be, or not; `unknown`: it could not be told. */
  readonly state: "good" | "bad" | "note" | "unknown";
  /** What was found, and what to do, in whole sentences. */
  readonly text: string;
}

export type Access = "works" | "readsOnly" | "fails";

export type Topic =
  | "node"
  | "pulumi"
  | "package"
  | "proxy"
  | "certificates"
  | "server"
  | "credentials"
  | "read"
  | "write"
  | "generation"
  | "card"
  | "firstTopup"
  | "purchases";

interface Account {
  readonly accountId: string;
  readonly client: SharedClient;
}

/** The least of all; `fails` without any. */
export function leastAccess(all: ReadonlyArray<{ readonly access: Access }>): Access {
  if (all.length === 0 || all.some(({ access }) => access === "fails")) return "fails";
  return all.every(({ access }) => access === "works") ? "works" : "readsOnly";
}

/** An account id without its middle, so that a text with it can be shown to others. */
export const shortId = (accountId: string) => `${accountId.slice(0, 4)}…${accountId.slice(-4)}`;

export async function diagnoseAccount(account: Account): Promise<AccountDiagnosis> {
  const balance = await attempt(() => data.getCreditBalance(account));
  if ("error" in balance)
    return { account: shortId(account.accountId), access: "fails", findings: unread(balance.error) };
  const [limits, eligibility] = await Promise.all([
    attempt(() => data.getTopupLimits(account)),
    attempt(() => data.getTopupEligibility(account)),
  ]);
  const write = await writeAccess(account, eligibility);
  const { hasDefaultPaymentMethod, firstTopupSuccess } = balance.value;
  return {
    account: shortId(account.accountId),
    access: write === "yes" ? "works" : "readsOnly",
    findings: [
      good("credentials", `Cloudflare knows the ${nameOf(account.client)}.`),
      good("read", "It may read the account."),
      writeOf(write),
      generationOf(limits),
      hasDefaultPaymentMethod
        ? good("card", "The account has a default card.")
        : bad("card", "The account has no default card: nothing can be bought. Add one in the dashboard."),
      firstTopupOf(firstTopupSuccess),
      ...("error" in eligibility ? [] : [purchasesOf(eligibility.value)]),
    ],
  };
}

const good = (topic: Topic, text: string): Finding => ({ topic, state: "good", text });
const bad = (topic: Topic, text: string): Finding => ({ topic, state: "bad", text });
const note = (topic: Topic, text: string): Finding => ({ topic, state: "note", text });
const unknown = (topic: Topic, text: string): Finding => ({ topic, state: "unknown", text });

const nameOf = ({ credentials }: SharedClient) => (credentials === "token" ? "API token" : "global API key");

interface Failure {
  readonly name: string;
  /** The HTTP status; undefined without an answer. */
  readonly status: number | undefined;
  /** Without the account, hosts and addresses. */
  readonly said: string;
}

async function attempt<Value>(read: () => Promise<Value>): Promise<{ value: Value } | { error: Failure }> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!isBillingError(error)) throw error;
    const { status, code, ray } = error.facts;
    // The name of the fault in a message such as `(ECONNREFUSED: connect ECONNREFUSED 10.0.0.1:443)`.
    const [, fault] = /\(([A-Z][A-Z0-9_]+)[:)]/.exec(error.message) ?? [];
    const facts = [code === undefined ? "" : `code ${code}`, ray === undefined ? "" : `cf-ray ${cite(ray, 60)}`];
    const why = facts.filter((fact) => fact !== "").join(", ");
    const answered = `Cloudflare answered ${status}${why === "" ? "" : ` (${why})`}.`;
    return { error: { name: error.name, status, said: status === undefined ? (fault ?? "") : answered } };
  }
}

/** Why nothing can be read, and what to do. */
function unread({ name, said }: Failure): Finding[] {
  const known = good("credentials", "Cloudflare knows them.");
  switch (name) {
    case "AuthenticationError":
      return [
        bad(
          "credentials",
          `Cloudflare does not know them. ${said} Check that the token or key is complete, active and not expired.`,
        ),
      ];
    case "PermissionError":
      return [
        known,
        bad(
          "read",
          `They may not read the account. ${said} Give the token the permission AI Gateway Read, or AI Gateway Write to buy and to set, for this account.`,
        ),
      ];
    case "NotFoundError":
      return [
        bad(
          "read",
          `Cloudflare does not find the account. ${said} Check its id, and the base URL if you have set one.`,
        ),
      ];
    case "RateLimitedError":
      return [unknown("read", `The rate limit of the credentials is used up. ${said} Try again in five minutes.`)];
    case "ServiceError":
      return [
        unknown("read", `Cloudflare has a problem. ${said} Look at https://www.cloudflarestatus.com, and try again.`),
      ];
    case "NetworkError":
    case "TimeoutError": {
      const fault = said === "" ? "" : ` (${said})`;
      return [
        bad(
          "server",
          `It was not reached${fault}. Check the network, the proxy variables, and NODE_EXTRA_CA_CERTS if a proxy has certificates of its own.`,
        ),
      ];
    }
    default:
      return [bad("read", `The answer was not understood. ${said} Check the base URL if you have set one.`)];
  }
}

type Attempt<Read extends (...args: never[]) => Promise<unknown>> =
  | { readonly value: Awaited<ReturnType<Read>> }
  | { readonly error: Failure };

type WriteAccess = "yes" | "no" | { readonly said: string };

/** A purchase that nobody has made. */
const NO_PURCHASE = { paymentIntentId: "in_doctor_asks_whether_it_may_write" };

/**
 * Whether the credentials may write, from a call that needs this permission and changes nothing. The older generation has
 * no call for the eligibility. There, the status of a purchase needs the permission: without it, Cloudflare refuses the call;
 * with it, Cloudflare answers that there is no such purchase.
 */
async function writeAccess(
  account: Account,
  eligibility: Attempt<typeof data.getTopupEligibility>,
): Promise<WriteAccess> {
  if (!("error" in eligibility)) return "yes";
  if (eligibility.error.name !== "NotFoundError") return refusedBy(eligibility.error);
  const status = await attempt(() => data.getTopupStatus(account, NO_PURCHASE));
  return "error" in status && !isUnknownPurchase(status.error) ? refusedBy(status.error) : "yes";
}

const isUnknownPurchase = ({ status }: Failure) => status === 400 || status === 404;

const refusedBy = ({ name, said }: Failure): WriteAccess => (name === "PermissionError" ? "no" : { said });

function writeOf(access: WriteAccess): Finding {
  if (access === "yes") return good("write", "It may write.");
  if (access === "no")
    return note(
      "write",
      "It may not write. That is enough for data functions, previews, status and check. To buy and to set, it needs AI Gateway Write.",
    );
  return unknown("write", `Whether it may write could not be told. ${access.said} Try again.`);
}

/** Only the newer generation has limits of top-ups. */
function generationOf(limits: Attempt<typeof data.getTopupLimits>): Finding {
  if (!("error" in limits))
    return note(
      "generation",
      "2026-10 answers. API tokens cannot set the auto top-up: set it in the dashboard, and `pulumi up` adopts it. Nobody can create or change a spending limit.",
    );
  if (limits.error.name === "NotFoundError")
    return good("generation", "2026-05 answers, in which API tokens can write everything.");
  return unknown("generation", `Which generation of the API answers could not be told. ${limits.error.said}`);
}

function firstTopupOf(settled: boolean | null): Finding {
  if (settled === null) return unknown("firstTopup", "Cloudflare does not say whether a first purchase has settled.");
  return settled
    ? good("firstTopup", "A first purchase has settled.")
    : note(
        "firstTopup",
        "No purchase has settled yet. A spending limit needs one: buy credit once, in the dashboard or with a CreditTopup.",
      );
}

function purchasesOf({ eligible, reason, recommendedAction }: Awaited<ReturnType<typeof data.getTopupEligibility>>) {
  if (eligible) return good("purchases", "The account can buy credit.");
  const said = [reason, recommendedAction].filter((text) => text !== null).map((text) => cite(text, 60));
  return bad("purchases", `The account cannot buy credit now. Cloudflare says: ${said.join(", ") || "nothing"}.`);
}
