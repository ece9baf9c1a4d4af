import fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { AuthenticationError, BillingError, PermissionError } from "../../../provider/contract/errors";
import { clean, cleanRecord } from "../../../provider/hosts/clean";
import { cleanError } from "../../../provider/hosts/dynamic/boundary";

const awkward = () =>
  fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withTypedArray: true, withMap: true, withSet: true }),
    fc.func(fc.integer()),
    fc.constant(Symbol("x")),
  );

test("every result of a lifecycle can be written as a protobuf struct", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), awkward()), (record) => {
      const cleaned = cleanRecord(record);
      expect(() => Struct.fromJavaScript(cleaned as never).serializeBinary()).not.toThrow();
      expect(JSON.parse(JSON.stringify(cleaned))).toEqual(JSON.parse(JSON.stringify(cleanRecord(cleaned))));
    }),
  );
});

test.each([
  [1, 1],
  [Number.NaN, null],
  [Number.POSITIVE_INFINITY, null],
  [10n, "10"],
  [new Date(0), "1970-01-01T00:00:00.000Z"],
  [new Date(Number.NaN), null],
  [null, null],
  [undefined, undefined],
  [() => 1, undefined],
  [
    [1, undefined, 2],
    [1, null, 2],
  ],
  [{ a: { b: undefined, c: 1 } }, { a: { c: 1 } }],
])("%p becomes %p", (value, cleaned) => expect(clean(value)).toEqual(cleaned));

test("everything thrown becomes a plain Error", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.integer(), fc.constant(undefined), fc.constant(null), fc.object()),
      (thrown) => {
        const error = cleanError(thrown, {});
        expect(error).toBeInstanceOf(Error);
        expect(Object.keys(error)).toEqual([]);
      },
    ),
  );
});

test("an error of ours keeps name and message and loses everything else", () => {
  const error = cleanError(new BillingError("what happened", { code: 16, status: 403 }), {});
  expect([error.name, error.message]).toEqual(["BillingError", "what happened"]);
  // What Pulumi's host prints.
  expect(`${error}: ${error.stack}`).toBe("BillingError: see the error of the resource.");
  expect("code" in error || "facts" in error).toBe(false);
});

test.each([[AuthenticationError], [PermissionError]])(
  "a host says where refused credentials came from (%p)",
  (kind) => {
    expect(cleanError(new kind("Refused."), {}).message).toBe(
      "Refused. After a change of credentials, `pulumi refresh` and `pulumi destroy` still use those of the last `up`, unless you add --run-program.",
    );
  },
);

test("a crash keeps its stack", () => {
  expect(cleanError(new TypeError("oops"), {}).stack).toContain("boundary.test");
});

test("a partial failure keeps its id, its properties and the provider's text", () => {
  const thrown = Object.assign(new Error("half done"), {
    id: "x",
    properties: { amount: 1, gone: undefined },
    reasons: ["because"],
  });
  expect(cleanError(thrown, { __provider: "text" })).toMatchObject({
    message: "half done",
    id: "x",
    properties: { amount: 1, __provider: "text" },
    reasons: ["because"],
  });
});
