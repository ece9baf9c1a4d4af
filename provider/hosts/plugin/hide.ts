/** Takes the values of secret properties out of what the user reads. */
import type { Opened } from "./values.js";

const HIDDEN = "[secret]";

/** Amounts in words: US$52.50. */
const DOLLARS = /-?US\$[\d,.]*\d/g;

/** What hides the secrets of these values. If a number is secret, every amount of dollars is hidden: one may be made of it. */
export function hiding(...opened: readonly Opened[]): (text: string) => string {
  const hidden = opened.flatMap(({ values, secrets }) =>
    [...secrets].flatMap((property) => leavesOf(values[property])),
  );
  const texts = hidden.filter((value) => typeof value === "string").sort((one, other) => other.length - one.length);
  // A hint turns dollars into cents.
  const numbers = hidden.filter((value) => typeof value === "number").flatMap((value) => [value, value * 100]);
  return (text) => {
    let line = numbers.length > 0 ? text.replace(DOLLARS, HIDDEN) : text;
    for (const secret of texts) line = line.replaceAll(secret, HIDDEN);
    for (const secret of numbers) line = line.replace(new RegExp(`(?<![\\d.])${secret}(?!\\d)`, "g"), HIDDEN);
    return line;
  };
}

function leavesOf(value: unknown): Array<string | number> {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leavesOf);
  return (typeof value === "string" && value !== "") || typeof value === "number" ? [value] : [];
}
