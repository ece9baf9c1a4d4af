/** What others have written, as messages quote it. */
import fc from "fast-check";
import { BillingError } from "../../../provider/contract/errors";
import { cite, citeLines, quote, unseenIn } from "../../../provider/contract/quote";

test.each([
  ["\u001b[2J\u001b]0;owned\u0007", String.raw`\u{1b}[2J\u{1b}]0;owned\u{7}`],
  ["all is well\r\u001b[Kerror", String.raw`all is well \u{1b}[Kerror`],
  ["\u009b31m", String.raw`\u{9b}31m`],
  ["one\ntwo\r\nthree\u2028four\u2029five\tsix", "one two three four five six"],
  ["a\u202eb\u2066c\u200fd", String.raw`a\u{202e}b\u{2066}c\u{200f}d`],
  ["\u0085\u007f\ud800", String.raw`\u{85}\u{7f}\u{d800}`],
  ["  ::error::no", String.raw`\u{3a}:error::no`],
  ["x\n::set-output name=a::b", "x ::set-output name=a::b"],
  ["x ##[error]no ##vso[task.complete]", String.raw`x \u{23}#[error]no \u{23}#vso[task.complete]`],
  ["hides <{%fg 1%}>all that follows <{%", String.raw`hides \u{3c}{%fg 1%}>all that follows \u{3c}{%`],
])("text %# is spelt out", (text, shown) => {
  expect(cite(text)).toBe(shown);
});

test.each([
  "é, e\u0301 and ñ",
  "漢字とかな",
  "🎉 👩\u200d💻 ❤\ufe0f",
  "نمی\u200cخواهم",
  "std::vector, a ## b, ## Title",
])("text %# stays as it is", (text) => {
  expect(cite(text)).toBe(text);
  expect(citeLines(text)).toBe(text);
});

test("several lines stay several, and none of them is a command", () => {
  expect(citeLines("error: one\r\n  ::add-mask::x\n\u001b[31mtwo\r\u2028")).toBe(
    ["error: one", String.raw`  \u{3a}:add-mask::x`, String.raw`\u{1b}[31mtwo`].join("\n"),
  );
  expect(citeLines("one\rtwo\u2028three")).toBe(String.raw`one\u{d}two\u{2028}three`);
});

test("a long text is cut, never inside a character", () => {
  expect(cite("x".repeat(500))).toBe("x".repeat(500));
  expect(cite("x".repeat(501))).toBe(`${"x".repeat(500)}…`);
  expect(cite(`${"x".repeat(9)}🎉`, 10)).toBe(`${"x".repeat(9)}…`);
  expect(cite("\u0007".repeat(1000)).length).toBeLessThanOrEqual(501);
  expect(citeLines("line\n".repeat(9000)).length).toBeLessThanOrEqual(10_001);
});

test("no text gets through with a command for a terminal or a pipeline", () => {
  const piece = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("::error::", "##[", "<{%", "\n", "\r", "\u001b", " ", "\u2028", "\u202e"),
  );
  const isSafe = (shown: string) =>
    !/[\p{Zl}\p{Zp}]|##\w{0,20}\[|<\{%/u.test(shown) &&
    !/\p{C}/u.test(shown.replace(/[\n\u200c\u200d]/g, "")) &&
    !shown.split("\n").some((line) => line.trimStart().startsWith("::"));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join("");
      const onOneLine = [cite(text), new BillingError(text).message];
      return [...onOneLine, citeLines(text)].every(isSafe) && !onOneLine.some((line) => line.includes("\n"));
    }),
  );
});

test("a value of the program's own is quoted with everything spelt out that cannot be seen", () => {
  expect(quote("a\u2800b\u200d\ufe0f\u3164\u202e")).toBe(String.raw`"a\u{2800}b\u{200d}\u{fe0f}\u{3164}\u{202e}"`);
  expect(quote("été")).toBe('"été"');
});

test.each([
  ["a\u2800", "U+2800, a blank that is not a space"],
  ["\u3164", "U+3164, a blank that is not a space"],
  ["a\u200bb", "U+200B, a character that is not shown"],
  ["a\u034fb\u0007", "U+034F, a character that is not shown"],
  ["\u{e0001}", "U+E0001, a character that is not shown"],
  ["a\u202e", "U+202E, a character that turns the direction of the text"],
  ["a\nb", "U+000A, a line break"],
  ["a\u2028b", "U+2028, a line break"],
  ["a\u001b", "U+001B, a control character"],
  ["a\ue000", "U+E000, a character without a shape of its own"],
  ["été 漢字 🎉", undefined],
])("the first unseen character of text %# is named", (text, words) => {
  expect(unseenIn(text)).toBe(words);
});
