/** Every kind, under the name that state knows it by. */
export { autoTopupConfig as AutoTopupConfig } from "./autoTopupConfig.js";
export { spendingLimit as SpendingLimit } from "./spendingLimit.js";
