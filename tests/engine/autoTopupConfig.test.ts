import { describeLife } from "../support/life";
import { TOPUP } from "../support/programs";

describeLife({
  name: "topup",
  kind: "AutoTopupConfig",
  path: "/topup/config",
  declared: TOPUP,
  changed: { ...TOPUP, amount: 7500 },
  live: { topupConfig: { amount: 5000, threshold: 1000 } },
  other: { topupConfig: { amount: 2000, threshold: 500 } },
  none: { topupConfig: null },
  status: { disabledReason: null, error: null, lastFailedAt: null },
  liveOf: (account) => account?.topupConfig,
});
