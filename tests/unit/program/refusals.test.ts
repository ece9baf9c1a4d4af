/** A declaration may stand inside `apply`, where the frames of a stack are Pulumi's own. */
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
