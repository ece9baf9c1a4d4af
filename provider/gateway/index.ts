/** The successor of the spending limit: spend limits of gateways, on `@pulumi/cloudflare`. */
// `export type` stands apart: the TypeScript that Pulumi carries does not know it inside braces.

export type { BudgetedGatewayArgs, BudgetedGatewaySettings, FurtherRule } from "./budgetedGateway.js";
export { BudgetedGateway } from "./budgetedGateway.js";
export type { Limit, SpendLimitRule } from "./spendLimitRule.js";
export { toSpendLimitRule } from "./spendLimitRule.js";
