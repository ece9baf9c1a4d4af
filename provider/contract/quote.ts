/**
 * Values and texts in messages: quoted where that is safe, described where it is not. Every text that somebody else
 * wrote passes through here before it reaches a terminal or the log of a pipeline.
 */

/** A value as it was given, if it is short: a longer one may be a secret, or flood the screen. */
export function quote(value: unknown): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "string" && value !== "" && value.length <= 24) return spellOut(JSON.stringify(value));
  return outline(value);
}

/** What kind of value it is, without its content. */
export function outline(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (value === "") return "an empty string";
  if (typeof value === "string") return `a string of ${value.length} characters`;
  if (Array.isArray(value)) return "a list";
  return `a value of type ${typeof value}`;
}

/** A text that somebody else wrote, on one line, cut after `longest` characters. */
export function cite(text: string, longest = 500): string {
  const line = shorten(text.trim(), longest).replace(/\s+/g, " ");
  return shorten(harmless(line), longest);
}

/** A text that somebody else wrote, with its lines, cut after `longest` characters. */
export function citeLines(text: string, longest = 10_000): string {
  const lines = shorten(text.trim(), longest).split(/\r?\n/);
  return shorten(lines.map(harmless).join("\n"), longest);
}

/** A text in which characters that are invisible, or change how a text is shown, are spelt out: U+202E becomes `\u{202e}`. */
export const spellOut = (text: string) => text.replace(UNSEEN, spelt);

/** The first invisible character of a text, in words: `U+200B, a character that is not shown`. */
export function unseenIn(text: string): string | undefined {
  const [found] = text.match(UNSEEN) ?? [];
  if (found === undefined) return undefined;
  const [, kind] = KINDS.find(([pattern]) => pattern.test(found)) ?? [];
  return `U+${codeOf(found).toString(16).toUpperCase().padStart(4, "0")}, ${kind}`;
}

const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

const KINDS: ReadonlyArray<readonly [RegExp, string]> = [
  [/[\n\v\f\r\u0085\u2028\u2029]/, "a line break"],
  [/\p{Cc}/u, "a control character"],
  [/\p{Bidi_Control}/u, "a character that turns the direction of the text"],
  [/[\u115f\u1160\u2800\u3164\uffa0]/, "a blank that is not a space"],
  [/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u, "a character that is not shown"],
  [/./su, "a character without a shape of its own"],
];

/** Characters that steer a terminal. Not the joiners (U+200C and U+200D), which emoji and some scripts need. */
const STEERING = /[^\P{C}\u200c\u200d]|[\p{Zl}\p{Zp}]/gu;

/**
 * Text that others read as a command. Pipelines: `::error::` at the beginning of a line, and `##[error]` and `##vso[…]`
 * anywhere. Pulumi: `<{%`, the beginning of a colour; if the colour does not end, Pulumi prints nothing after it.
 */
const COMMAND = /^\s*:(?=:)|#(?=#\w{0,20}\[)|<(?=\{%)/g;

const harmless = (line: string) =>
  line.replace(STEERING, spelt).replace(COMMAND, (start) => start.slice(0, -1) + spelt(start.slice(-1)));

const spelt = (character: string) => `\\u{${codeOf(character).toString(16)}}`;

const codeOf = (character: string) => character.codePointAt(0) ?? 0;

/** Cut after `longest` characters, and never between the two halves of one. */
export const shorten = (text: string, longest: number) =>
  text.length <= longest ? text : `${text.slice(0, longest).replace(/\p{Cs}$/u, "")}…`;
