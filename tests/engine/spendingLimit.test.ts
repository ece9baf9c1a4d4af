import { describeLife } from "../support/life";
import { LIMIT } from "../support/programs";

describeLife({
  name: "limit",
  kind: "SpendingLimit",
  path: "/spending-limit",
  declared: LIMIT,
  changed: { ...LIMIT, duration: "weekly" },
  live: { spendingLimit: { amount: 25000, duration: "monthly", strategy: "fixed" } },
  other: { spendingLimit: { amount: 900, duration: "daily", strategy: "sliding" } },
  none: { spendingLimit: null },
  status: { enabled: true },
  liveOf: (account) => account?.spendingLimit,
});
