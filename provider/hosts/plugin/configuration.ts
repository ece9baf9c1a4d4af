/** The configuration of a provider: its keys, and how a change of it counts. */
import type { ReadConfig } from "../../config/config.js";
import { OWN } from "../../config/config.js";
import type { Configuration } from "../../config/configuration.js";
import type { Properties } from "../../contract/lifecycle.js";
import { meantBy } from "../../contract/meantBy.js";
import { quote } from "../../contract/quote.js";
import type { Opened } from "./values.js";

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
export const refusalsOf = (values: Properties): string[] => [...unknownKeys(values), ...emptyCredentials(values)];

/** An empty one would count as missing, and the environment may hold the token of another account. */
const emptyCredentials = (values: Properties): string[] =>
  SECRET_KEYS.filter((key) => values[key] === "").map(
    (key) => `${key} is empty. Set it, or remove it: then the environment is asked.`,
  );

const unknownKeys = (values: Properties): string[] =>
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
