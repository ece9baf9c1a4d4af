/** Values of resources, as a policy may read them. */

/** Stands for a value that a preview does not know. */
export const UNKNOWN = Symbol("unknown");

/**
 * Reads a property, or an element, of what a policy is given.
 * Pulumi throws on reading an unknown value and would turn that into an advice, whatever the policy's severity.
 *
 * @returns undefined for what is missing or null
 */
export function read(from: unknown, key: string | number): unknown {
  if (typeof from !== "object" || from === null) return undefined;
  try {
    return Reflect.get(from, key) ?? undefined;
  } catch {
    return UNKNOWN;
  }
}

/** Reads a number; NaN for what is none. */
export function readNumber(from: unknown, key: string): number | undefined | typeof UNKNOWN {
  const value = read(from, key);
  return value === undefined || value === UNKNOWN || typeof value === "number" ? value : Number.NaN;
}

/** Reads the account of a resource. One that names none gets it from where a policy cannot see. */
export function readAccount(props: unknown): string | typeof UNKNOWN {
  const value = read(props, "accountId");
  return typeof value === "string" ? value : UNKNOWN;
}

/** A value as a violation shows it: on one line, cut, and with everything spelt out that cannot be seen or steers a terminal. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  const spelt = text.replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
  return spelt.length <= LONGEST ? spelt : `${spelt.slice(0, LONGEST)}…`;
}

const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const LONGEST = 300;
