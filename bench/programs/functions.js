const billing = require("pulumi-cloudflare-ai-gateway-billing");

const accountId = "0123456789abcdef0123456789abcdef";
const usage = { accountId, valueGroupingWindow: "day", startTime: "2026-11-01", endTime: "2026-11-02" };

exports.balance = billing.getCreditBalanceOutput({ accountId });
exports.preview = billing.getInvoicePreviewOutput({ accountId });
exports.history = billing.getInvoiceHistoryOutput({ accountId });
exports.topup = billing.getTopupConfigOutput({ accountId });
exports.limit = billing.getSpendingLimitOutput({ accountId });
exports.usage = billing.getUsageHistoryOutput(usage);
