/** Every kind of resource, under the name that states know it by. Frozen. */
import type { Connected } from "../billing/connected.js";
import { skipsCheckpoints } from "../config/config.js";
import type { Lifecycle } from "../contract/lifecycle.js";
import { topupCharge } from "../purchase/charge/topupCharge.js";
import { topupIntent } from "../purchase/intent/topupIntent.js";
import type { ProviderProcess } from "../purchase/providerProcess.js";
import * as settings from "../settings/index.js";
import { lifecycle } from "../settings/lifecycle.js";

export type KindName = "AutoTopupConfig" | "SpendingLimit" | "TopupIntent" | "TopupCharge";

export type Lifecycles = Readonly<Record<KindName, Lifecycle<Connected>>>;

/** @param provider the process that serves them: only it may charge what it has recorded without looking first */
export const lifecyclesOf = (provider: ProviderProcess): Lifecycles => ({
  AutoTopupConfig: lifecycle(settings.AutoTopupConfig),
  SpendingLimit: lifecycle(settings.SpendingLimit),
  TopupIntent: topupIntent(provider, skipsCheckpoints),
  TopupCharge: topupCharge(provider),
});
