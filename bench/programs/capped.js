// Half of the resources are auto top-ups, the other half the legacy limits of the same accounts: no policy objects.
const { AutoTopupConfig, SpendingLimit } = require("pulumi-cloudflare-ai-gateway-billing");
const { accounts } = require("./accounts.js");

for (const [index, accountId] of accounts.slice(0, accounts.length / 2).entries()) {
  new AutoTopupConfig(`topup-${index}`, { accountId, amount: 5000, threshold: 1000 }, { protect: true });
  new SpendingLimit(`limit-${index}`, { accountId, amount: 25_000, duration: "monthly", strategy: "fixed" });
}
