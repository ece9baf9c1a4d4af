/** examples/spend-limits under Pulumi's mocks, on the sources. */
import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";

const ACCOUNT = "c".repeat(32);

test("the example takes the default gateway over and divides the cap to the cent", async () => {
  jest.doMock("pulumi-cloudflare-ai-gateway-billing", () => require("../../../provider/index"), { virtual: true });
  jest.doMock("pulumi-cloudflare-ai-gateway-billing/gateway", () => require("../../../provider/gateway/index"), {
    virtual: true,
  });
  const seen = new Map<string, MockResourceArgs>();
  await pulumi.runtime.setMocks({
    newResource(args) {
      seen.set(args.name, args);
      return { id: args.id || args.name, state: args.inputs };
    },
    call: ({ inputs }) => inputs,
  });
  pulumi.runtime.setAllConfig({ "cloudflare-ai-gateway-billing:accountId": ACCOUNT });
  const { amountsCents } = require("../../../examples/spend-limits/index");
  expect(await new Promise((resolve) => amountsCents.apply(resolve))).toEqual({
    default: 2500,
    chat: 15_000,
    batch: 7500,
  });
  while (seen.size < 4) await new Promise((resolve) => setTimeout(resolve, 10));
  const gateways = ["default", "chat", "batch"].map((id) => seen.get(`budget-${id}`));
  expect(gateways.map((gateway) => gateway?.id)).toEqual([`${ACCOUNT}/default`, "", ""]);
  expect(gateways.map((gateway) => gateway?.inputs.spendLimits.rules[0].limit)).toEqual([25, 150, 75]);
});
