/** Reads values of resources safely. */

/** Stands for a value that a preview does not know. */
export const UNKNOWN = Symbol("unknown");

/**
 * Reads a property or an element of a value.
 * When a policy reads an unknown value, Pulumi throws, and turns that into an advisory message, whatever the policy's level.
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

/** Reads a number; NaN for anything else. */
export function readNumber(from: unknown, key: string): number | undefined | typeof UNKNOWN {
  const value = read(from, key);
  return value === undefined || value === UNKNOWN || typeof value === "number" ? value : Number.NaN;
}

/** Reads the account of a resource. If the resource names none, a policy cannot see which account it gets. */
export function readAccount(props: unknown): string | typeof UNKNOWN {
  const value = read(props, "accountId");
  return typeof value === "string" ? value : UNKNOWN;
}

/** A value as a violation shows it: on one line, cut, and with invisible and steering characters spelt out. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  const spelt = text.replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
  return spelt.length <= LONGEST ? spelt : `${spelt.slice(0, LONGEST)}…`;
}

const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
const LONGEST = 300;
