import type { Credentials } from "../config/config.js";
import { credentialsOf } from "./proxy.js";

/** Removes the credentials from a text that Cloudflare, a proxy or the network stack wrote. */
export type Redact = (text: string) => string;

const REDACTED = "[redacted]";

/** @param proxy which may have credentials of its own */
export function redactor(credentials: Credentials, proxy?: URL): Redact {
  const own = credentials.kind === "token" ? [credentials.token] : [credentials.key, credentials.email];
  const plain = [...own, ...(proxy === undefined ? [] : secretsOf(proxy))];
  const forms = plain.flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
  // In one pass, the longest first: if one secret contains another, nothing of the longer one remains.
  const longestFirst = [...new Set(forms)].filter((form) => form !== "").sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(escaped).join("|"), "g");
  return (text) => text.replace(pattern, REDACTED).replace(/\bBearer\s+[^\s"',;]+/gi, `Bearer ${REDACTED}`);
}

/** Its password, and what travels in `Proxy-Authorization`. A user without a password may be a token. */
function secretsOf(proxy: URL): string[] {
  const { username = "", password = "" } = credentialsOf(proxy) ?? {};
  if (username === "" && password === "") return [];
  const pair = `${username}:${password}`;
  const own = password === "" ? [username, proxy.username] : [pair, password, proxy.password];
  return [...own, Buffer.from(pair).toString("base64")];
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
