/** Code of the user that runs while a resource of ours is made: its errors say where they come from. */
import * as pulumi from "@pulumi/pulumi";

// The compiled package: the sources under test are what the engine will load.
const ours: typeof import("../../provider/index") = require("pulumi-cloudflare-ai-gateway-billing");

const TOPUP = { accountId: "a".repeat(32), amount: 5000, threshold: 1000 };

beforeAll(() =>
  pulumi.runtime.setMocks({
    newResource: ({ inputs }) => ({ id: inputs.accountId ?? "id", state: inputs }),
    call: () => ({}),
  }),
);

function thatFails(): undefined {
  throw new Error("The transformation fails.");
}

class Parent extends pulumi.ComponentResource {
  constructor(transformations: pulumi.ResourceTransformation[]) {
    super("test:index:Parent", "parent", {}, { transformations });
  }
}

function stackOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    return String(Reflect.get(Object(error), "stack"));
  }
  throw new Error("It did not fail.");
}

test.each([
  ["its own", () => new ours.AutoTopupConfig("one", TOPUP, { transformations: [thatFails] })],
  [
    "its parent's",
    () => {
      const transformations: pulumi.ResourceTransformation[] = [];
      const parent = new Parent(transformations);
      Reflect.get(parent, "__transformations").push(thatFails);
      return new ours.AutoTopupConfig("two", TOPUP, { parent });
    },
  ],
])("an error of %s transformation keeps its stack", (_, make) => {
  const limit = Error.stackTraceLimit;
  expect(stackOf(make)).toMatch(/thatFails/);
  expect(Error.stackTraceLimit).toBe(limit);
});
