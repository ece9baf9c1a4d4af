/** The proxy that the environment names. It is the same for every request, so the charge takes the same way as the reads. */
import { getProxyForUrl } from "proxy-from-env";
import { ConfigurationError } from "../contract/errors.js";

const PLACES = "HTTPS_PROXY or ALL_PROXY";

/** Kinds of proxies that other programs support. */
const KNOWN = ["socks:", "socks4:", "socks4a:", "socks5:", "socks5h:", "pac:"];

/** The proxy for this URL, if any. Throws a ConfigurationError that does not quote it: it may hold a password. */
export function proxyOf(target: URL): URL | undefined {
  // Plain HTTP is for a server on this machine alone.
  const text = target.protocol === "https:" ? getProxyForUrl(target.href) : "";
  if (text === "") return undefined;
  if (!URL.canParse(text)) {
    throw refused(
      `The proxy that ${PLACES} names is not a URL. Nothing was sent. Write it as http://host:port, and percent-encode special characters in the user name or password.`,
    );
  }
  const proxy = new URL(text);
  if (proxy.protocol === "http:" || proxy.protocol === "https:") return proxy;
  // The text before the first colon may also be a user name, or part of a password.
  const begins = KNOWN.includes(proxy.protocol) ? ` begins with ${proxy.protocol}` : " begins with something else";
  throw refused(
    `The proxy that ${PLACES} names${begins}, and only http: and https: proxies are supported. Nothing was sent.`,
  );
}

const refused = (why: string) => new ConfigurationError(why, { mayHaveHappened: false });

/** The user and password of a proxy, decoded. */
export function credentialsOf({ username, password }: URL): { username: string; password: string } | undefined {
  if (username === "" && password === "") return undefined;
  return { username: decoded(username), password: decoded(password) };
}

/** A stray percent sign stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
