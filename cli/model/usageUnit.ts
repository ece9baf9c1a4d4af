/**
 * What `aggregated_value` counts. Cloudflare does not document it. The account's own books tell: what was paid for, less
 * what is left, is what was used. The units are so far apart that the fee, a tax and a missing day do not matter.
 */
import { formatCents } from "../../provider/contract/money.js";
import type { Day, Part, Purchase, UnitName, UsageUnit } from "./accountStatus.js";
import { known } from "./accountStatus.js";

/** US cents in one unit. */
const UNITS: Readonly<Record<UnitName, number>> = { cents: 1, dollars: 100, microDollars: 0.0001 };

interface Books {
  /** US cents. */
  readonly balance: number;
  readonly purchases: readonly Purchase[];
  readonly days: readonly Day[];
  /** The first day that the usage reaches back to. */
  readonly since: string;
}

/** How much more than its credit an invoice may say: the fee of 5 %, and a tax of up to 27 %. */
const MOST_ON_TOP = 1.05 * 1.27;

/** How far the usage may be from what the books say, as a factor, for days that the history lacks. */
const TOLERANCE = 2;

/** Unknown if the books fit no unit, or several. */
export function tellUnit({ balance, purchases, days, since }: Books): Part<UsageUnit> {
  const used = days.reduce((sum, { value }) => sum + value, 0);
  if (used <= 0) return { state: "unknown", reason: "The unit of the usage is not known: nothing was used yet." };
  const paid = purchases.filter(({ amountPaid }) => amountPaid > 0);
  if (paid.some(({ currency }) => currency.toLowerCase() !== "usd"))
    return unknown("an invoice is in another currency than US dollars");
  if (paid.some(({ at }) => at === null || at.slice(0, 10) < since))
    return unknown(`the account has bought credit before ${since}, and its usage is not known that far back`);
  const sum = paid.reduce((total, { amountPaid }) => total + amountPaid, 0);
  const most = sum - balance;
  const least = Math.max(0, sum / MOST_ON_TOP - balance);
  const books = `${formatCents(sum)} was paid, and ${formatCents(balance)} is left`;
  if (most <= 0) return unknown(`${books}: there is credit that was not bought`);
  const fitting = (Object.keys(UNITS) as UnitName[]).filter((name) => {
    const cents = used * UNITS[name];
    return cents <= most * TOLERANCE && cents >= least / TOLERANCE;
  });
  const [name] = fitting;
  if (name === undefined) return unknown(`${books}, and a usage of ${tidy(used)} fits that in no unit`);
  if (fitting.length > 1) return unknown(`${books}: too little was used to tell`);
  return known({
    name,
    cents: UNITS[name],
    basis: `${books}, which fits a usage of ${tidy(used)} in ${WORDS[name]} only.`,
  });
}

const WORDS: Readonly<Record<UnitName, string>> = {
  cents: "US cents",
  dollars: "US dollars",
  microDollars: "millionths of a US dollar",
};

/** The unit that somebody has given. */
export const givenUnit = (name: UnitName): UsageUnit => ({
  name,
  cents: UNITS[name],
  basis: `Given as ${WORDS[name]} with --usage-unit.`,
});

const tidy = (value: number) => Number(value.toPrecision(6));

const unknown = (why: string): Part<UsageUnit> => ({
  state: "unknown",
  reason: `The unit of the usage is not known: ${why}. Cloudflare does not document it. If you know it, give --usage-unit.`,
});
