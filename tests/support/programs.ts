/** Programs for the engine tests, as JavaScript. */
const IMPORT = `const { AutoTopupConfig, SpendingLimit, usd } = require("pulumi-cloudflare-ai-gateway-billing");`;

export const ACCOUNT = "0123456789abcdef0123456789abcdef";
export const OTHER_ACCOUNT = "fedcba9876543210fedcba9876543210";

export const TOPUP = { accountId: ACCOUNT, amount: 5000, threshold: 1000 };
export const LIMIT = { accountId: ACCOUNT, amount: 25000, duration: "monthly", strategy: "fixed" };

/**
 * A program of declarations: `new AutoTopupConfig("topup", …)` and `new SpendingLimit("limit", …)`, where given.
 * The limit has `protect: false`, as one has that is to be removed or replaced.
 */
export function declare(declarations: { topup?: object; limit?: object }): string {
  const lines = [IMPORT];
  if (declarations.topup)
    lines.push(`const topup = new AutoTopupConfig("topup", ${JSON.stringify(declarations.topup)});`);
  if (declarations.limit)
    lines.push(`const limit = new SpendingLimit("limit", ${JSON.stringify(declarations.limit)}, { protect: false });`);
  return lines.join("\n");
}

/** A program that begins with the usual import. */
export const program = (...lines: string[]) => [IMPORT, ...lines].join("\n");
