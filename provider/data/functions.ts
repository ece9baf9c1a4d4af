/** The nine reads as a table, for hosts that call them by name. */
import type { Account } from "./index.js";
import * as data from "./index.js";

type Arguments = Readonly<Record<string, unknown>>;

export interface DataFunction {
  /** The names of the arguments, without `accountId`. */
  readonly args: readonly string[];
  /** The properties of the result, at any depth, that are secret. */
  readonly secrets: readonly string[];
  /** Checks the arguments, and throws a ConfigurationError before anything is sent. */
  ask(account: Account, args: Arguments): Promise<object>;
}

/** The compiler refuses a missing name and a name too many. */
const named = <Args>(
  ask: (account: Account, args: Args) => Promise<object>,
  args: Readonly<Record<keyof Args, true>>,
  secrets: readonly string[] = [],
): DataFunction => ({
  args: Object.keys(args),
  secrets,
  // The read checks what it gets.
  ask: (account, given) => ask(account, given as Args),
});

type Name = Exclude<keyof typeof data, "checkAccountId">;

export const FUNCTIONS: Readonly<Record<Name, DataFunction>> = {
  getCreditBalance: named(data.getCreditBalance, {}),
  getUsageHistory: named(data.getUsageHistory, { valueGroupingWindow: true, startTime: true, endTime: true }),
  getInvoiceHistory: named(data.getInvoiceHistory, { type: true }, ["invoicePdf"]),
  getInvoicePreview: named(data.getInvoicePreview, {}),
  getTopupStatus: named(data.getTopupStatus, { paymentIntentId: true }),
  getTopupConfig: named(data.getTopupConfig, {}),
  getSpendingLimit: named(data.getSpendingLimit, {}),
  getTopupLimits: named(data.getTopupLimits, {}),
  getTopupEligibility: named(data.getTopupEligibility, {}),
};
