/** Values of Pulumi's protocol, held against what the SDK itself writes and reads. */
import * as pulumi from "@pulumi/pulumi";
import * as rpc from "@pulumi/pulumi/runtime/rpc";
import fc from "fast-check";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { UNKNOWN } from "../../../../provider/contract/facts";
import { isUnknown, open, seal, secret } from "../../../../provider/hosts/plugin/values";

const struct = (values: object) => Struct.fromJavaScript(values as Record<string, JavaScriptValue>);

const withoutMinusZero = (value: unknown) => JSON.parse(JSON.stringify(value));

const plain = () =>
  fc.dictionary(
    fc.stringMatching(/^[a-z]{1,8}$/),
    fc.jsonValue().filter((value) => !JSON.stringify(value).includes("__proto__")),
  );

test("what is sealed opens as it was, with the same secrets", () => {
  fc.assert(
    fc.property(plain(), fc.array(fc.boolean()), (values, marks) => {
      const secrets = new Set(Object.keys(values).filter((_, index) => marks[index] === true));
      const opened = open(seal(values, secrets));
      expect(withoutMinusZero(opened.values)).toEqual(withoutMinusZero(values));
      expect(opened.secrets).toEqual(secrets);
    }),
  );
});

test("the SDK takes what is sealed for a secret", () => {
  const sealed = seal({ amount: 5000, reason: "x" }, new Set(["amount"])).toJavaScript();
  expect(rpc.isRpcSecret(sealed.amount)).toBe(true);
  expect(rpc.unwrapRpcSecret(sealed.amount)).toBe(5000);
  expect(rpc.isRpcSecret(sealed.reason)).toBe(false);
});

test("a secret deep inside makes its property secret", () => {
  const { values, secrets } = open(struct({ one: { list: [{ deep: secret("s") }] }, other: 1 }));
  expect(values).toEqual({ one: { list: [{ deep: "s" }] }, other: 1 });
  expect([...secrets]).toEqual(["one"]);
});

const SIGNATURE = rpc.specialSigKey;

test.each([
  ["without a value", { [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4" }, UNKNOWN, []],
  ["with a value", { [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: 1, dependencies: ["urn"] }, 1, []],
  ["secret", { [SIGNATURE]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: 1, secret: true }, 1, ["amount"]],
])("an output %s is opened", (_, amount, value, secrets) => {
  const opened = open(struct({ amount }));
  expect(opened.values).toEqual({ amount: value });
  expect([...opened.secrets]).toEqual(secrets);
});

test.each([
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
])("%s is a value that is not known yet, also in a secret", (marker) => {
  const { values } = open(struct({ amount: marker, threshold: secret(marker) }));
  expect(Object.values(values).map(isUnknown)).toEqual([true, true]);
});

test.each([
  ["a file", new pulumi.asset.StringAsset("text")],
  ["an archive", new pulumi.asset.AssetArchive({})],
])("%s is refused", async (_, value) => {
  const wire = await rpc.serializeProperties("test", { reason: value });
  expect(() => open(struct(wire))).toThrow(
    '"reason" is a file, an archive or a resource, and no property here takes one. Give a plain value.',
  );
});
