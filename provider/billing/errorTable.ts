/**
 * What an answer of Cloudflare means. The one table that maps (endpoint, status, code, message) to an
 * error, the most specific row first. Nothing else in the package looks at a code or a message.
 */
import { creditsPage, gatewayPage, paymentPage } from "../contract/dashboard.js";
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
  /** What to do about it, which may depend on the account. */
  readonly hint: string | ((accountId: string) => string);
  readonly transient?: Transience;
  /** Set if the change may have been made, whatever the status. */
  readonly mayHaveHappened?: true;
}

const is =
  (...statuses: number[]) =>
  (status: number) =>
    statuses.includes(status);

/** Whether Cloudflare certainly refused. Not 409, a conflict with the same request sent before; not 408, a time-out. */
export const isNo = (status: number) => status >= 400 && status < 500 && status !== 408 && status !== 409;

const CHECK_CREDENTIALS = "Check that the token or key is complete, active, and belongs to this account.";
const GIVE_PERMISSION =
  "Give the token the permission AI Gateway Write (AI Gateway Read is enough to read), for this account.";
const WAIT =
  "Run the same command again in a few minutes. Cloudflare counts the requests of everything that uses the same user or token.";

const NEWER_ONLY =
  "Only the newer generation of the API has this endpoint, and the older one seems to answer: remove this call, or change the base URL. If other calls for this account get a 404 too, check the account id.";

const fixTheCard = (accountId: string) =>
  `Nothing was charged. Fix the card in the ${paymentPage(accountId)}, and run \`pulumi up\` again with the same purchase. For another amount, name a new purchase, and give this one up with abandonPurchase.`;

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
    hint: (accountId) =>
      `Buy credit by hand once in the ${creditsPage(accountId, "Top-up credits")}, wait until the payment has settled, and run \`pulumi up\` again.`,
  },
  {
    message: /dashboard sessions? only/i,
    error: DashboardOnlyError,
    hint: (accountId) => `Make this change in the ${gatewayPage(accountId)}.`,
  },
  { endpoint: "POST /topup", status: is(402), error: PaymentDeclinedError, hint: fixTheCard },
  { endpoint: "POST /topup", status: isNo, message: /\bdeclined\b/i, error: PaymentDeclinedError, hint: fixTheCard },
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
    hint: "A proxy in between wants its own credentials: put them into HTTPS_PROXY, as https://user:password@proxy.",
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
    hint: "Run the same command again. If it fails again, see https://www.cloudflarestatus.com.",
    transient: "yes",
  },
  {
    status: (status) => status >= 300 && status < 400,
    error: ResponseShapeError,
    hint: "Cloudflare's API does not redirect: check the base URL and any proxy in between. The redirect was not followed, so that credentials never reach another host.",
  },
  {
    error: RequestRejectedError,
    hint: "Check the values against the documentation. If it allows them, please report this line.",
  },
];

/** How much of an answer is searched: more than Cloudflare ever sends, and short enough for the expressions above. */
const MOST_ERRORS = 10;
const LONGEST_MESSAGE = 1000;

export interface Meaning {
  readonly create: new (message: string, facts: RequestFacts) => BillingError;
  /** What to do about it. */
  hint(accountId: string): string;
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
    hint: (accountId) => (typeof row.hint === "string" ? row.hint : row.hint(accountId)),
    transient: row.transient ?? "no",
    // With such a status the change may have been made, whatever the code says.
    mayHaveHappened: row.mayHaveHappened ?? (status >= 500 || status === 408),
    said: words,
    code: first?.code,
  };
}
