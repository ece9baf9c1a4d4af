/** Values as Pulumi's protocol carries them: secrets in wrappers, and markers for what is not known yet. */
import type { JavaScriptValue, Struct as StructMessage } from "google-protobuf/google/protobuf/struct_pb";
import { ConfigurationError } from "../../contract/errors.js";
import { UNKNOWN } from "../../contract/facts.js";
import type { Properties } from "../../contract/lifecycle.js";
import { quote } from "../../contract/quote.js";
import { cleanRecord } from "../clean.js";
import { Struct } from "./sdk.js";

/** A wrapper says here what it is. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** A text, a bool, a number, a list, a file, an archive and an object that are not known yet. */
const UNKNOWNS: ReadonlySet<unknown> = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Whether a value that has been opened is not known yet. */
export const isUnknown = (value: unknown): boolean => value === UNKNOWN;

export interface Opened {
  /** Without wrappers. What is not known yet is `UNKNOWN`. */
  readonly values: Properties;
  /** The properties that are secret, or have a secret inside. */
  readonly secrets: ReadonlySet<string>;
}

/** Takes values out of their wrappers. Throws a ConfigurationError for a file or an archive. */
export function open(struct: StructMessage | undefined): Opened {
  const secrets = new Set<string>();
  const values: Record<string, unknown> = {};
  for (const [property, value] of Object.entries(struct?.toJavaScript() ?? {})) {
    values[property] = unwrap(value, property, () => secrets.add(property));
  }
  return { values, secrets };
}

function unwrap(value: unknown, property: string, noteSecret: () => void): unknown {
  if (UNKNOWNS.has(value)) return UNKNOWN;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => unwrap(item, property, noteSecret));
  const record: Properties = { ...value };
  switch (record[SIGNATURE]) {
    case undefined:
      return Object.fromEntries(
        Object.entries(record).map(([key, item]) => [key, unwrap(item, property, noteSecret)] as const),
      );
    case SECRET:
      noteSecret();
      return unwrap(record.value, property, noteSecret);
    case OUTPUT:
      if (record.secret === true) noteSecret();
      return Object.hasOwn(record, "value") ? unwrap(record.value, property, noteSecret) : UNKNOWN;
    default:
      throw new ConfigurationError(
        `${quote(property)} is a file, an archive or a resource, and no property here takes one. Give a plain value.`,
      );
  }
}

/** Puts a value into the wrapper of a secret. */
export const secret = (value: unknown) => ({ [SIGNATURE]: SECRET, value });

/** Values for the engine. The named properties are secret. */
export function seal(values: object, secrets: ReadonlySet<string>): StructMessage {
  const sealed = Object.entries(cleanRecord(values)).map(
    ([property, value]) => [property, secrets.has(property) ? secret(value) : value] as const,
  );
  return Struct.fromJavaScript(Object.fromEntries(sealed) as Record<string, JavaScriptValue>);
}
