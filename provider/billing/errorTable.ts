/**
 * What an answer of Cloudflare means. The one table that maps (endpoint, status, code, message) to an
 * error, the most specific row first. Nothing else in the package looks at a code or a message.
 */
import type { BillingError, RequestFacts } from "../contract/errors.js";
import {
  AuthenticationError,
  DashboardOnlyError,
  ManualTopupRequiredError,
  NetworkError,
  NotFoundError,
  PaymentDeclinedError,
  PermissionError,
  RateLimitedError,
  RequestRejectedError,
  ResponseShapeError,
  ServiceError,
  SpendingLimitRetiredError,
} from "../contract/errors.js";
import type { Transience } from "./retry.js";

export interface Complaint {
  /** Method and path below `/ai-gateway/billing`, such as `POST /topup/config`. */
  readonly endpoint: string;
  readonly status: number;
  /** Cloudflare's own words; empty when the answer had no envelope. */
  readonly errors: ReadonlyArray<{ readonly code?: number | undefined; readonly message?: string | undefined }>;
}

interface Row {
  readonly endpoint?: string;
  readonly status?: (status: number) => boolean;
  readonly codes?: readonly number[];
  readonly message?: RegExp;
  readonly error: new (message: string, facts: RequestFacts) => BillingError;
  /** What to do about it. */
  readonly hint: string;
  readonly transient?: Transience;
  /** Set where the change may have been made whatever the status. */
  readonly mayHaveHappened?: true;
}

const is =
  (...statuses: number[]) =>
  (status: number) =>
    statuses.includes(status);

/** A conflict may be with the first of two equal requests, and a time-out is no answer. */
export const isNo = (status: number) => status >= 400 && status < 500 && status !== 408 && status !== 409;

const CHECK_CREDENTIALS = "Check that the token or key is complete, active, and of this account.";
const GIVE_PERMISSION =
  "Give the token the permission AI Gateway Write (AI Gateway Read is enough to read), for this account.";
const WAIT =
  "Run the same command again in a few minutes; fewer declarations or a lower --parallel send fewer requests.";

const NEWER_ONLY =
  "Only the newer generation of the API has this endpoint, and the older one seems to answer: remove this call, or change the base URL. Where other calls for this account are answered with 404 too, check its id.";

const DECLINED =
  "Nothing was charged. Mend the card in the Cloudflare dashboard (Manage account > Billing > Payment info) and run `pulumi up` again with the same purchase; another amount needs a new purchase.";

const TABLE: readonly Row[] = [
  {
    endpoint: "POST /spending-limit",
    message: /spending limits? .*(deprecated|can no longer)/i,
    error: SpendingLimitRetiredError,
    hint: "",
  },
  {
    message: /NO_MANUAL_TOPUP/,
    error: ManualTopupRequiredError,
    hint: "Buy credit by hand once (Cloudflare dashboard > AI > AI Gateway > Credits Available > Manage > Top-up credits), wait until it has settled, and run `pulumi up` again.",
  },
  {
    message: /dashboard sessions? only/i,
    error: DashboardOnlyError,
    hint: "Do it in the Cloudflare dashboard > AI > AI Gateway.",
  },
  { endpoint: "POST /topup", status: is(402), error: PaymentDeclinedError, hint: DECLINED },
  { endpoint: "POST /topup", status: isNo, message: /\bdeclined\b/i, error: PaymentDeclinedError, hint: DECLINED },
  { status: is(429), error: RateLimitedError, hint: WAIT, transient: "yes" },
  { codes: [971], error: RateLimitedError, hint: WAIT, transient: "yes" },
  {
    codes: [10001],
    message: /method not allowed/i,
    error: PermissionError,
    hint: "This kind of token may not use this endpoint; use an API token with the permission AI Gateway Write.",
  },
  {
    codes: [10001],
    message: /unable to authenticate request/i,
    error: ServiceError,
    hint: "Run the same command again.",
    transient: "yes",
  },
  {
    codes: [10001],
    message: /internal error/i,
    error: ServiceError,
    hint: "Run the same command again.",
    transient: "yes",
    mayHaveHappened: true,
  },
  {
    codes: [10000],
    status: is(403),
    error: PermissionError,
    hint: GIVE_PERMISSION,
    transient: "once",
  },
  { codes: [10000], error: AuthenticationError, hint: CHECK_CREDENTIALS, transient: "once" },
  {
    codes: [9109],
    message: /unauthorized to access/i,
    error: PermissionError,
    hint: GIVE_PERMISSION,
  },
  { codes: [6003, 9103, 9106, 9109], error: AuthenticationError, hint: CHECK_CREDENTIALS },
  { status: is(401), error: AuthenticationError, hint: CHECK_CREDENTIALS },
  { endpoint: "GET /topup/limits", status: is(404), error: NotFoundError, hint: NEWER_ONLY },
  { endpoint: "POST /topup/eligibility", status: is(404), error: NotFoundError, hint: NEWER_ONLY },
  {
    codes: [7003, 7000],
    error: NotFoundError,
    hint: "Check accountId: it is the 32 hex digits in the dashboard's address after dash.cloudflare.com/.",
  },
  {
    status: is(403),
    error: PermissionError,
    hint: GIVE_PERMISSION,
  },
  { status: is(404), error: NotFoundError, hint: "Check accountId, and the base URL if you have set one." },
  {
    status: is(407),
    error: NetworkError,
    hint: "A proxy in between asks for its own credentials: put them into HTTPS_PROXY, as https://user:password@proxy.",
  },
  {
    status: is(408),
    error: ServiceError,
    hint: "Run the same command again.",
    transient: "yes",
  },
  {
    status: (status) => status >= 500,
    error: ServiceError,
    hint: "Run the same command again; if it goes on, see https://www.cloudflarestatus.com.",
    transient: "yes",
  },
  {
    status: (status) => status >= 300 && status < 400,
    error: ResponseShapeError,
    hint: "Cloudflare's API does not redirect, and a redirect is not followed, so that credentials never reach another host: check the base URL and any proxy in between.",
  },
  {
    error: RequestRejectedError,
    hint: "If the values are ones the documentation allows, please report it with this line.",
  },
];

/** How much of an answer is looked at: more than Cloudflare ever says, and little enough for any expression above. */
const MOST_ERRORS = 10;
const LONGEST_MESSAGE = 1000;

export interface Meaning {
  readonly create: new (message: string, facts: RequestFacts) => BillingError;
  readonly hint: string;
  readonly transient: Transience;
  readonly mayHaveHappened: boolean;
  /** What Cloudflare said, in a few words: `code 10000: Authentication error`; empty when it said nothing. */
  readonly said: string;
  readonly code: number | undefined;
}

/** Finds the meaning of an answer that is not a success. */
export function meaningOf(complaint: Complaint): Meaning {
  const { endpoint, status } = complaint;
  const [first] = complaint.errors;
  const errors = complaint.errors
    .slice(0, MOST_ERRORS)
    .map(({ code, message }) => ({ code, message: message?.slice(0, LONGEST_MESSAGE) }));
  const matches = (row: Row) =>
    (row.endpoint === undefined || row.endpoint === endpoint) &&
    (row.status === undefined || row.status(status)) &&
    (row.codes === undefined || errors.some(({ code }) => code !== undefined && row.codes?.includes(code))) &&
    (row.message === undefined || errors.some(({ message }) => message !== undefined && row.message?.test(message)));
  const row = TABLE.find(matches) as Row;
  const words = [first?.code === undefined ? "" : `code ${first.code}`, first?.message?.trim() ?? ""]
    .filter((word) => word !== "")
    .join(": ");
  return {
    create: row.error,
    hint: row.hint,
    transient: row.transient ?? "no",
    // Whatever the code says: behind such a status the change may have been made.
    mayHaveHappened: row.mayHaveHappened ?? (status >= 500 || status === 408),
    said: words,
    code: first?.code,
  };
}
