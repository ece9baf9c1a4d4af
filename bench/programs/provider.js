// The usual dynamic provider, as Pulumi's documentation shows it, doing the same work with the same requests:
// check, diff, read then write, read. Its functions are serialized into the state, with what they close over.
const axios = require("axios");

const url = (accountId) => `${process.env.CLOUDFLARE_BASE_URL}/accounts/${accountId}/ai-gateway/billing/topup/config`;
const headers = () => ({ Authorization: `Bearer ${process.env.CLOUDFLARE_API_TOKEN}` });

exports.makeProvider = () => ({
  async check(_olds, news) {
    const failures = [];
    if (!/^[0-9a-f]{32}$/.test(news.accountId))
      failures.push({ property: "accountId", reason: "must be 32 hex digits" });
    if (!Number.isInteger(news.amount) || news.amount < 1000)
      failures.push({ property: "amount", reason: "must be at least 1000" });
    if (!Number.isInteger(news.threshold) || news.threshold < 500)
      failures.push({ property: "threshold", reason: "must be at least 500" });
    return { inputs: news, failures };
  },
  async diff(_id, olds, news) {
    const changed = ["accountId", "amount", "threshold"].filter((key) => olds[key] !== news[key]);
    return { changes: changed.length > 0, replaces: changed.filter((key) => key === "accountId") };
  },
  async create(inputs) {
    const { data } = await axios.get(url(inputs.accountId), { headers: headers() });
    const { amount, threshold } = data.result;
    if (amount !== inputs.amount || threshold !== inputs.threshold) {
      await axios.post(
        url(inputs.accountId),
        { amount: inputs.amount, threshold: inputs.threshold },
        { headers: headers() },
      );
    }
    return { id: inputs.accountId, outs: inputs };
  },
  async read(id, props) {
    const { data } = await axios.get(url(id), { headers: headers() });
    const { amount, threshold } = data.result;
    return { id, props: { ...props, amount, threshold } };
  },
  async delete(id) {
    const { data } = await axios.get(url(id), { headers: headers() });
    if (data.result.amount !== null) await axios.delete(url(id), { headers: headers() });
  },
});
