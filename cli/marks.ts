/** Makes a text that somebody else wrote safe to show. */
import { shorten, spellOut } from "../provider/contract/quote.js";

export type Mark = (text: string) => string;

const LONGEST = 200;
const PLAIN = /^\w[\w./-]{0,199}$/;

/** Whether a shell takes the text as it stands. */
export const isPlain = (text: string) => PLAIN.test(text);

/** Safe to print, and to copy into a shell. */
export const plain: Mark = (text) => (isPlain(text) ? text : spellOut(JSON.stringify(shorten(text, LONGEST))));

/** For Markdown, as code. */
export const code: Mark = (text) => `<code>${asEntities(spellOut(shorten(text, LONGEST)), /[^\w .-]/gu)}</code>`;

/** For Markdown, as a sentence. */
export const prose: Mark = (text) =>
  asEntities(spellOut(shorten(text, 1000)), /[^\p{L}\p{N} .,;:%$()/-]|(?<=\/)\/|(?<=w)\./gu);

/** Writes characters as numbered entities, so that the text starts no markup, cell, link or mention. */
const asEntities = (text: string, all: RegExp) => text.replace(all, (character) => `&#${character.codePointAt(0)};`);
