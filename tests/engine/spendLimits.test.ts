/** examples/spend-limits through the real engine: `cloudflare.AiGateway` is the real class, its plugin a stand-in. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { installWithCloudflare } from "../support/cloudflarePlugin";
import { withStack } from "../support/engine";
import { PACK } from "../support/policies";
import { ACCOUNT } from "../support/programs";

const REPOSITORY = resolve(__dirname, "../..");
const EXAMPLE = readFileSync(join(REPOSITORY, "examples/spend-limits/index.ts"), "utf8");
const POLICIES = ["--policy-pack", PACK];

/** What Cloudflare has: the settings that the program declares, and no limit yet. */
const LIVE = {
  accountId: ACCOUNT,
  aiGatewayId: "default",
  cacheInvalidateOnUpdate: false,
  cacheTtl: 0,
  collectLogs: true,
  rateLimitingInterval: 0,
  rateLimitingLimit: 0,
};

test("the default gateway is imported and gets its rule, the others are created, and no policy objects", async () => {
  const options = {
    api: "2026-10",
    program: EXAMPLE,
    typescript: true,
    install: installWithCloudflare,
    config: { "cloudflare-ai-gateway-billing:accountId": ACCOUNT },
    env: { LIVE_GATEWAY: JSON.stringify(LIVE) },
  } as const;
  await withStack(options, async (stack) => {
    expect(await stack.preview(...POLICIES)).toMatchObject({ exitCode: 0, errors: [] });
    expect(await stack.up(...POLICIES)).toMatchObject({
      exitCode: 0,
      errors: [],
      steps: { "budget-default": "import update", "budget-chat": "create", "budget-batch": "create" },
    });
    expect(stack.outputs()).toEqual({ amountsCents: { default: 2500, chat: 15_000, batch: 7500 } });
    const cap = { id: "account-cap-default", limit: 25, limitType: "cost", window: 2_592_000, technique: "fixed" };
    expect(stack.resources()["budget-default"]).toMatchObject({
      id: `${ACCOUNT}/default`,
      inputs: { ...LIVE, spendLimits: { enabled: true, rules: [cap] } },
    });

    // as its comment says: once the gateway is in the state, `import` goes
    stack.write(EXAMPLE.replace("import: true, ", ""));
    expect(await stack.preview("--expect-no-changes", ...POLICIES)).toMatchObject({ exitCode: 0, warnings: [] });
    const destroyed = await stack.destroy();
    expect(destroyed.exitCode).not.toBe(0);
    expect(destroyed.errors.join()).toMatch(/budget-default.* is protected|protected.*budget-default/s);
  });
});
