/** Reads an account, one part after the other. A part that cannot be read does not lose the others. */
import type { Client } from "../../provider/billing/client.js";
import type { Clock } from "../../provider/contract/clock.js";
import type { BillingErrorName } from "../../provider/contract/errors.js";
import { isBillingError } from "../../provider/contract/errors.js";
import * as data from "../../provider/data/index.js";
import type {
  AccountStatus,
  AutoTopup,
  Day,
  Eligibility,
  Part,
  Purchase,
  Runway,
  SpendingLimit,
  UnitName,
  Unknown,
  UpcomingInvoice,
  Usage,
} from "./accountStatus.js";
import { known, mapPart, valueIn } from "./accountStatus.js";
import { runwayOf } from "./runway.js";
import { givenUnit, tellUnit } from "./usageUnit.js";

export interface ReadOptions {
  /** The unit of the usage, if somebody knows it. */
  readonly usageUnit: UnitName | undefined;
  readonly clock: Clock;
  /** What is read besides the balance, the card and the auto top-up. */
  readonly parts: readonly OptionalPart[];
}

export const ALL_PARTS = ["spendingLimit", "eligibility", "upcomingInvoice", "purchases", "usage"] as const;

export type OptionalPart = (typeof ALL_PARTS)[number];

const NOT_READ: Unknown = { state: "unknown", reason: "It was not read: nothing asked for it." };

interface Account {
  readonly accountId: string;
  readonly name: string | null;
  readonly client: Client;
}

export async function readAccount(account: Account, options: ReadOptions): Promise<AccountStatus> {
  const { accountId, name } = account;
  const now = options.clock.now();
  const first = await attempt(() => data.getCreditBalance(account));
  const balance = first.part;
  const ask = async <Value>(read: () => Promise<Value>): Promise<Part<Value>> =>
    "stopped" in first ? first.stopped : (await attempt(read)).part;
  const askFor = async <Value>(part: OptionalPart, read: () => Promise<Value>): Promise<Part<Value>> =>
    options.parts.includes(part) ? ask(read) : NOT_READ;
  const [spendingLimit, eligibility, upcomingInvoice, purchases, history, autoTopup] = await Promise.all([
    askFor("spendingLimit", () => readSpendingLimit(account)),
    askFor("eligibility", () => readEligibility(account)),
    askFor("upcomingInvoice", () => readUpcomingInvoice(account)),
    askFor("purchases", () => readPurchases(account)),
    askFor("usage", () => readUsage(account, now)),
    ask(() => readAutoTopup(account, valueIn(balance)?.topupConfig)),
  ]);
  const cents = mapPart(balance, ({ balance: left }) => left);
  const usage = mapPart(history, ({ days, since }): Usage => {
    const { usageUnit } = options;
    const unit = usageUnit === undefined ? unitOf(cents, purchases, days, since) : known(givenUnit(usageUnit));
    return { days, since, unit };
  });
  return {
    accountId,
    name,
    readAt: new Date(now).toISOString(),
    balance: cents,
    card: mapPart(balance, (answer) =>
      answer.hasDefaultPaymentMethod ? (answer.paymentMethod ?? { brand: null, last4: null }) : null,
    ),
    firstTopupSettled: mapPart(balance, ({ firstTopupSuccess }) => firstTopupSuccess),
    autoTopup,
    spendingLimit,
    eligibility: eligibilityIn(eligibility),
    upcomingInvoice,
    purchases,
    usage,
    runway: runwayIn(cents, usage, now),
  };
}

/** If the balance cannot be read for one of these reasons, no other part can. */
const HOPELESS: readonly BillingErrorName[] = [
  "AuthenticationError",
  "PermissionError",
  "NetworkError",
  "TimeoutError",
  "RateLimitedError",
  "NotFoundError",
];

type Attempt<Value> = { readonly part: Part<Value> } | { readonly part: Unknown; readonly stopped: Unknown };

/** Reads a part. `stopped` says why no other part can be read either. */
export async function attempt<Value>(read: () => Promise<Value>): Promise<Attempt<Value>> {
  try {
    return { part: known(await read()) };
  } catch (error) {
    if (!isBillingError(error)) throw error;
    const part: Unknown = {
      state: error.name === "PermissionError" ? "forbidden" : "failed",
      reason: error.message,
    };
    return HOPELESS.some((name) => name === error.name) ? { part, stopped: part } : { part };
  }
}

async function readSpendingLimit(account: Account): Promise<SpendingLimit | null> {
  const { enabled, amount, duration, strategy } = await data.getSpendingLimit(account);
  return enabled ? { amount, duration, strategy } : null;
}

/** Null where the older generation of the API has no such endpoint. The account itself was found before. */
async function readEligibility(account: Account) {
  try {
    return await data.getTopupEligibility(account);
  } catch (error) {
    if (isBillingError(error, "NotFoundError")) return null;
    throw error;
  }
}

function eligibilityIn(part: Part<Awaited<ReturnType<typeof readEligibility>>>): Part<Eligibility> {
  if (part.state !== "known") return part;
  if (part.value === null) return NOT_AVAILABLE;
  const { eligible, reason, recommendedAction } = part.value;
  return known({ eligible, reason, recommendedAction });
}

const NOT_AVAILABLE: Unknown = {
  state: "notAvailable",
  reason: "This generation of the API does not say whether the account can buy credit.",
};

async function readUpcomingInvoice(account: Account): Promise<UpcomingInvoice | null> {
  const { invoice } = await data.getInvoicePreview(account);
  if (invoice === null) return null;
  const { amountDue, currency, periodStart, periodEnd } = invoice;
  return { amountDue, currency, periodStart, periodEnd };
}

type Shown = Omit<AutoTopup, "amount"> & { readonly amount: number | null };

/** The balance mostly shows it already. Null or 0 is unset. */
async function readAutoTopup(account: Account, shown: Shown | null | undefined): Promise<AutoTopup | null> {
  const { amount, threshold, disabledReason, error } = shown ?? (await data.getTopupConfig(account));
  return amount ? { amount, threshold, disabledReason, error } : null;
}

async function readPurchases(account: Account): Promise<Purchase[]> {
  const lists = await Promise.all(
    (["manual", "auto"] as const).map(async (kind) => {
      const { invoices } = await data.getInvoiceHistory(account, { type: kind });
      return invoices.map(({ id, created, amountDue, amountPaid, currency, status }): Purchase => {
        return { invoiceId: id, kind, at: created, amountDue, amountPaid, currency, status };
      });
    }),
  );
  return lists.flat().sort((one, other) => (other.at ?? "").localeCompare(one.at ?? ""));
}

const DAY_MS = 86_400_000;
/** As far as the history reaches back in one answer. */
const DAYS_READ = 366;

async function readUsage(account: Account, now: number): Promise<{ days: Day[]; since: string }> {
  const startTime = now - DAYS_READ * DAY_MS;
  const { history } = await data.getUsageHistory(account, { valueGroupingWindow: "day", startTime, endTime: now });
  const sums = new Map<string, number>();
  for (const { startTime: start, aggregatedValue } of history) {
    const day = start.slice(0, 10);
    sums.set(day, (sums.get(day) ?? 0) + aggregatedValue);
  }
  const days = [...sums].map(([day, value]) => ({ day, value })).sort((one, other) => (one.day < other.day ? -1 : 1));
  return { days, since: new Date(startTime).toISOString().slice(0, 10) };
}

function unitOf(balance: Part<number>, purchases: Part<readonly Purchase[]>, days: readonly Day[], since: string) {
  if (balance.state !== "known") return balance;
  return purchases.state === "known"
    ? tellUnit({ balance: balance.value, purchases: purchases.value, days, since })
    : purchases;
}

function runwayIn(balance: Part<number>, usage: Part<Usage>, now: number): Part<Runway> {
  if (balance.state !== "known") return balance;
  if (usage.state !== "known") return usage;
  const { days, unit } = usage.value;
  if (unit.state !== "known") return unit;
  const { cents } = unit.value;
  return runwayOf({ balance: balance.value, days: days.map(({ day, value }) => ({ day, value: value * cents })), now });
}
