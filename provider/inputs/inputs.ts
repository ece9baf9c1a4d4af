/** The building blocks of input schemas. Each error says the rule, what was given, and what to do. */
import { z } from "zod";
import { ACCOUNT_ID } from "../contract/facts.js";
import { formatCents } from "../contract/money.js";
import { outline, quote, unseenIn } from "../contract/quote.js";

interface Issue {
  readonly input?: unknown;
}

/** The id of a Cloudflare account. The given value is described, not quoted: it may be a pasted token. */
export function accountId() {
  const error = ({ input }: Issue) =>
    `must be a Cloudflare account id, 32 lower-case hex digits; got ${outline(input)}. ${accountIdHint(input)}`;
  return z.string({ error }).regex(ACCOUNT_ID, { error });
}

/** Whole US cents, at least `minimum`. */
export function cents(minimum: number) {
  const error = ({ input }: Issue) =>
    `must be a whole number of US cents, at least ${minimum} (${formatCents(minimum)}); got ${quote(input)}.${centsHint(input, minimum)}`;
  return z.int({ error }).min(minimum, { error });
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  const choices = words.map((word) => `"${word}"`).join(", ");
  const error = ({ input }: Issue) => `must be one of ${choices}; got ${quote(input)}.${wordHint(input, words)}`;
  return z.enum(words, { error });
}

/** Whether `create` may replace another value that the account already has. */
export function allowOverwrite() {
  const error = ({ input }: Issue) =>
    `must be true or false; got ${quote(input)}.${input === "true" || input === "false" ? " Write it without quotes." : ""}`;
  return z.boolean({ error }).exactOptional();
}

/**
 * A text on one line, without spaces around it. States hold texts by this rule, so it never gets stricter. Newer rules
 * are in {@link unseenText}.
 */
export function line(what: string, longest: number) {
  const error = ({ input }: Issue) =>
    `must be ${what}: a text of 1 to ${longest} characters on one line, without spaces around it; got ${unseenText(input) ?? quote(input)}.`;
  return z.string({ error }).refine((text) => text.length <= longest && LINE.test(text) && text === text.normalize(), {
    error,
  });
}

/** Names the invisible character that makes a text look like another one: `a text with U+2800, a blank that is not a space`. */
export function unseenText(input: unknown): string | undefined {
  const unseen = typeof input === "string" ? unseenIn(input) : undefined;
  return unseen === undefined ? undefined : `a text with ${unseen}`;
}

const LINE = /^[^\s\p{C}]([^\p{C}\p{Zl}\p{Zp}]*[^\s\p{C}])?$/u;

/** A whole number of `unit`, from 0 to `most`. */
export function count(unit: string, most: number) {
  const error = ({ input }: Issue) => `must be a whole number of ${unit} from 0 to ${most}; got ${quote(input)}.`;
  return z.int({ error }).min(0, { error }).max(most, { error });
}

function accountIdHint(input: unknown): string {
  if (typeof input === "string") {
    if (ACCOUNT_ID.test(input.trim())) return "Remove the spaces around it.";
    if (ACCOUNT_ID.test(input.toLowerCase())) return "Write it in lower case.";
    if (input.includes("/")) return "Give the id alone, without a path or an address.";
    if (ACCOUNT_ID.test(input.replaceAll("-", "").toLowerCase())) return "Write it without dashes, in lower case.";
  }
  return "Find it in the dashboard's address, after dash.cloudflare.com/.";
}

function centsHint(input: unknown, minimum: number): string {
  if (typeof input === "string" && input.trim() !== "" && Number.isFinite(Number(input)))
    return ` Write it as a number, without quotes: ${Number(input)}.`;
  if (typeof input !== "number" || !Number.isFinite(input) || input <= 0) return "";
  const asCents = Math.round(input * 100);
  const looksLikeDollars =
    asCents / 100 === input && asCents >= minimum && (input < minimum || !Number.isInteger(input));
  if (looksLikeDollars) return ` If ${input} US dollars were meant, write usd(${input}), which is ${asCents} cents.`;
  return Number.isInteger(input) ? "" : " A cent has no fraction.";
}

function wordHint(input: unknown, words: readonly string[]): string {
  const word =
    typeof input === "string" ? words.find((candidate) => candidate === input.trim().toLowerCase()) : undefined;
  return word === undefined ? "" : ` Write "${word}".`;
}
