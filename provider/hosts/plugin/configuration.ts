/** The configuration of a provider: its keys, and how a change of it counts. */
import type { ReadConfig } from "../../config/config.js";
import { OWN } from "../../config/config.js";
import type { Properties } from "../../contract/lifecycle.js";
import { meantBy } from "../../contract/meantBy.js";
import { quote } from "../../contract/quote.js";
import type { Opened } from "./values.js";

/** The configuration of the provider. What is missing is read from the environment when a request is sent. */
export interface Configuration {
  /** An API token of Cloudflare with the permission AI Gateway Read, or AI Gateway Write for changes. It comes before a key. Secret. Environment: `CLOUDFLARE_API_TOKEN`. */
  readonly apiToken?: string;
  /** The global API key of a user; needs `email`. Secret. Environment: `CLOUDFLARE_API_KEY`. */
  readonly apiKey?: string;
  /** The email of the user of `apiKey`. Environment: `CLOUDFLARE_EMAIL`. */
  readonly email?: string;
  /** The address of the API. Default: `https://api.cloudflare.com/client/v4`. Environment: `CLOUDFLARE_BASE_URL`. */
  readonly baseUrl?: string;
  /** The account of resources and functions that name none. 32 lower-case hex digits. Environment: `CLOUDFLARE_ACCOUNT_ID`. */
  readonly accountId?: string;
  /** What a preview does when it finds that `pulumi up` would fail: `true` warns, `strict` fails the preview, `false` does not look at the account. Default: `true`. */
  readonly preflight?: string;
  /** Shorter times for tests on an emulator, as JSON, in milliseconds. Refused for any other address. */
  readonly timing?: string;
}

export const KEYS = Object.keys({
  apiToken: true,
  apiKey: true,
  email: true,
  baseUrl: true,
  accountId: true,
  preflight: true,
  timing: true,
} satisfies Record<keyof Configuration, true>);

/** Secret even if the program does not say so. */
export const SECRET_KEYS = ["apiToken", "apiKey"];

/** What the engine and the SDKs add to the configuration of every provider. */
const OF_PULUMI = ["version", "pluginDownloadURL", "pluginChecksums", "__internal"];

/** The reasons why a configuration is refused. */
export const refusalsOf = (values: Properties): string[] =>
  Object.keys(values)
    .filter((key) => !KEYS.includes(key) && !OF_PULUMI.includes(key))
    .map((key) => {
      const meant = meantBy(key, KEYS);
      return `${quote(key)} is not a setting of the provider ${OWN}, which has ${KEYS.join(", ")}. ${meant === undefined ? "Remove it." : `Write ${meant}.`}`;
    });

/** The keys that the state must hold as secrets. No value of the environment is among them: none is ever copied. */
export const secretsOf = ({ values, secrets }: Opened): ReadonlySet<string> =>
  new Set([...secrets, ...SECRET_KEYS.filter((key) => values[key] !== undefined)]);

/** The keys whose values differ. */
export const changedKeys = (before: Properties, after: Properties): string[] =>
  KEYS.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));

/** Reads a configuration as if it were that of a stack, where every value is text. */
export function readFrom(values: Properties): ReadConfig {
  return (key) => {
    const name = KEYS.find((name) => key === `${OWN}:${name}`);
    const value = name === undefined ? undefined : values[name];
    if (value === undefined || value === null) return undefined;
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  };
}
