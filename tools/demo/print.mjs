// What the demo prints, and a line of progress in every long silence.
import { styleText } from "node:util";

/** Milliseconds. */
const SILENCE = 1800;

const { stdout } = process;
export const colour = stdout.isTTY && process.env.NO_COLOR === undefined;
const paint = (style, text) => (colour ? styleText(style, text) : text);

let printedAt = 0;
let silence = SILENCE;
/** Whether the last line is one of progress, on a terminal: the next line replaces it. */
let isPassing = false;

export function print(line = "") {
  if (isPassing) stdout.write("\r\u001b[K");
  isPassing = false;
  stdout.write(`${line}\n`);
  printedAt = Date.now();
  silence = SILENCE;
}

export const title = (text) => print(paint("bold", `\n${text}`));
export const say = (text) => print(`\n${paint(["bold", "cyan"], "●")} ${paint("bold", text)}`);
export const note = (text) => print(paint("dim", `  ${text}`));
export const command = (text) => print(`\n${paint("bold", `$ ${text}`)}`);
export const success = (text) => print(`\n${paint(["bold", "green"], "✔")} ${text}`);

export function failure(text) {
  print();
  console.error(paint("red", text));
}

/**
 * Says in each silence what the demo waits for. On a terminal the line counts the seconds; elsewhere lines become rarer,
 * so that a log stays short.
 *
 * @template T
 * @param {string} what
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(what, work) {
  const began = Date.now();
  printedAt = Math.max(printedAt, began);
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - printedAt < silence) return;
    const line = paint("dim", `  … ${what} (${Math.round((now - began) / 1000)} s)`);
    stdout.write(stdout.isTTY ? `\r\u001b[K${line}` : `${line}\n`);
    isPassing = stdout.isTTY === true;
    printedAt = now;
    silence = stdout.isTTY ? 1000 : 2 * silence;
  }, 100);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
