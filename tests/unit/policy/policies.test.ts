/** Each policy: what passes, what violates, what is unknown, and what it does not judge. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Secret } from "@pulumi/policy";
import { policies } from "../../../policy/src/policies/index";
import { read, UNKNOWN as UNKNOWN_VALUE } from "../../../policy/src/values";
import type { Resource } from "./judge";
import {
  ACCOUNT,
  autoTopup,
  CREDIT_TOPUP,
  charge,
  creditTopup,
  DYNAMIC,
  gateway,
  intent,
  judge,
  legacyLimit,
  OTHER,
  PLUGIN,
  remediate,
  rule,
  stranger,
  UNKNOWN,
} from "./judge";

interface Case {
  readonly policy: string;
  readonly config?: object;
  /** What is no violation, by what it shows. */
  readonly passing: Readonly<Record<string, readonly Resource[]>>;
  /** What is: the sentences. */
  readonly violating: readonly (readonly [string, readonly Resource[], ...(string | RegExp)[]])[];
  readonly unknown: readonly (readonly [string, readonly Resource[], ...(string | RegExp)[]])[];
  readonly excluded: Readonly<Record<string, readonly Resource[]>>;
}

const CEILING = "an amount must be at most US$500.00 (50000 cents)";
const KNOWN = "Give a number that the program knows.";
const CAP_ADVICE =
  "Declare a cloudflare.AiGateway of the account with spendLimits that are enabled and have a rule without filters (its limit is in US dollars).";
const NO_CAP = `account ${ACCOUNT} has the auto top-up AutoTopupConfig "topup" and no spend limit that is known to be on`;
const UNCAPPED = `AutoTopupConfig "topup": ${NO_CAP}, so what it may buy is unbounded. ${CAP_ADVICE}`;
const SCOPE = "Only gateways, auto top-ups and charges that this program declares are counted";
const CANNOT_TELL = `the monthly exposure cannot be calculated. Give a value that the program knows. ${SCOPE}.`;
const REASON = "a purchase needs a reason that matches /[A-Z]+-[0-9]+/";
const PINNED = "a purchase must name the payment method, or it charges whatever card is the account's default";
const IN_DOLLARS = "the limit of a rule is in US dollars, and above US$10000 is taken for cents";
const ONLY = `only ${ACCOUNT} may be used`;

const CASES: readonly Case[] = [
  {
    policy: "topup-amount-ceiling",
    passing: {
      "amounts at the ceiling": [autoTopup({ amount: 50_000 }), intent({ amount: 50_000 }), charge({ amount: 50_000 })],
      "an auto top-up that is looked up": [autoTopup({ amount: undefined })],
    },
    violating: [
      [
        "an auto top-up of a cent more",
        [autoTopup({ amount: 50_001 })],
        `AutoTopupConfig "topup": amount is US$500.01 (50001 cents); ${CEILING}. Lower it, or have maxAmountCents of topup-amount-ceiling raised.`,
      ],
      [
        "an intent and its charge",
        [intent({ amount: 60_000 }), charge({ amount: 60_000 })],
        /^TopupIntent "credit-intent": amount is US\$600\.00 \(60000 cents\)/,
        /^TopupCharge "credit-charge": amount is US\$600\.00 \(60000 cents\)/,
      ],
      ["an amount that is no number", [autoTopup({ amount: "5000" })], /amount is US\$NaN/],
      [
        "the tokens of the plugin",
        [autoTopup({ amount: 60_000 }, { type: `${PLUGIN}AutoTopupConfig` })],
        /^AutoTopupConfig/,
      ],
    ],
    unknown: [
      [
        "an unknown amount",
        [autoTopup({ amount: UNKNOWN })],
        `AutoTopupConfig "topup": amount is not known at preview; ${CEILING}. ${KNOWN}`,
      ],
    ],
    excluded: { "other kinds and strangers": [legacyLimit({ amount: 60_000 }), creditTopup(), gateway([]), stranger] },
  },
  {
    policy: "topup-threshold-ratio",
    passing: {
      "the bounds": [autoTopup({ threshold: 250 }), autoTopup({ threshold: 2500 })],
      "an auto top-up that is looked up": [autoTopup({ amount: undefined, threshold: undefined })],
    },
    violating: [
      [
        "a threshold near the amount",
        [autoTopup({ threshold: 2501 })],
        'AutoTopupConfig "topup": threshold is US$25.01 (2501 cents) and amount US$50.00 (5000 cents); threshold must be 0.05 to 0.5 of the amount, or the card is charged again soon after each top-up. Set a threshold of US$2.50 (250 cents) to US$25.00 (2500 cents).',
      ],
      [
        "a threshold far below the amount",
        [autoTopup({ amount: 50_010, threshold: 500 })],
        'AutoTopupConfig "topup": threshold is US$5.00 (500 cents) and amount US$500.10 (50010 cents); threshold must be 0.05 to 0.5 of the amount, or credit may run out before a top-up. Set a threshold of US$25.01 (2501 cents) to US$250.05 (25005 cents).',
      ],
    ],
    unknown: [
      [
        "an unknown amount",
        [autoTopup({ amount: UNKNOWN })],
        `AutoTopupConfig "topup": amount is not known at preview; threshold must be 0.05 to 0.5 of the amount. ${KNOWN}`,
      ],
      [
        "both unknown",
        [autoTopup({ amount: UNKNOWN, threshold: UNKNOWN })],
        /amount is not known/,
        /threshold is not known/,
      ],
    ],
    excluded: { "other kinds and strangers": [intent({ threshold: 1 }), stranger] },
  },
  {
    policy: "cap-required-with-auto-topup",
    passing: {
      "a gateway with a rule": [autoTopup(), gateway([rule()])],
      "a rule that is on by default, with empty filters": [
        autoTopup(),
        gateway([{ limit: 1, limitType: "cost", window: 60, model: null, metadata: {} }]),
      ],
      "one rule among others that do not count": [
        autoTopup(),
        gateway([rule({ enabled: false }), rule({ limit: UNKNOWN }), rule()]),
      ],
      "one gateway of two": [autoTopup(), gateway([]), gateway([rule()], {}, { name: "second" })],
      "a legacy limit": [autoTopup(), legacyLimit({ enabled: true })],
    },
    violating: [
      ["no gateway and no limit", [autoTopup()], UNCAPPED],
      ["no rule", [autoTopup(), gateway([])], UNCAPPED],
      ["a gateway of another account", [autoTopup(), gateway([rule()], { accountId: OTHER })], UNCAPPED],
      ["spend limits without rules", [autoTopup(), gateway(undefined)], UNCAPPED],
      ["no spend limits", [autoTopup(), gateway([], { spendLimits: null })], UNCAPPED],
      ["spend limits that are off", [autoTopup(), gateway([], { spendLimits: { rules: [rule()] } })], UNCAPPED],
      ["a rule that is off", [autoTopup(), gateway([rule({ enabled: false })])], UNCAPPED],
      ["a rule for a model", [autoTopup(), gateway([rule({ model: { mode: "filter", values: ["x"] } })])], UNCAPPED],
      ["a rule for a provider", [autoTopup(), gateway([rule({ aiGatewayProvider: { mode: "filter" } })])], UNCAPPED],
      [
        "a rule for each value of a metadata key",
        [autoTopup(), gateway([rule({ metadata: { team: { mode: "partition" } } })])],
        UNCAPPED,
      ],
      ["a rule without a limit", [autoTopup(), gateway([rule({ limit: 0 }), rule({ window: 0 }), "x"])], UNCAPPED],
      ["a limit that is no number", [autoTopup(), gateway([rule({ limit: "250" })])], UNCAPPED],
      [
        "a legacy limit that is switched off",
        [autoTopup(), legacyLimit({ enabled: false, amount: UNKNOWN })],
        UNCAPPED,
      ],
      ["a legacy limit of nothing", [autoTopup(), legacyLimit({ amount: 0 })], UNCAPPED],
      ["a legacy limit for a period unheard of", [autoTopup(), legacyLimit({ duration: "yearly" })], UNCAPPED],
    ],
    unknown: [
      ...[
        gateway(UNKNOWN),
        gateway([UNKNOWN]),
        gateway([rule({ limit: UNKNOWN })]),
        gateway([rule({ window: UNKNOWN })]),
        gateway([rule({ technique: UNKNOWN })]),
        gateway([rule({ enabled: UNKNOWN })]),
        gateway([rule({ metadata: UNKNOWN })]),
        gateway([], { spendLimits: UNKNOWN }),
        gateway([], { spendLimits: { enabled: UNKNOWN, rules: [rule()] } }),
      ].map((unclear): [string, Resource[], string] => [
        `a gateway with ${JSON.stringify(unclear.props?.spendLimits)}`,
        [autoTopup(), unclear],
        `AiGateway "gateway": its spend limit is not known at preview; ${NO_CAP}. ${CAP_ADVICE}`,
      ]),
      ...["amount", "duration", "strategy"].map((property): [string, Resource[], string] => [
        `a legacy limit with an unknown ${property}`,
        [autoTopup(), legacyLimit({ [property]: UNKNOWN })],
        `SpendingLimit "limit": its spend limit is not known at preview; ${NO_CAP}. ${CAP_ADVICE}`,
      ]),
      [
        "an unknown account",
        [autoTopup({ accountId: UNKNOWN }), gateway([rule()])],
        'AutoTopupConfig "topup": accountId is not known at preview; its account needs a spend limit that is on. Give the account as text.',
      ],
      ["a gateway of an unknown account", [autoTopup(), gateway([rule()], { accountId: UNKNOWN })], UNCAPPED],
      [
        "a known model in an unknown rule",
        [autoTopup(), gateway([rule({ model: { mode: UNKNOWN }, limit: UNKNOWN })])],
        UNCAPPED,
      ],
    ],
    excluded: { "what has no auto top-up": [gateway([]), intent(), charge(), creditTopup(), stranger] },
  },
  {
    policy: "max-monthly-exposure",
    config: { maxUsdPerAccount: 315, maxUsdPerStack: 600 },
    passing: {
      "exactly the maximum: 250 + 50, and 5 %": [autoTopup(), gateway([rule()])],
      "a charge alone": [charge({ amount: 30_000 })],
      "a legacy limit, with a gateway that has none": [autoTopup(), gateway([]), legacyLimit()],
      "a rule that is known, beside one that is not": [autoTopup(), gateway([rule({ limit: UNKNOWN }), rule()])],
    },
    violating: [
      [
        "a cent more",
        [autoTopup({ amount: 5001 }), gateway([rule()])],
        `The monthly exposure of account ${ACCOUNT} is US$315.02 (31502 cents) on the card, with a fee of 5 %; maxUsdPerAccount of max-monthly-exposure is US$315.00 (31500 cents). ${SCOPE}. Lower limits or amounts.`,
      ],
      [
        "a charge beside them",
        [autoTopup(), gateway([rule()]), charge({ amount: 1000 })],
        /is US\$325\.50 \(32550 cents\) on the card/,
      ],
      [
        "a weekly legacy limit of six windows",
        [gateway([]), legacyLimit({ duration: "weekly" })],
        /US\$1575\.00/,
        /US\$1575\.00/,
      ],
      [
        "a daily one that slides",
        [gateway([]), legacyLimit({ duration: "daily", strategy: "sliding", amount: 1001 })],
        /US\$315\.32 \(31532 cents\)/,
      ],
      [
        "a gateway without a rule",
        [gateway([])],
        `The monthly exposure of account ${ACCOUNT} is unbounded: AiGateway "gateway" has no rule that is on and without filters. maxUsdPerAccount of max-monthly-exposure is US$315.00 (31500 cents). ${SCOPE}. Add a rule without filters to each gateway's spendLimits.`,
        /^The monthly exposure of the stack is unbounded: AiGateway "gateway" has no rule/,
      ],
      [
        "an auto top-up without a gateway",
        [autoTopup(), gateway([rule()], { accountId: OTHER })],
        new RegExp(
          `account ${ACCOUNT} is unbounded: AutoTopupConfig "topup" of account ${ACCOUNT} has no gateway with a limit\\.`,
        ),
        /the stack is unbounded: AutoTopupConfig "topup" of account/,
      ],
      [
        "three accounts, each below its maximum",
        [OTHER, ACCOUNT, "0".repeat(32)].map((accountId) => charge({ accountId, amount: 20_000 }, { name: accountId })),
        `The monthly exposure of the stack is US$630.00 (63000 cents) on the card, with a fee of 5 %; maxUsdPerStack of max-monthly-exposure is US$600.00 (60000 cents). ${SCOPE}. Lower limits or amounts.`,
      ],
    ],
    unknown: [
      [
        "an amount",
        [charge({ amount: UNKNOWN })],
        `TopupCharge "credit-charge": amount is not known at preview; ${CANNOT_TELL}`,
      ],
      [
        "an auto top-up's",
        [autoTopup({ amount: UNKNOWN }), gateway([rule()])],
        /^AutoTopupConfig "topup": amount is not known/,
      ],
      [
        "a limit",
        [gateway([rule({ limit: UNKNOWN })])],
        `AiGateway "gateway": its spend limit is not known at preview; ${CANNOT_TELL}`,
      ],
      ["a legacy limit", [legacyLimit({ amount: UNKNOWN })], /^SpendingLimit "limit": its spend limit is not known/],
      [
        "an account",
        [gateway([rule()], { accountId: UNKNOWN })],
        `AiGateway "gateway": accountId is not known at preview; ${CANNOT_TELL}`,
      ],
    ],
    excluded: {
      "an intent, whose charge counts, and strangers": [intent({ amount: 10 ** 7 }), creditTopup(), stranger],
    },
  },
  {
    policy: "manual-topup-allowlist",
    config: { allowedStacks: ["billing", "ops"] },
    passing: {
      "a stack that may": [
        creditTopup({ stack: "ops" }),
        intent({}, { stack: "ops" }),
        intent({}, { stack: "ops", within: [] }),
      ],
      "the parts of a CreditTopup, which is judged itself": [intent(), charge()],
    },
    violating: [
      [
        "a stack that may not",
        [creditTopup({ stack: "dev" })],
        'CreditTopup "credit": stack "dev" declares a purchase, which charges a card; only billing, ops may. Declare it in a stack that may, or have "dev" added to allowedStacks of manual-topup-allowlist.',
      ],
      [
        "parts that stand alone, or in another component",
        [intent({}, { within: [] }), charge({}, { within: ["my:index:Billing"] })],
        /^TopupIntent "credit-intent": stack "dev"/,
        /^TopupCharge "credit-charge": stack "dev"/,
      ],
      ["a name that looks like a type", [intent({}, { within: [], name: `${CREDIT_TOPUP}$x` })], /stack "dev"/],
      ["a stack whose name holds an allowed one", [creditTopup({ stack: "ops-2" })], /stack "ops-2"/],
    ],
    unknown: [
      [
        "a purchase of which nothing is known",
        [charge({ accountId: UNKNOWN, amount: UNKNOWN }, { within: [] })],
        /"dev"/,
      ],
    ],
    excluded: { "what is no purchase": [autoTopup(), legacyLimit(), gateway([]), stranger] },
  },
  {
    policy: "topup-needs-reason",
    config: { pattern: "[A-Z]+-[0-9]+" },
    passing: { "a ticket": [intent({ reason: "see OPS-12." }), charge({ reason: "OPS-1" })] },
    violating: [
      [
        "no reason",
        [intent()],
        `TopupIntent "credit-intent": no reason is given; ${REASON}. Set reason of the CreditTopup.`,
      ],
      [
        "another",
        [charge({ reason: "why not" })],
        `TopupCharge "credit-charge": reason is "why not"; ${REASON}. Set reason of the CreditTopup.`,
      ],
      ["no text", [charge({ reason: 7 })], /reason is 7;/],
    ],
    unknown: [
      [
        "an unknown reason",
        [intent({ reason: UNKNOWN })],
        `TopupIntent "credit-intent": reason is not known at preview; ${REASON}. Give a text that the program knows.`,
      ],
    ],
    excluded: { "what is no purchase": [autoTopup(), legacyLimit(), creditTopup(), gateway([]), stranger] },
  },
  {
    policy: "protect-required",
    passing: {
      "what is protected": [
        autoTopup({}, { protect: true }),
        legacyLimit({}, { protect: true }),
        intent({}, { protect: true }),
      ],
    },
    violating: [
      [
        "an auto top-up",
        [autoTopup()],
        'AutoTopupConfig "topup": it is not protected; a deletion removes the live auto top-up, and Cloudflare may not let a token set it again. Give it the option protect: true.',
      ],
      [
        "a legacy limit, which only the class protects by itself",
        [legacyLimit()],
        'SpendingLimit "limit": it is not protected; a deletion removes the live limit, and nothing restores it. Give it the option protect: true.',
      ],
      [
        "an intent",
        [intent()],
        'TopupIntent "credit-intent": it is not protected; a deletion forgets what was bought, and the next purchase is refused until you resolve it. Give the CreditTopup the option protect: true.',
      ],
    ],
    unknown: [
      [
        "an auto top-up of which nothing is known",
        [autoTopup({ amount: UNKNOWN, accountId: UNKNOWN })],
        /is not protected/,
      ],
    ],
    excluded: {
      "charges, which a protection would keep from the next purchase": [charge(), creditTopup(), stranger],
    },
  },
  {
    policy: "no-legacy-spending-limit",
    passing: { "its successor": [gateway([rule()])] },
    violating: [
      [
        "any legacy limit",
        [legacyLimit({ amount: 25_050 })],
        'SpendingLimit "limit" limits the account to US$250.50 (25050 cents); Cloudflare has retired this limit, and one that is deleted or changed cannot be set again. Its successor is a rule of each gateway, in US dollars: cloudflare.AiGateway spendLimits: { enabled: true, rules: [{ id: "account-cap", limitType: "cost", limit: 250.5, window: 2592000, technique: "fixed" }] }, with the limit divided among the gateways. Import the gateways, apply the rules, and delete this limit last: to unprotect it, set the option protect: false and run `pulumi up`.',
      ],
      ["a daily one", [legacyLimit({ duration: "daily", strategy: "sliding" })], /window: 86400, technique: "sliding"/],
      ["a weekly one", [legacyLimit({ duration: "weekly" })], /window: 604800,/],
      ["a period unheard of", [legacyLimit({ duration: "yearly" })], /window: <seconds>,/],
    ],
    unknown: [
      [
        "what is not known",
        [legacyLimit({ amount: UNKNOWN, duration: UNKNOWN, strategy: UNKNOWN })],
        /"limit" limits the account; .*limit: <amount \/ 100>, window: <seconds>, technique: <strategy> /,
      ],
    ],
    excluded: { "other kinds": [autoTopup(), intent(), stranger] },
  },
  {
    policy: "account-allowlist",
    config: { allowedAccounts: [ACCOUNT] },
    passing: { "an account of the list": [autoTopup(), legacyLimit(), intent(), charge(), gateway([])] },
    violating: [
      [
        "another",
        [autoTopup({ accountId: OTHER })],
        `AutoTopupConfig "topup": accountId is ${OTHER}; ${ONLY}. Use an allowed account, or have this one added to allowedAccounts of account-allowlist.`,
      ],
      [
        "another, in each kind",
        [legacyLimit, intent, charge].map((make) => make({ accountId: OTHER })),
        /^SpendingLimit/,
        /^TopupIntent/,
        /^TopupCharge/,
      ],
      ["a gateway's", [gateway([], { accountId: OTHER })], /^AiGateway "gateway": accountId is/],
    ],
    unknown: [
      [
        "an unknown account",
        [autoTopup({ accountId: UNKNOWN })],
        `AutoTopupConfig "topup": accountId is not known at preview; ${ONLY}. Give the account as text.`,
      ],
    ],
    excluded: { "what names no account": [creditTopup(), stranger] },
  },
  {
    policy: "one-owner-per-account",
    passing: {
      "one of each": [autoTopup(), legacyLimit(), intent(), charge(), gateway([]), gateway([], {}, { name: "second" })],
      "two accounts": [autoTopup(), autoTopup({ accountId: OTHER }, { name: "second" })],
    },
    violating: [
      [
        "two auto top-ups, in the order of their names",
        [autoTopup(), autoTopup({}, { name: "second" })],
        `AutoTopupConfig "topup": AutoTopupConfig "second" already declares account ${ACCOUNT}; each would undo what the other sets. Remove one of them.`,
      ],
      [
        "one of each family of tokens",
        [autoTopup(), autoTopup({}, { type: `${PLUGIN}AutoTopupConfig`, name: "second" })],
        /^AutoTopupConfig "topup": AutoTopupConfig "second" already declares account \w+/,
      ],
      ["two legacy limits", [legacyLimit(), legacyLimit({}, { name: "second" })], /^SpendingLimit "second"/],
      ["two purchases", [intent(), intent({}, { name: "second" })], /^TopupIntent "second"/],
    ],
    unknown: [
      [
        "an unknown account",
        [autoTopup({ accountId: UNKNOWN }), autoTopup({}, { name: "second" })],
        'AutoTopupConfig "topup": accountId is not known at preview; an account has one AutoTopupConfig in a stack. Give the account as text.',
      ],
    ],
    excluded: { "charges, gateways and strangers": [charge(), charge({}, { name: "second" }), stranger, stranger] },
  },
  {
    policy: "payment-method-pinned",
    passing: { "a payment method": [intent({ paymentMethodId: "pm_1" }), charge({ paymentMethodId: "pm_1" })] },
    violating: [
      [
        "none",
        [intent()],
        `TopupIntent "credit-intent": paymentMethodId is not given; ${PINNED}. Set paymentMethodId of the CreditTopup.`,
      ],
    ],
    unknown: [
      [
        "an unknown one",
        [charge({ paymentMethodId: UNKNOWN })],
        `TopupCharge "credit-charge": paymentMethodId is not known at preview; ${PINNED}. Set paymentMethodId of the CreditTopup.`,
      ],
    ],
    excluded: { "what is no purchase": [autoTopup(), legacyLimit(), creditTopup(), stranger] },
  },
  {
    policy: "payment-method-pinned",
    config: { paymentMethodId: "denied" },
    passing: { none: [intent(), charge({ paymentMethodId: null })] },
    violating: [
      [
        "one",
        [charge({ paymentMethodId: "pm_1" })],
        'TopupCharge "credit-charge": paymentMethodId is given; a purchase must charge the account\'s default card. Remove paymentMethodId of the CreditTopup.',
      ],
    ],
    unknown: [
      [
        "an unknown one",
        [charge({ paymentMethodId: UNKNOWN })],
        /paymentMethodId is not known at preview; a purchase must charge/,
      ],
    ],
    excluded: { "what is no purchase": [autoTopup({ paymentMethodId: "pm_1" }), stranger] },
  },
  {
    policy: "units-mix-up",
    passing: {
      "the least amounts": [
        autoTopup({ amount: 1000, threshold: 500 }),
        legacyLimit({ amount: 100 }),
        intent({ amount: 1000 }),
        charge({ amount: 1000 }),
      ],
      "the largest limit that is believed": [gateway([rule({ limit: 10_000 })])],
      "a gateway without limits": [
        gateway([]),
        gateway([], { spendLimits: undefined }),
        gateway([rule({ limit: undefined })]),
      ],
      "what is looked up": [autoTopup({ amount: undefined, threshold: undefined })],
    },
    violating: [
      [
        "an amount in dollars",
        [autoTopup({ amount: 50 })],
        'AutoTopupConfig "topup": amount is 50; amount is in whole US cents, at least US$10.00 (1000 cents). If 50 US dollars were meant, write usd(50).',
      ],
      [
        "a threshold in dollars",
        [autoTopup({ threshold: 499 })],
        /threshold is 499; .* at least US\$5\.00 \(500 cents\)/,
      ],
      ["a fraction", [charge({ amount: 1234.5 })], /amount is 1234\.5; amount is in whole US cents/],
      ["a purchase", [intent({ amount: 999 })], /^TopupIntent "credit-intent": amount is 999;/],
      ["a charge", [charge({ amount: 999 })], /^TopupCharge "credit-charge": amount is 999;/],
      ["a legacy limit", [legacyLimit({ amount: 99 })], /at least US\$1\.00 \(100 cents\)/],
      [
        "a limit in cents, though the spend limits are off",
        [gateway([], { spendLimits: { rules: [rule(), rule({ limit: 25_000 })] } })],
        `AiGateway "gateway": spendLimits.rules[1].limit is US$25000; ${IN_DOLLARS}. If US$250.00 (25000 cents) was meant, write 250; otherwise have largestGatewayLimitUsd of units-mix-up raised.`,
      ],
    ],
    unknown: [
      [
        "an amount",
        [autoTopup({ amount: UNKNOWN })],
        `AutoTopupConfig "topup": amount is not known at preview; amount is in whole US cents, at least US$10.00 (1000 cents). ${KNOWN}`,
      ],
      [
        "spend limits",
        [gateway([], { spendLimits: UNKNOWN })],
        `AiGateway "gateway": spendLimits is not known at preview; ${IN_DOLLARS}. ${KNOWN}`,
      ],
      ["rules", [gateway(UNKNOWN)], /^AiGateway "gateway": spendLimits is not known/],
      [
        "a rule",
        [gateway([UNKNOWN])],
        `AiGateway "gateway": spendLimits.rules[0].limit is not known at preview; ${IN_DOLLARS}. ${KNOWN}`,
      ],
      [
        "a limit",
        [gateway([rule({ limit: UNKNOWN })])],
        /^AiGateway "gateway": spendLimits\.rules\[0\]\.limit is not known/,
      ],
    ],
    excluded: { "the component and strangers": [creditTopup({ props: { amount: 1 } }), stranger] },
  },
  {
    policy: "auto-topup-disabled",
    passing: {
      "one that works": [autoTopup({ disabledReason: null, error: null }), autoTopup({ disabledReason: "" })],
      "one that is to be created": [autoTopup()],
      "one that the plugin is to write": [autoTopup({ disabledReason: UNKNOWN, error: UNKNOWN })],
    },
    violating: [
      [
        "a reason",
        [autoTopup({ disabledReason: "payment_failed", error: null })],
        'AutoTopupConfig "topup": Cloudflare has recorded disabledReason "payment_failed"; until that is fixed, Cloudflare may not buy credit. Fix the payment method in Cloudflare\'s dashboard, then run pulumi refresh.',
      ],
      ["an error", [autoTopup({ disabledReason: null, error: "card_declined" })], /has recorded error "card_declined"/],
    ],
    unknown: [],
    excluded: { "other kinds": [legacyLimit({ error: "x" }), stranger] },
  },
  {
    policy: "clamp-amount",
    passing: {
      "amounts up to the ceiling": [
        autoTopup({ amount: 50_000 }),
        intent(),
        charge(),
        autoTopup({ amount: undefined }),
      ],
    },
    violating: [
      [
        "more, where nothing has lowered it",
        [autoTopup({ amount: 50_001 })],
        'AutoTopupConfig "topup": amount is US$500.01 (50001 cents); an amount above US$500.00 (50000 cents) is lowered to it, if clamp-amount has the enforcement level remediate. Lower it.',
      ],
    ],
    unknown: [
      [
        "an unknown amount",
        [charge({ amount: UNKNOWN })],
        `TopupCharge "credit-charge": amount is not known at preview; an amount above US$500.00 (50000 cents) is lowered to it, once it is known. ${KNOWN}`,
      ],
    ],
    excluded: { "other kinds": [legacyLimit({ amount: 60_000 }), stranger] },
  },
];

describe.each(CASES.map((each) => [`${each.policy} ${JSON.stringify(each.config ?? {})}`, each] as const))(
  "%s",
  (_, each) => {
    const { policy, config, passing, violating, unknown, excluded } = each;

    test.each(Object.entries(passing))("passes: %s", async (_, resources) => {
      expect(await judge(policy, resources, config)).toEqual([]);
    });

    for (const [what, resources, ...sentences] of [...violating, ...unknown]) {
      test(`objects to: ${what}`, async () => {
        const found = await judge(policy, resources, config);
        expect(found).toEqual(sentences.map((text) => (typeof text === "string" ? text : expect.stringMatching(text))));
      });
    }

    test.each(Object.entries(excluded))("does not judge: %s", async (_, resources) => {
      expect(await judge(policy, resources, config)).toEqual([]);
    });
  },
);

test.each([
  ["max-monthly-exposure", [autoTopup({ amount: UNKNOWN })]],
  ["account-allowlist", [autoTopup({ accountId: UNKNOWN })]],
])("%s is off until it is configured", async (policy, resources) => {
  expect(await judge(policy, resources)).toEqual([]);
});

test("one maximum of max-monthly-exposure is enough, and the fee can be changed", async () => {
  const resources = [autoTopup(), gateway([rule()])];
  expect(await judge("max-monthly-exposure", resources, { maxUsdPerAccount: 300, feePercent: 0 })).toEqual([]);
  expect(await judge("max-monthly-exposure", resources, { maxUsdPerStack: 299.99, feePercent: 0 })).toEqual([
    expect.stringMatching(
      /^The monthly exposure of the stack is US\$300\.00 \(30000 cents\) on the card, with a fee of 0 %; maxUsdPerStack/,
    ),
  ]);
});

test("the exposure of the stack names only the unbounded parts", async () => {
  const capped = [gateway([], {}, { name: "capped" }), legacyLimit()];
  const open = gateway([], { accountId: OTHER }, { name: "open" });
  expect(await judge("max-monthly-exposure", [...capped, open], { maxUsdPerStack: 1000 })).toEqual([
    expect.stringMatching(
      /of the stack is unbounded: AiGateway "open" has no rule that is on and without filters\. max/,
    ),
  ]);
});

test("a fixed day is 31 windows, a sliding one 30, and sliding is the default", async () => {
  for (const [technique, words] of [
    ["fixed", "US$31.00"],
    ["sliding", "US$30.00"],
    [undefined, "US$30.00"],
  ] as const) {
    const resources = [gateway([rule({ limit: 1, window: 86_400, technique })])];
    const found = await judge("max-monthly-exposure", resources, { maxUsdPerAccount: 1, feePercent: 0 });
    expect(found).toEqual([expect.stringContaining(words)]);
  }
});

test("of two auto top-ups of an account, the exposure counts the larger", async () => {
  const resources = [autoTopup({ amount: 1000 }), autoTopup({ amount: 5000 }, { name: "second" }), gateway([rule()])];
  expect(await judge("max-monthly-exposure", resources, { maxUsdPerAccount: 315 })).toEqual([]);
  expect(await judge("max-monthly-exposure", resources, { maxUsdPerAccount: 314 })).toHaveLength(1);
});

test("without a list no stack may buy, and no account is allowed by an empty one", async () => {
  expect(await judge("manual-topup-allowlist", [creditTopup()])).toEqual([expect.stringContaining("; no stack may.")]);
  expect(await judge("account-allowlist", [autoTopup()], { allowedAccounts: [] })).toEqual([
    expect.stringContaining("; no account may be used."),
  ]);
});

test("any text is a reason unless a pattern is given", async () => {
  expect(await judge("topup-needs-reason", [intent({ reason: "because" })])).toEqual([]);
  expect(await judge("topup-needs-reason", [intent({ reason: " " })])).toHaveLength(1);
});

test("messages come in the order of accounts and resources, however the engine sends them", async () => {
  const first = autoTopup({ accountId: OTHER }, { name: "a" });
  const second = autoTopup({}, { name: "b" });
  const third = autoTopup({}, { name: "c" });
  for (const resources of [
    [first, second, third],
    [third, second, first],
    [second, first, third],
  ]) {
    const found = await judge("cap-required-with-auto-topup", resources);
    expect(found.map((text) => text.slice(0, 19))).toEqual(["b", "c", "a"].map((name) => `AutoTopupConfig "${name}"`));
  }
});

test.each(["5000", Number.POSITIVE_INFINITY, Number.NaN, undefined])(
  "an exposure with an amount of %p cannot be calculated",
  async (amount) => {
    const found = await judge("max-monthly-exposure", [autoTopup({ amount }), gateway([rule()])], {
      maxUsdPerAccount: 1000,
    });
    expect(found).toEqual([expect.stringContaining(`amount is not known at preview; ${CANNOT_TELL}`)]);
  },
);

describe("the remediation of clamp-amount", () => {
  test.each([autoTopup, intent, charge])("lowers the amount in the props themselves, and keeps the rest", (make) => {
    const { args, result } = remediate("clamp-amount", make({ amount: 60_000 }), { maxAmountCents: 2000 });
    expect(result).toBe(args.props);
    expect(args.props.amount).toBe(2000);
    expect(args.props.__provider).toBe("exports.handler=()=>{}");
    expect(args.props.accountId).toBe(ACCOUNT);
  });

  test.each([
    [60_000, 30_000],
    [9999, 4999],
    [600, 500],
    // what Cloudflare would refuse is left to the provider
    [400, 400],
  ])("lowers a threshold of %d in proportion, to %d", (threshold, lowered) => {
    const { args } = remediate("clamp-amount", autoTopup({ amount: 100_000, threshold }));
    expect(args.props).toMatchObject({ amount: 50_000, threshold: lowered });
  });

  test.each([UNKNOWN, undefined, "60000"])("leaves a threshold of %p alone", (threshold) => {
    const { args, result } = remediate("clamp-amount", autoTopup({ amount: 100_000, threshold }));
    expect(result).toBe(args.props);
    expect(args.props.amount).toBe(50_000);
    expect(read(args.props, "threshold")).toBe(threshold === UNKNOWN ? UNKNOWN_VALUE : threshold);
  });

  test("keeps secret ones", () => {
    const secrets = { amount: new Secret(60_000), threshold: new Secret(12_000) };
    const { args, result } = remediate("clamp-amount", autoTopup(secrets));
    expect(result).toBe(args.props);
    for (const [property, value] of Object.entries({ amount: 50_000, threshold: 10_000 })) {
      expect(args.props[property]).toBeInstanceOf(Secret);
      expect(args.props[property].value).toBe(value);
    }
  });

  test.each([
    ["an amount at the ceiling", autoTopup({ amount: 50_000 })],
    ["a secret one", autoTopup({ amount: new Secret(50_000) })],
    ["what is unknown", charge({ amount: UNKNOWN })],
    ["what is no number", charge({ amount: "60000" })],
    ["another kind", legacyLimit({ amount: 60_000 })],
  ])("changes nothing of %s", (_, resource) => {
    expect(remediate("clamp-amount", resource).result).toBeUndefined();
  });
});

test("the pack has the policies of the plan, with their levels", () => {
  expect(policies.map(({ name, enforcementLevel, severity }) => `${name}: ${enforcementLevel}, ${severity}`)).toEqual([
    "topup-amount-ceiling: mandatory, high",
    "topup-threshold-ratio: advisory, low",
    "cap-required-with-auto-topup: mandatory, critical",
    "max-monthly-exposure: mandatory, high",
    "manual-topup-allowlist: mandatory, high",
    "topup-needs-reason: mandatory, medium",
    "protect-required: advisory, medium",
    "no-legacy-spending-limit: advisory, medium",
    "account-allowlist: mandatory, high",
    "one-owner-per-account: mandatory, high",
    "payment-method-pinned: advisory, low",
    "units-mix-up: mandatory, high",
    "auto-topup-disabled: advisory, medium",
    "clamp-amount: disabled, high",
  ]);
  expect(
    policies.map(({ name, description, configSchema }) => ({ name, description, ...configSchema })),
  ).toMatchSnapshot();
});

test("every kind is known by both families of tokens", async () => {
  for (const family of [DYNAMIC, PLUGIN]) {
    for (const [kind, make] of Object.entries({
      AutoTopupConfig: autoTopup,
      SpendingLimit: legacyLimit,
      TopupIntent: intent,
      TopupCharge: charge,
    })) {
      const resource = make({ accountId: OTHER }, { type: family + kind });
      expect(await judge("account-allowlist", [resource], { allowedAccounts: [ACCOUNT] })).toEqual([
        expect.stringMatching(`^${kind} "`),
      ]);
    }
  }
});

test("the README has a row for each policy, with its level and its configuration", () => {
  const readme = readFileSync(join(__dirname, "../../../policy/README.md"), "utf8");
  const rows = readme.split("\n").filter((line) => line.startsWith("| `") && line.split("|").length === 6);
  expect(
    rows.map((row) =>
      row
        .split("|")
        .slice(1, 4)
        .map((cell) => cell.trim().replaceAll("`", "")),
    ),
  ).toEqual(policies.map(({ name, enforcementLevel }) => [name, expect.any(String), enforcementLevel]));
  policies.forEach(({ configSchema }, index) => {
    for (const key of Object.keys(configSchema?.properties ?? {})) expect(rows[index]).toContain(`\`${key}\``);
  });
});
