/** All policies of the pack, in the order of its README. */
import type { Policies } from "@pulumi/policy";
import { accountAllowlist } from "./accountAllowlist.js";
import { autoTopupDisabled } from "./autoTopupDisabled.js";
import { capRequiredWithAutoTopup } from "./capRequiredWithAutoTopup.js";
import { clampAmount } from "./clampAmount.js";
import { manualTopupAllowlist } from "./manualTopupAllowlist.js";
import { maxMonthlyExposure } from "./maxMonthlyExposure.js";
import { noLegacySpendingLimit } from "./noLegacySpendingLimit.js";
import { oneOwnerPerAccount } from "./oneOwnerPerAccount.js";
import { paymentMethodPinned } from "./paymentMethodPinned.js";
import { protectRequired } from "./protectRequired.js";
import { topupAmountCeiling } from "./topupAmountCeiling.js";
import { topupNeedsReason } from "./topupNeedsReason.js";
import { topupThresholdRatio } from "./topupThresholdRatio.js";
import { unitsMixUp } from "./unitsMixUp.js";

export const policies: Policies = [
  topupAmountCeiling,
  topupThresholdRatio,
  capRequiredWithAutoTopup,
  maxMonthlyExposure,
  manualTopupAllowlist,
  topupNeedsReason,
  protectRequired,
  noLegacySpendingLimit,
  accountAllowlist,
  oneOwnerPerAccount,
  paymentMethodPinned,
  unitsMixUp,
  autoTopupDisabled,
  clampAmount,
];
