import type { Credentials } from "../config.js";

/** Removes the credentials from a text that Cloudflare, a proxy or the network stack wrote. */
export type Redact = (text: string) => string;

const REDACTED = "[redacted]";

export function redactor(credentials: Credentials): Redact {
  const plain = credentials.kind === "token" ? [credentials.token] : [credentials.key, credentials.email];
  const secrets = plain
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
    .filter((secret) => secret.length > 0)
    // The longest first, or a secret that holds another would leave its tail behind.
    .sort((a, b) => b.length - a.length);
  return (text) =>
    secrets
      .reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text)
      .replace(/\bBearer\s+[^\s"',;]+/gi, `Bearer ${REDACTED}`);
}
