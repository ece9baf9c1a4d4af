// A dynamic provider as most are written: create sends the request, and what it answers is the resource.
const pulumi = require("@pulumi/pulumi");
const axios = require("axios");

const provider = {
  async create(inputs) {
    const { data } = await axios.post(
      `${process.env.CLOUDFLARE_BASE_URL}/accounts/${inputs.accountId}/ai-gateway/billing/topup`,
      { amount: inputs.amount },
      { headers: { Authorization: `Bearer ${process.env.CLOUDFLARE_API_TOKEN}` }, timeout: inputs.timeoutMs },
    );
    return { id: data.result.payment_intent_id, outs: inputs };
  },
};

class Topup extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super(provider, name, args);
  }
}

new Topup("credit", {
  accountId: process.env.CLOUDFLARE_ACCOUNT_ID,
  amount: 5000,
  timeoutMs: Number(process.env.PEERS_TIMEOUT_MS),
});
