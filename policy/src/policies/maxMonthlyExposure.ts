/** `max-monthly-exposure`: what the card can be charged in a month stays below a maximum. */
import type { StackValidationPolicy } from "@pulumi/policy";
import type { Account } from "../accounts.js";
import { accountsOf } from "../accounts.js";
import { monthlyExposure } from "../exposure.js";
import { inWords, toCents } from "../money.js";
import type { Judged } from "../resources.js";
import { nameOf, notKnown } from "../resources.js";
import { UNKNOWN } from "../values.js";

interface Config {
  readonly maxUsdPerAccount?: number;
  readonly maxUsdPerStack?: number;
  readonly feePercent: number;
}

const SCOPE = "Only gateways, auto top-ups and charges that this program declares are counted";

/** Judges the sum of everything that a program declares, for each account and for all. Off until a maximum is given. */
export const maxMonthlyExposure: StackValidationPolicy = {
  name: "max-monthly-exposure",
  description: "What gateways, auto top-ups and charges can cost the card in 30 days stays below a maximum.",
  enforcementLevel: "mandatory",
  severity: "high",
  configSchema: {
    properties: {
      maxUsdPerAccount: { type: "number", minimum: 0, description: "The maximum for each account, in US dollars." },
      maxUsdPerStack: { type: "number", minimum: 0, description: "The maximum for all accounts, in US dollars." },
      feePercent: { type: "number", minimum: 0, default: 5, description: "What the card pays beside the credit." },
    },
  },
  validateStack: ({ resources, getConfig }, reportViolation) => {
    const { maxUsdPerAccount, maxUsdPerStack, feePercent } = getConfig<Config>();
    if (maxUsdPerAccount === undefined && maxUsdPerStack === undefined) return;
    const { accounts, strays } = accountsOf(resources);
    const unclear = [
      ...strays.map((resource) => ({ resource, property: "accountId" })),
      ...accounts.flatMap(unclearParts),
    ];
    for (const { resource, property } of unclear) {
      reportViolation(
        notKnown(
          resource,
          property,
          `the monthly exposure cannot be calculated. Give a value that the program knows. ${SCOPE}.`,
        ),
        resource.urn,
      );
    }
    if (unclear.length > 0) return;
    const exposures = accounts.map((account) => ({ account, cents: exposureOf(account, feePercent) }));
    for (const { account, cents } of exposures) {
      judge(`account ${account.id}`, cents, maxUsdPerAccount, "maxUsdPerAccount", reasonsOf(account));
    }
    const total = exposures.reduce<number | "unbounded">(
      (sum, { cents }) => (sum === "unbounded" || cents === "unbounded" ? "unbounded" : sum + cents),
      0,
    );
    const unbounded = exposures.filter(({ cents }) => cents === "unbounded");
    const reasons = unbounded.flatMap(({ account }) => reasonsOf(account));
    judge("the stack", total, maxUsdPerStack, "maxUsdPerStack", reasons);

    function judge(
      whose: string,
      cents: number | "unbounded",
      maxUsd: number | undefined,
      setting: string,
      reasons: readonly string[],
    ) {
      if (maxUsd === undefined || (cents !== "unbounded" && cents <= toCents(maxUsd))) return;
      const rule = `${setting} of max-monthly-exposure is ${inWords(toCents(maxUsd))}`;
      reportViolation(
        cents === "unbounded"
          ? `The monthly exposure of ${whose} is unbounded: ${reasons.join("; ")}. ${rule}. ${SCOPE}. Add a rule without filters to each gateway's spendLimits.`
          : `The monthly exposure of ${whose} is ${inWords(cents)} on the card, with a fee of ${feePercent} %; ${rule}. ${SCOPE}. Lower limits or amounts.`,
      );
    }
  },
};

/** What must be known to calculate the exposure. A known limit is enough, whatever other limits there may be. */
function unclearParts(account: Account): { resource: Judged; property: string }[] {
  const { gateways, legacyLimits, autoTopups, charges } = account;
  const payments = [...autoTopups, ...charges].filter(({ amount }) => amount === UNKNOWN);
  const limiters = [...gateways, ...legacyLimits].filter(
    ({ limits, mayHaveMore }) => limits.length === 0 && mayHaveMore,
  );
  return [
    ...payments.map(({ resource }) => ({ resource, property: "amount" })),
    ...limiters.map(({ resource }) => ({ resource, property: "its spend limit" })),
  ];
}

function exposureOf({ gateways, legacyLimits, autoTopups, charges }: Account, feePercent: number) {
  const amounts = autoTopups.map(({ amount }) => Number(amount));
  return monthlyExposure(
    {
      gateways: gateways.map(({ limits }) => limits),
      legacyLimits: legacyLimits.flatMap(({ limits }) => limits),
      // An account has one; of several, the largest counts.
      autoTopupCents: amounts.length === 0 ? undefined : Math.max(...amounts),
      chargeCents: charges.map(({ amount }) => Number(amount)),
    },
    feePercent,
  );
}

/** Why the exposure of an account without a legacy limit is unbounded. */
function reasonsOf({ id, gateways, autoTopups }: Account): string[] {
  const [first] = autoTopups;
  if (gateways.length === 0 && first) return [`${nameOf(first.resource)} of account ${id} has no gateway with a limit`];
  return gateways
    .filter(({ limits }) => limits.length === 0)
    .map(({ resource }) => `${nameOf(resource)} has no rule that is on and without filters`);
}
