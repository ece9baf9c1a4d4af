/** Each check at its limit, and where something is not known. */
import type { AccountStatus, Purchase, Unknown } from "../../../cli/model/accountStatus";
import { known } from "../../../cli/model/accountStatus";
import type { Limits } from "../../../cli/model/checks";
import { checkAccount, verdictOf } from "../../../cli/model/checks";
import { ACCOUNT } from "../../support/client";

const unknown = (reason: string): Unknown => ({ state: "unknown", reason });
const CENTS = { name: "cents", cents: 1, basis: "" } as const;
const usage = (...days: ReadonlyArray<readonly [string, number]>) =>
  known({ days: days.map(([day, value]) => ({ day, value })), since: "2026-01-01", unit: known(CENTS) });

const FINE: AccountStatus = {
  accountId: ACCOUNT,
  name: null,
  readAt: "2026-11-25T12:00:00.000Z",
  balance: known(2000),
  card: known({ brand: "visa", last4: "4242" }),
  firstTopupSettled: known(true),
  autoTopup: known(null),
  spendingLimit: known(null),
  eligibility: unknown("not read"),
  upcomingInvoice: known(null),
  purchases: known([]),
  usage: usage(),
  runway: known({ days: 7, low: 5, high: 9, daysUsed: 28, from: "2026-10-28", to: "2026-11-24", basis: "" }),
};
const NO_LIMITS: Limits = {
  minBalance: undefined,
  minRunway: undefined,
  maxDailySpend: undefined,
  maxInvoice: undefined,
};
const purchase = (change: Partial<Purchase>): Purchase => ({
  invoiceId: "in_1",
  kind: "manual",
  at: "2026-11-24T11:59:59.000Z",
  amountDue: 2100,
  amountPaid: 0,
  currency: "usd",
  status: "open",
  ...change,
});
const invoice = (amountDue: number, currency = "usd") =>
  known({ amountDue, currency, periodStart: "2026-11-01T00:00:00.000Z", periodEnd: "2026-12-01T00:00:00.000Z" });

const verdicts = (account: Partial<AccountStatus>, limits: Partial<Limits> = {}) =>
  Object.fromEntries(
    checkAccount({ ...FINE, ...account }, { ...NO_LIMITS, ...limits }).checks.map(({ check, verdict }) => [
      check,
      verdict,
    ]),
  );

test("a check without its limit is not made; three are always", () => {
  expect(verdicts({})).toEqual({ autoTopup: "fine", card: "fine", payments: "fine" });
});

test.each([
  ["exactly the least credit", {}, { minBalance: 2000 }, "balance", "fine"],
  ["a fraction of a cent less", { balance: known(1999.9) }, { minBalance: 2000 }, "balance", "crossed"],
  ["an unknown balance", { balance: unknown("no") }, { minBalance: 1 }, "balance", "unknown"],
  ["exactly the shortest runway", {}, { minRunway: 7 }, "runway", "fine"],
  ["a runway whose short end is shorter", {}, { minRunway: 6 }, "runway", "fine"],
  ["a shorter runway", {}, { minRunway: 7.1 }, "runway", "crossed"],
  ["exactly the most of a day", { usage: usage(["2026-11-24", 500]) }, { maxDailySpend: 500 }, "dailySpend", "fine"],
  ["more, yesterday", { usage: usage(["2026-11-24", 501]) }, { maxDailySpend: 500 }, "dailySpend", "crossed"],
  ["more, today", { usage: usage(["2026-11-25", 501]) }, { maxDailySpend: 500 }, "dailySpend", "crossed"],
  ["more, two days ago", { usage: usage(["2026-11-23", 501]) }, { maxDailySpend: 500 }, "dailySpend", "fine"],
  [
    "nothing used, in an unknown unit",
    { usage: known({ days: [{ day: "2026-11-24", value: 0 }], since: "2026-01-01", unit: unknown("no") }) },
    { maxDailySpend: 0 },
    "dailySpend",
    "fine",
  ],
  [
    "something used, in an unknown unit",
    { usage: known({ days: [{ day: "2026-11-24", value: 1 }], since: "2026-01-01", unit: unknown("no") }) },
    { maxDailySpend: 500 },
    "dailySpend",
    "unknown",
  ],
  ["exactly the largest invoice", { upcomingInvoice: invoice(900) }, { maxInvoice: 900 }, "invoice", "fine"],
  ["a larger invoice", { upcomingInvoice: invoice(901) }, { maxInvoice: 900 }, "invoice", "crossed"],
  ["an invoice in euros", { upcomingInvoice: invoice(1, "eur") }, { maxInvoice: 900 }, "invoice", "unknown"],
  ["no upcoming invoice", {}, { maxInvoice: 0 }, "invoice", "fine"],
  ["no card", { card: known(null) }, {}, "card", "crossed"],
  [
    "a payment pending for a second more than 24 hours",
    { purchases: known([purchase({})]) },
    {},
    "payments",
    "crossed",
  ],
  [
    "a payment pending for 24 hours",
    { purchases: known([purchase({ at: "2026-11-24T12:00:00.000Z" })]) },
    {},
    "payments",
    "fine",
  ],
  ["an old payment without a status", { purchases: known([purchase({ status: null })]) }, {}, "payments", "crossed"],
  ["an old one that is void", { purchases: known([purchase({ status: "void" })]) }, {}, "payments", "fine"],
  [
    "an old one that is paid",
    { purchases: known([purchase({ status: null, amountPaid: 2100 })]) },
    {},
    "payments",
    "fine",
  ],
  ["a pending one without a date", { purchases: known([purchase({ at: null })]) }, {}, "payments", "unknown"],
] as ReadonlyArray<readonly [string, Partial<AccountStatus>, Partial<Limits>, string, string]>)(
  "%s",
  (_, account, limits, check, verdict) => {
    expect(verdicts(account, limits)).toMatchObject({ [check]: verdict });
  },
);

test.each([
  [[], "fine"],
  [["fine", "fine"], "fine"],
  [["fine", "unknown"], "unknown"],
  [["unknown", "crossed", "fine"], "crossed"],
] as const)("%j together are %s", (all, verdict) => {
  expect(verdictOf(all.map((one) => ({ verdict: one })))).toBe(verdict);
});
