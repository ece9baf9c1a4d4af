/** What an answer means: by endpoint, status, code and message, the most specific first. */
import { meaningOf } from "../../../provider/billing/errorTable";
import { ACCOUNT } from "../../support/client";

const GET = "GET /topup/config";
const POST = "POST /topup/config";
const LIMIT = "POST /spending-limit";

test.each([
  // [endpoint, status, code, message, error, transient, may have happened]
  [GET, 400, 6003, "Invalid request headers", "AuthenticationError", "no", false],
  [GET, 400, 9106, "Missing headers", "AuthenticationError", "no", false],
  [GET, 403, 9103, "Unknown X-Auth-Key or X-Auth-Email", "AuthenticationError", "no", false],
  [GET, 403, 9109, "Invalid access token", "AuthenticationError", "no", false],
  [GET, 401, 10000, "Authentication error", "AuthenticationError", "once", false],
  [GET, 403, 10000, "Authentication error", "PermissionError", "once", false],
  [GET, 400, 10001, "Method not allowed for token", "PermissionError", "no", false],
  [GET, 400, 10001, "Unable to authenticate request", "ServiceError", "yes", false],
  [GET, 400, 10001, "internal error", "ServiceError", "yes", true],
  [GET, 500, 10001, "Unable to authenticate request", "ServiceError", "yes", true],
  [GET, 500, 10000, "Authentication error", "AuthenticationError", "once", true],
  [POST, 500, 7003, "Could not route", "NotFoundError", "no", true],
  [POST, 503, 971, "slow down", "RateLimitedError", "yes", true],
  [GET, 404, 7003, "Could not route", "NotFoundError", "no", false],
  [GET, 400, 7003, "Could not route", "NotFoundError", "no", false],
  [GET, 200, 971, "Please slow down", "RateLimitedError", "yes", false],
  [GET, 429, undefined, undefined, "RateLimitedError", "yes", false],
  [GET, 500, undefined, undefined, "ServiceError", "yes", true],
  [GET, 503, 1000, "unavailable", "ServiceError", "yes", true],
  [GET, 408, undefined, undefined, "ServiceError", "yes", true],
  [GET, 302, undefined, undefined, "ResponseShapeError", "no", false],
  [GET, 403, undefined, undefined, "PermissionError", "no", false],
  [GET, 401, undefined, undefined, "AuthenticationError", "no", false],
  [GET, 404, undefined, undefined, "NotFoundError", "no", false],
  [GET, 200, 1000, "something else", "RequestRejectedError", "no", false],
  [POST, 400, 7001, "amount: too small", "RequestRejectedError", "no", false],
  [POST, 409, undefined, undefined, "RequestRejectedError", "no", false],
  [POST, 403, 1000, "Forbidden: dashboard sessions only", "DashboardOnlyError", "no", false],
  [POST, 403, 12345, "This endpoint is for Dashboard Session Only", "DashboardOnlyError", "no", false],
  [
    LIMIT,
    403,
    77,
    "AI Gateway spending limits are deprecated and can no longer be created, enabled, or modified",
    "SpendingLimitRetiredError",
    "no",
    false,
  ],
  [LIMIT, 400, 1000, "NO_MANUAL_TOPUP", "ManualTopupRequiredError", "no", false],
  [LIMIT, 403, 1000, "NO_MANUAL_TOPUP: top up first", "ManualTopupRequiredError", "no", false],
  // code 1000 alone has several meanings and decides nothing
  [LIMIT, 403, 1000, "something else", "PermissionError", "no", false],
])("%s %p with code %p, %p: %s", (endpoint, status, code, message, error, transient, mayHaveHappened) => {
  const meaning = meaningOf({
    endpoint,
    status,
    errors: code === undefined && message === undefined ? [] : [{ code, message }],
  });
  expect(new meaning.create("", {}).name).toBe(error);
  expect(meaning).toMatchObject({ transient, mayHaveHappened });
});

test.each(["GET /topup/limits", "POST /topup/eligibility"])(
  "a 404 of %s says first that the older generation lacks it, and then asks to check the account",
  (endpoint) => {
    const chained = [
      { code: 7003, message: "Could not route to it, perhaps your object identifier is invalid?" },
      { code: 7000, message: "No route for that URI" },
    ];
    for (const errors of [[], chained]) {
      const { create, hint } = meaningOf({ endpoint, status: 404, errors });
      expect(new create("", {}).name).toBe("NotFoundError");
      expect(hint(ACCOUNT)).toMatch(/^Only the newer generation of the API has this endpoint/);
      expect(hint(ACCOUNT)).not.toContain("Check accountId");
    }
  },
);

test("a long text of the server costs no more than a short one", () => {
  const bestMs = (repeated: number) => {
    const message = "spending limit ".repeat(repeated);
    const errors = Array.from({ length: 20 }, () => ({ message }));
    const once = () => {
      const began = performance.now();
      meaningOf({ endpoint: LIMIT, status: 403, errors });
      return performance.now() - began;
    };
    return Math.min(once(), once(), once());
  };
  // Twice the square root of what quadratic growth would be; below a millisecond there is nothing to compare.
  expect(bestMs(4000)).toBeLessThan(8 * Math.max(1, bestMs(1000)));
});

test("a long message is still printed, and still recognized by its beginning", () => {
  const message = `NO_MANUAL_TOPUP${" and so on".repeat(500)}`;
  const { create, said } = meaningOf({ endpoint: LIMIT, status: 400, errors: [{ code: 1000, message }] });
  expect(new create("", {}).name).toBe("ManualTopupRequiredError");
  expect(said).toBe(`code 1000: ${message}`);
});

test("a code anywhere in the list counts", () => {
  const errors = [
    { code: 1, message: "first" },
    { code: 7003, message: "Could not route" },
  ];
  expect(new (meaningOf({ endpoint: GET, status: 400, errors }).create)("", {}).name).toBe("NotFoundError");
});
