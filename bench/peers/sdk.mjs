// Cloudflare's own client; it takes URL and token from the environment. An argument is `maxRetries`.
import Cloudflare from "cloudflare";

const [maxRetries] = process.argv.slice(2).map(Number);
const client = new Cloudflare({
  timeout: Number(process.env.PEERS_TIMEOUT_MS),
  ...(maxRetries === undefined ? {} : { maxRetries }),
});
await client.aiGateway.billing.topup.create({ account_id: process.env.CLOUDFLARE_ACCOUNT_ID, amount: 5000 });
