const { AutoTopupConfig } = require("pulumi-cloudflare-ai-gateway-billing/native");
const { accounts } = require("./accounts.js");

for (const [index, accountId] of accounts.entries()) {
  new AutoTopupConfig(`topup-${index}`, { accountId, amount: 5000, threshold: 1000 });
}
