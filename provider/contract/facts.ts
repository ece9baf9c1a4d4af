/** Facts that Cloudflare's billing and Pulumi's engine fix, each written once. */

/** An account id: 32 lower-case hex digits. */
export const ACCOUNT_ID = /^[0-9a-f]{32}$/;

/** The periods of a spending limit. */
export const DURATIONS = ["daily", "weekly", "monthly"] as const;

/** The length of each period in seconds, as gateways count it: a month is 30 days. */
export const DURATION_SECONDS = { daily: 86_400, weekly: 604_800, monthly: 2_592_000 } as const;

/** How a period moves: it starts anew when it ends, or always ends now. */
export const STRATEGIES = ["fixed", "sliding"] as const;

/** The smallest amounts that the API accepts, in US cents. */
export const MINIMUM = { topupAmount: 1000, topupThreshold: 500, spendingLimit: 100 } as const;

/** The fee that the card pays on top of the credit, in per cent. */
export const FEE_PERCENT = 5;

/** What Pulumi's engine sends for a value that is not known yet. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
