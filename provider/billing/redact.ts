import type { Credentials } from "../config/config.js";

/** Removes the credentials from a text that Cloudflare, a proxy or the network stack wrote. */
export type Redact = (text: string) => string;

const REDACTED = "[redacted]";

export function redactor(credentials: Credentials): Redact {
  const plain = credentials.kind === "token" ? [credentials.token] : [credentials.key, credentials.email];
  const forms = plain.flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  // In one pass, the longest first: a secret that holds another would leave its tail behind.
  const longestFirst = [...new Set(forms)].filter((form) => form !== "").sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(escaped).join("|"), "g");
  return (text) => text.replace(pattern, REDACTED).replace(/\bBearer\s+[^\s"',;]+/gi, `Bearer ${REDACTED}`);
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
