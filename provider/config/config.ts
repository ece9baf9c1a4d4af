/**
 * Where the credentials, the account and the base URL come from. The one place that reads the environment.
 *
 * Each value is looked for in the package's own stack configuration, then in that of `@pulumi/cloudflare`,
 * then in the environment.
 */
import { ConfigurationError } from "../contract/errors.js";

/** The namespace of the package's own configuration. */
export const OWN = "cloudflare-ai-gateway-billing";
const NEIGHBOUR = "cloudflare";
const DEFAULT_BASE_URL = "https://api.cloudflare.com/client/v4";

/** Reads one stack configuration value by its full key, such as `cloudflare:apiToken`. */
export type ReadConfig = (key: string) => string | undefined;

export type Credentials =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "key"; readonly key: string; readonly email: string };

/** How long a call may take, in milliseconds. */
export interface Timing {
  /** One attempt, from the name look-up to the last byte. */
  readonly attemptMs: number;
  /** One call with all its attempts and the waits between them. */
  readonly callMs: number;
  /** `POST /topup`, from the name look-up to the last byte. */
  readonly postMs: number;
  /** The latest start of `POST /topup`, counted from the beginning of a call or from the end of a window. */
  readonly postStartMs: number;
  /** How long a new invoice may be missing from the list. */
  readonly listLagMs: number;
  /** After this wait, the list shows every charge that a live run had begun. Longer than the three above together. */
  readonly windowMs: number;
  /** How long the kernel of a dead process may still deliver a request, counted from when it was written. */
  readonly deliveryMs: number;
}

export interface Connection {
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly timing: Timing;
}

/** Node fires a longer timer at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const DEFAULT_TIMING: Timing = {
  attemptMs: 30_000,
  callMs: 90_000,
  postMs: 30_000,
  postStartMs: 10_000,
  listLagMs: 20_000,
  windowMs: 65_000,
  // Linux resends unacknowledged bytes of a dead process until 102.2 s after the first resend: eight retransmissions
  // (tcp_orphan_retries), from 0.2 s on, each after twice the time. The 102.2 s count from the first resend, and not
  // from the death. The rest allows for the first resend, which comes a few round trips later, and for the network.
  deliveryMs: 110_000,
};

/** Everything that a request needs. Throws a ConfigurationError that names the keys, never a value. */
export function resolveConnection(read: ReadConfig): Connection {
  const baseUrl = resolveBaseUrl(read);
  return { baseUrl, credentials: resolveCredentials(read), timing: resolveTiming(read, baseUrl) };
}

/** The same, with the API token in this environment variable and no other credentials. */
export function resolveConnectionWithToken(variable: string, read: ReadConfig): Connection {
  const token = header({ read: environmentVariable }, variable);
  if (token === undefined) {
    throw new ConfigurationError(
      `The environment variable ${variable}, which is to hold an API token, is not set. Set it, or name another one.`,
    );
  }
  const baseUrl = resolveBaseUrl(read);
  return { baseUrl, credentials: { kind: "token", token }, timing: resolveTiming(read, baseUrl) };
}

/** A variable of the environment, for those who may not read it; undefined when it is empty. */
export const environmentVariable = (name: string): string | undefined => present(process.env[name]);

/** The account for declarations without `accountId`, if one is configured. */
export function resolveAccountId(read: ReadConfig): string | undefined {
  return present(read(`${OWN}:accountId`)) ?? present(process.env.CLOUDFLARE_ACCOUNT_ID);
}

export const ACCOUNT_ID_MISSING = `No account is given. Set accountId in the declaration, or \`pulumi config set ${OWN}:accountId <id>\`, or the environment variable CLOUDFLARE_ACCOUNT_ID.`;

/** What a preview does with the live account: ignores it, warns, or fails where `pulumi up` would fail. */
export type Preflight = "off" | "warn" | "strict";

export function resolvePreflight(read: ReadConfig): Preflight {
  const text = present(read(`${OWN}:preflight`));
  if (text === undefined || text === "true") return "warn";
  if (text === "false") return "off";
  if (text === "strict") return "strict";
  throw new ConfigurationError(
    `${OWN}:preflight must be true, strict or false. Set it with \`pulumi config set ${OWN}:preflight strict\`.`,
  );
}

interface Source {
  readonly token: string;
  readonly key: string;
  readonly email: string;
  readonly read: (name: string) => string | undefined;
}

function resolveCredentials(read: ReadConfig): Credentials {
  const fromConfig = (namespace: string): Source => ({
    token: `${namespace}:apiToken`,
    key: `${namespace}:apiKey`,
    email: `${namespace}:email`,
    read,
  });
  const fromEnvironment: Source = {
    token: "CLOUDFLARE_API_TOKEN",
    key: "CLOUDFLARE_API_KEY",
    email: "CLOUDFLARE_EMAIL",
    read: (name) => process.env[name],
  };
  for (const source of [fromConfig(OWN), fromConfig(NEIGHBOUR), fromEnvironment]) {
    const token = header(source, source.token);
    if (token !== undefined) return { kind: "token", token };
    const key = header(source, source.key);
    if (key === undefined) continue;
    const email = header(source, source.email);
    if (email === undefined) {
      throw new ConfigurationError(
        `${source.key} is set and ${source.email} is not. A global API key needs the email of its user: set ${source.email}, or use an API token in ${source.token} instead.`,
      );
    }
    return { kind: "key", key, email };
  }
  throw new ConfigurationError(
    `No Cloudflare credentials are set. Run \`pulumi config set --secret ${OWN}:apiToken\`, or set the environment variable CLOUDFLARE_API_TOKEN. The token needs the permission AI Gateway Write; AI Gateway Read is enough for data functions and previews. Also read: ${OWN}:apiKey with ${OWN}:email, the same keys under \`${NEIGHBOUR}:\`, and CLOUDFLARE_API_KEY with CLOUDFLARE_EMAIL.`,
  );
}

/** A credential is sent in a header. A pasted line break would fail much later, with an unclear error. */
function header(source: Pick<Source, "read">, name: string): string | undefined {
  const value = present(source.read(name));
  if (value !== undefined && !/^[\x21-\x7e]+$/.test(value)) {
    throw new ConfigurationError(
      `${name} has spaces, line breaks or characters outside ASCII. Set it again without them.`,
    );
  }
  return value;
}

function resolveBaseUrl(read: ReadConfig): string {
  const places: ReadonlyArray<readonly [string, string | undefined]> = [
    [`${OWN}:baseUrl`, read(`${OWN}:baseUrl`)],
    [`${NEIGHBOUR}:baseUrl`, read(`${NEIGHBOUR}:baseUrl`)],
    ["CLOUDFLARE_BASE_URL", process.env.CLOUDFLARE_BASE_URL],
  ];
  for (const [place, value] of places) {
    const text = present(value);
    if (text !== undefined) return checkedBaseUrl(place, text);
  }
  return DEFAULT_BASE_URL;
}

function checkedBaseUrl(place: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    !["http:", "https:"].includes(url.protocol) ||
    url.username !== "" ||
    url.password !== "" ||
    url.search !== "" ||
    url.hash !== ""
  ) {
    throw new ConfigurationError(
      `${place} must be a plain URL such as ${DEFAULT_BASE_URL}, without user, query or fragment.`,
    );
  }
  if (url.protocol === "http:" && !isLoopback(url)) {
    throw new ConfigurationError(
      `${place} must begin with https://: over http:// the credentials would be sent unencrypted. Only an emulator on a loopback address may use http://.`,
    );
  }
  return url.href.replace(/\/+$/, "");
}

function resolveTiming(read: ReadConfig, baseUrl: string): Timing {
  const place = `${OWN}:timing`;
  const text = present(read(place));
  if (text === undefined) return DEFAULT_TIMING;
  if (!isLoopback(new URL(baseUrl))) {
    throw new ConfigurationError(
      `${place} works only with an emulator on a loopback address, and the base URL is not one. Remove it with \`pulumi config rm ${place}\`.`,
    );
  }
  const rule = `${place} must be a JSON object with any of ${Object.keys(DEFAULT_TIMING).join(", ")}, each a whole number of milliseconds from 1 to 2147483647.`;
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new ConfigurationError(rule);
  }
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw new ConfigurationError(rule);
  for (const [key, value] of Object.entries(given)) {
    if (!Object.hasOwn(DEFAULT_TIMING, key) || !Number.isSafeInteger(value) || value < 1 || value > LONGEST_TIMER_MS)
      throw new ConfigurationError(rule);
  }
  const timing = { ...DEFAULT_TIMING, ...given };
  if (timing.windowMs <= timing.postStartMs + timing.postMs + timing.listLagMs) {
    throw new ConfigurationError(
      `${place}: windowMs must be more than postStartMs, postMs and listLagMs together, or the provider could miss a charge.`,
    );
  }
  return timing;
}

/** Whether Pulumi saves nothing between two steps. Read as Pulumi reads it. */
export function skipsCheckpoints(): boolean {
  return /^(1|true)$/i.test(process.env.PULUMI_SKIP_CHECKPOINTS ?? "");
}

function isLoopback(url: URL): boolean {
  return url.hostname === "localhost" || url.hostname === "[::1]" || /^127(\.\d+){3}$/.test(url.hostname);
}

const present = (value: string | undefined) => (value === undefined || value.trim() === "" ? undefined : value.trim());
