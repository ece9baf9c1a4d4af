const { CreditTopup, usd } = require("pulumi-cloudflare-ai-gateway-billing");

new CreditTopup("credit", { amount: usd(50), purchase: "2026-11" });
