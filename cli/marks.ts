/** Makes a text that somebody else wrote safe to show. */
import { shorten, spellOut } from "../provider/contract/quote.js";

export type Mark = (text: string) => string;

const LONGEST = 200;
const PLAIN = /^\w[\w./-]{0,199}$/;

/** Whether a shell takes the text as it stands. */
export const isPlain = (text: string) => PLAIN.test(text);

/** Safe to print, and to copy into a shell. */
export const plain: Mark = (text) => (isPlain(text) ? text : spellOut(JSON.stringify(shorten(text, LONGEST))));

/** For Markdown, as code. Characters that may start markup, a cell or a link are numbered entities. */
export const code: Mark = (text) =>
  `<code>${spellOut(shorten(text, LONGEST)).replace(/[^\w .-]|(?<=www)\./giu, entity)}</code>`;

/** For Markdown, as a sentence. An entity does not stop a mention of a person or of an issue; code does. */
export const prose: Mark = (text) =>
  spellOut(shorten(text, LONGEST_SENTENCE)).replace(/[^\p{L}\p{N} .,;:%$()/-]|(?<=\/)\/|(?<=www)\./giu, (character) =>
    /[@#]/.test(character) ? `<code>${entity(character)}</code>` : entity(character),
  );

const LONGEST_SENTENCE = 1000;

const entity = (character: string) => `&#${character.codePointAt(0)};`;
