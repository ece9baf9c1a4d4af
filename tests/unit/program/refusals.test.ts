/** A declaration may stand inside `apply`, where the frames of a stack are Pulumi's own. */

import { CreditTopup } from "../../../provider/program/resources/creditTopup";
import { dynamicHost } from "../../../provider/program/resources/host";
import { checkDeclaration } from "../../../provider/program/resources/properties";

test("a refused declaration is an error of this package, without the frames that stall Pulumi", () => {
  const kind = { name: "AutoTopupConfig", inputs: ["accountId"], outputs: [] };
  const refused = (() => {
    try {
      return checkDeclaration(kind, "topup", { accountId: "a", ...{ id: "x" } }, undefined, dynamicHost);
    } catch (error) {
      return error;
    }
  })();
  expect(refused).toMatchObject({ name: "ConfigurationError", __pulumiRunError: true });
  expect(refused).toHaveProperty("message", expect.stringMatching(/^AutoTopupConfig "topup" has the input "id"/));
  expect(refused).toHaveProperty("stack", expect.not.stringMatching(/^ +at /m));
});

test("a purchase with ignoreChanges is refused: it would charge the card all the same", () => {
  const args = { accountId: "0123456789abcdef0123456789abcdef", amount: 5000, purchase: "2026-11" };
  expect(() => new CreditTopup("credit", args, { ignoreChanges: ["purchase"] })).toThrow(
    'CreditTopup "credit" has the option ignoreChanges, which has no effect on a purchase: a new word would charge the card all the same. Remove the option.',
  );
});
