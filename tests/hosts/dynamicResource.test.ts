/** Our token, property name and calling convention, held against what `pulumi.dynamic.Resource` produces. */
import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import type { GetUsageHistoryOutputArgs } from "../../provider/index";

const seen: MockResourceArgs[] = [];

// The compiled package: the sources under test are what the engine will load.
const ours: typeof import("../../provider/index") = require("pulumi-cloudflare-ai-gateway-billing");

class Model extends pulumi.dynamic.Resource {
  constructor(name: string) {
    const provider: pulumi.dynamic.ResourceProvider = { create: async () => ({ id: "1", outs: {} }) };
    super(provider, name, { amount: 1 }, undefined, "cloudflare-ai-gateway-billing", "Model");
  }
}

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource(args) {
      seen.push(args);
      return { id: args.inputs.accountId ?? "id", state: args.inputs };
    },
    call: ({ token, inputs }) => ({ ...inputs, token, balance: 12 }),
  });
});

async function register(make: () => pulumi.CustomResource): Promise<MockResourceArgs> {
  seen.length = 0;
  const resource = make();
  await new Promise((resolve) => resource.urn.apply(resolve));
  const [args] = seen;
  if (args === undefined) throw new Error("Nothing was registered.");
  return args;
}

test("a resource of ours registers like a dynamic resource of Pulumi's own", async () => {
  const model = await register(() => new Model("model"));
  const own = await register(
    () => new ours.AutoTopupConfig("topup", { accountId: "a".repeat(32), amount: 5000, threshold: 1000 }),
  );
  expect(own.type).toBe(model.type.replace("Model", "AutoTopupConfig"));
  expect(own.custom).toBe(model.custom);
  expect(typeof model.inputs.__provider).toBe("string");
  expect(typeof own.inputs.__provider).toBe("string");
  expect(model.inputs.__provider).toContain("exports.handler = ");
  expect(own.inputs.__provider).toContain("exports.handler=");
  expect(own.inputs).toMatchObject({ accountId: "a".repeat(32), amount: 5000, threshold: 1000 });
});

test("under mocks a program runs without credentials, package resolution or an account on the network", async () => {
  const limit = await register(
    () =>
      new ours.SpendingLimit("limit", {
        accountId: "b".repeat(32),
        amount: ours.usd(5),
        duration: "daily",
        strategy: "fixed",
      }),
  );
  expect(limit.inputs).toMatchObject({ amount: 500 });
});

test("under mocks a data function is answered by the mock of call", async () => {
  const token = "cloudflare-ai-gateway-billing:index:getCreditBalance";
  expect(await ours.getCreditBalance({ accountId: "d" })).toMatchObject({ token, accountId: "d", balance: 12 });
  const output = ours.getCreditBalanceOutput({ accountId: pulumi.output("e") });
  expect(await new Promise((resolve) => output.apply(resolve))).toMatchObject({ token, accountId: "e" });
});

test("a time may be a Date in every form that an input has, also under mocks", async () => {
  const [from, to] = [new Date("2026-11-01T00:00:00Z"), new Date("2026-11-30T00:00:00Z")];
  const milliseconds = { startTime: from.getTime(), endTime: to.getTime() };
  const day = { accountId: "d", valueGroupingWindow: "day" } as const;
  expect(await ours.getUsageHistory({ ...day, startTime: from, endTime: to })).toMatchObject(milliseconds);
  const outputOf = <Value>(value: Value) => pulumi.output(0).apply(() => value);
  const twins: ReadonlyArray<Pick<GetUsageHistoryOutputArgs, "startTime" | "endTime">> = [
    { startTime: from, endTime: to },
    { startTime: Promise.resolve(from), endTime: Promise.resolve(to) },
    { startTime: outputOf(from), endTime: outputOf(to) },
  ];
  for (const times of twins) {
    const output = ours.getUsageHistoryOutput({ ...day, ...times });
    expect(await new Promise((resolve) => output.apply(resolve))).toMatchObject(milliseconds);
  }
  const texts = { startTime: from.toISOString(), endTime: pulumi.secret(to.toISOString()) };
  const output = ours.getUsageHistoryOutput({ ...day, ...texts });
  expect(await new Promise((resolve) => output.apply(resolve))).toMatchObject({
    startTime: "2026-11-01T00:00:00.000Z",
    endTime: "2026-11-30T00:00:00.000Z",
  });
  expect(await pulumi.isSecret(output)).toBe(true);
});

test.each(["id", "urn", "__provider", "disabledReason", "error", "lastFailedAt"])(
  "an input called %s is refused",
  (input) => {
    const args = { accountId: "a".repeat(32), amount: 5000, threshold: 1000, [input]: "x" };
    expect(() => new ours.AutoTopupConfig("topup", args)).toThrow(
      `AutoTopupConfig "topup" has the input "${input}", which does not exist. AutoTopupConfig has accountId, amount, threshold, allowOverwrite. Remove it.`,
    );
  },
);

test("an input that is left out is still an output", async () => {
  const topup = new ours.AutoTopupConfig("two", { accountId: "e".repeat(32), amount: 5000, threshold: 1000 });
  expect(await new Promise((resolve) => topup.allowOverwrite.apply(resolve))).toBeUndefined();
});

test("under mocks a program needs no account either", async () => {
  const own = await register(() => new ours.AutoTopupConfig("accountless", { amount: 5000, threshold: 1000 }));
  expect(own.inputs).toMatchObject({ amount: 5000 });
});

test("isInstance tells the kinds apart", () => {
  const topup = new ours.AutoTopupConfig("one", { accountId: "c".repeat(32), amount: 5000, threshold: 1000 });
  expect(ours.AutoTopupConfig.isInstance(topup)).toBe(true);
  expect(ours.SpendingLimit.isInstance(topup)).toBe(false);
  expect(ours.AutoTopupConfig.isInstance({})).toBe(false);
  expect(ours.AutoTopupConfig.isInstance(undefined)).toBe(false);
});
