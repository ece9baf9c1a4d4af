/** Values as violations show them: the pack is a package of its own, with the same rule as the provider's messages. */
import fc from "fast-check";
import { shown } from "../../../policy/src/values";
import { spellOut } from "../../../provider/contract/quote";

test("invisible characters are spelt out as in every other message, and a long text is cut", () => {
  expect(shown("\u001b[2J\u202e\u2800")).toBe(String.raw`"\u001b[2J\u{202e}\u{2800}"`);
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 20 }), (text) => shown(text) === spellOut(JSON.stringify(text))),
  );
  expect(shown("x".repeat(9000)).length).toBeLessThan(310);
  expect([shown(7), shown(undefined), shown(null)]).toEqual(["7", "nothing", "null"]);
});
