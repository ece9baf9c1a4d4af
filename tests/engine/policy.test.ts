/**
 * The policy pack through the real engine, started as an executable: a program that passes every policy, and one change
 * for each policy that makes it object. `cloudflare.AiGateway` is the real class; its plugin is a stand-in.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { installWithCloudflare } from "../support/cloudflarePlugin";
import type { StackOptions, TestStack } from "../support/engine";
import { withStack } from "../support/engine";
import { isFull, testInFull, testSome } from "../support/full";
import { PACK, violations, withPolicies } from "../support/policies";
import { ACCOUNT, OTHER_ACCOUNT, TOPUP } from "../support/programs";
import { QUICK_CONFIG } from "../support/purchases";

const REPOSITORY = resolve(__dirname, "../..");

/** Today's API, with the auto top-up that the program declares: it is adopted. */
const START = {
  api: "2026-10",
  config: QUICK_CONFIG,
  seed: { accounts: { [ACCOUNT]: { topupConfig: { amount: 5000, threshold: 1000 } } } },
} as const;

/** What an organization would configure. */
const CONFIG = {
  "manual-topup-allowlist": { allowedStacks: ["test"] },
  "topup-needs-reason": { pattern: "[A-Z]+-[0-9]+" },
  "account-allowlist": { allowedAccounts: [ACCOUNT] },
  "max-monthly-exposure": { maxUsdPerAccount: 400, maxUsdPerStack: 400 },
};

interface Parts {
  readonly topup?: object;
  readonly topupOptions?: object;
  readonly rule?: object;
  readonly credit?: object;
  readonly creditOptions?: object;
  readonly more?: string;
}

const PURCHASE = { accountId: ACCOUNT, amount: 5000, purchase: "2026-11", reason: "OPS-12", paymentMethodId: "pm_1" };
const RULE = { id: "cap", limit: 250, limitType: "cost", window: 2_592_000, technique: "fixed" };

/** The program that passes, with other parts where they are given. */
const program = ({ topup, topupOptions, rule, credit, creditOptions, more }: Parts = {}) => `
const pulumi = require("@pulumi/pulumi");
const { AutoTopupConfig, CreditTopup, SpendingLimit } = require("pulumi-cloudflare-ai-gateway-billing");
const { AiGateway } = require("@pulumi/cloudflare");
const gateway = new AiGateway("gateway", {
  accountId: "${ACCOUNT}", aiGatewayId: "gateway", cacheInvalidateOnUpdate: false, cacheTtl: 0, collectLogs: false,
  rateLimitingInterval: 0, rateLimitingLimit: 0,
  spendLimits: { enabled: true, rules: [${JSON.stringify({ ...RULE, ...rule })}] },
});
const topup = new AutoTopupConfig("topup", ${JSON.stringify({ ...TOPUP, ...topup })}, ${JSON.stringify(topupOptions ?? { protect: true })});
const credit = new CreditTopup("credit", ${JSON.stringify({ ...PURCHASE, ...credit })}, ${JSON.stringify(creditOptions ?? { protect: true })});
${more ?? ""}
`;

function withPack(options: Partial<StackOptions>, test: (stack: TestStack) => Promise<void>) {
  return withStack({ ...START, install: installWithCloudflare, program: program(), ...options }, test);
}

/** The options that run the pack, with more configuration. */
const pack = (stack: TestStack, more: object = {}) => withPolicies(stack, { ...CONFIG, ...more });

// npm test has it below, before the state is judged
testInFull("a preview of a program that passes all has no violation, and its exit code is 0", async () => {
  await withPack({}, async (stack) => {
    const outcome = await stack.preview(...pack(stack));
    expect({ exitCode: outcome.exitCode, violations: violations(outcome) }).toEqual({ exitCode: 0, violations: [] });
    expect(outcome.output).toContain("✅ cloudflare-ai-gateway-billing@v0.1.0");
    expect(outcome.output).not.toMatch(/can't run policy/);
  });
});

test("the defaults pass the program of the pack's page, and block it without its cap", async () => {
  const page = readFileSync(join(REPOSITORY, "policy/README.md"), "utf8");
  const [, documented = ""] = /^```ts\n([\s\S]*?)^```$/m.exec(page) ?? [];
  await withPack({ typescript: true, program: documented }, async (stack) => {
    const passed = await stack.preview("--policy-pack", PACK);
    expect({ exitCode: passed.exitCode, violations: violations(passed) }).toEqual({ exitCode: 0, violations: [] });
    stack.write(documented.replace("enabled: true", "enabled: false"));
    const blocked = await stack.preview("--policy-pack", PACK);
    expect(blocked.exitCode).not.toBe(0);
    expect(violations(blocked)).toEqual(["mandatory cap-required-with-auto-topup topup"]);
  });
});

/** A second declaration, as another copy of the package could make it: this one refuses it in the program already. */
const SECOND = `new pulumi.CustomResource("pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:AutoTopupConfig", "second", {
  ...${JSON.stringify(TOPUP)},
  __provider: require(${JSON.stringify(join(REPOSITORY, "dist/provider/hosts/dynamic/text.js"))}).providerText("AutoTopupConfig"),
}, { protect: true });`;

const LEGACY = `new SpendingLimit("limit", ${JSON.stringify({ accountId: ACCOUNT, amount: 25_000, duration: "monthly", strategy: "fixed" })});`;

const UNKNOWN_AMOUNT = `new AutoTopupConfig("later", { accountId: "${ACCOUNT}", amount: gateway.id.apply(() => 5000), threshold: 1000 }, { protect: true });`;

testSome<[string, Parts, object, readonly string[], readonly RegExp[]]>(4, [
  [
    "one program that breaks the four that advise",
    { topup: { threshold: 4000 }, topupOptions: {}, creditOptions: {}, more: LEGACY },
    { "payment-method-pinned": { paymentMethodId: "denied" }, "max-monthly-exposure": "disabled" },
    [
      "advisory no-legacy-spending-limit limit",
      "advisory payment-method-pinned credit-charge",
      "advisory payment-method-pinned credit-intent",
      "advisory protect-required credit-intent",
      "advisory protect-required topup",
      "advisory topup-threshold-ratio topup",
    ],
    [
      /Set a threshold of US\$2\.50 \(250 cents\) to US\$25\.00 \(2500 cents\)/,
      /Give the CreditTopup the option protect: true/,
      /rules: \[\{ id: "account-cap", limitType: "cost", limit: 250, window: 2592000, technique: "fixed" \}\]/,
      /paymentMethodId is given; a purchase must charge the account's default card/,
    ],
  ],
  [
    "one program that breaks five that refuse",
    { rule: { limit: 25_000 }, topup: { amount: 6000 }, credit: { amount: 7000, reason: "why not" }, more: SECOND },
    {
      "topup-amount-ceiling": { maxAmountCents: 5000 },
      "manual-topup-allowlist": { allowedStacks: ["production"] },
      "max-monthly-exposure": "disabled",
    },
    [
      "mandatory manual-topup-allowlist credit",
      "mandatory one-owner-per-account topup",
      "mandatory topup-amount-ceiling credit-charge",
      "mandatory topup-amount-ceiling credit-intent",
      "mandatory topup-amount-ceiling topup",
      "mandatory topup-needs-reason credit-charge",
      "mandatory topup-needs-reason credit-intent",
      "mandatory units-mix-up gateway",
    ],
    [
      /TopupIntent "credit-intent": amount is US\$70\.00 \(7000 cents\); an amount must be at most US\$50\.00 \(5000 cents\)/,
      /CreditTopup "credit": stack "test" declares a purchase, which charges a card; only production may/,
      /reason is "why not"; a purchase needs a reason that matches/,
      /AutoTopupConfig "second" already declares account \w+/,
      /spendLimits\.rules\[0\]\.limit is US\$25000; .* If US\$250\.00 \(25000 cents\) was meant, write 250/,
    ],
  ],
  [
    "max-monthly-exposure",
    { rule: { window: 86_400 } },
    { "max-monthly-exposure": { maxUsdPerAccount: 400 } },
    ["mandatory max-monthly-exposure engine-test-test"],
    [
      /exposure of account \w+ is US\$8242\.50 \(824250 cents\) on the card, with a fee of 5 %; .* Only gateways, auto top-ups and charges that this program declares/,
    ],
  ],
  [
    "account-allowlist, and an unknown value, which is no pass",
    { topup: { accountId: OTHER_ACCOUNT }, more: UNKNOWN_AMOUNT },
    {
      "cap-required-with-auto-topup": "disabled",
      "max-monthly-exposure": "disabled",
      "topup-amount-ceiling": "mandatory",
      "clamp-amount": "remediate",
    },
    [
      "advisory topup-threshold-ratio later",
      "mandatory account-allowlist topup",
      "mandatory clamp-amount later",
      "mandatory topup-amount-ceiling later",
      "mandatory units-mix-up later",
    ],
    [
      /accountId is fedcba9876543210fedcba9876543210; only 0123456789abcdef0123456789abcdef may be used/,
      /AutoTopupConfig "later": amount is not known at preview; an amount must be at most/,
    ],
  ],
  [
    "cap-required-with-auto-topup",
    { rule: { enabled: false } },
    { "max-monthly-exposure": "disabled" },
    ["mandatory cap-required-with-auto-topup topup"],
    [/AutoTopupConfig "topup": account \w+ has the auto top-up .* so what it may buy is unbounded/],
  ],
  [
    "max-monthly-exposure, unbounded",
    { rule: { model: { mode: "filter", values: ["gpt"] } } },
    { "cap-required-with-auto-topup": "disabled", "max-monthly-exposure": { maxUsdPerStack: 400 } },
    ["mandatory max-monthly-exposure engine-test-test"],
    [/exposure of the stack is unbounded: AiGateway "gateway" has no rule that is on and without filters/],
  ],
])("preview: %s", async (_, parts, config, expected, texts) => {
  await withPack({ program: program(parts) }, async (stack) => {
    const outcome = await stack.preview(...pack(stack, config));
    expect(violations(outcome).sort()).toEqual(expected);
    for (const text of texts) expect(outcome.output).toMatch(text);
    expect(outcome.exitCode === 0).toBe(expected.every((violation) => violation.startsWith("advisory")));
    expect(outcome.output).not.toMatch(/can't run policy/);
  });
});

test("what the state has recorded is judged without the program, and a disabled auto top-up is named", async () => {
  await withPack({}, async (stack) => {
    const passed = await stack.up(...pack(stack));
    expect({ exitCode: passed.exitCode, violations: violations(passed) }).toEqual({ exitCode: 0, violations: [] });
    expect(passed.output).toContain("✅ cloudflare-ai-gateway-billing@v0.1.0");
    expect(passed.output).not.toMatch(/can't run policy/);
    if (isFull) {
      const clean = await stack.pulumi("policy", "analyze", ...pack(stack));
      expect({ exitCode: clean.exitCode, violations: violations(clean) }).toEqual({ exitCode: 0, violations: [] });
    }

    const strict = await stack.pulumi(
      "policy",
      "analyze",
      ...pack(stack, {
        "topup-amount-ceiling": { maxAmountCents: 4000 },
        "max-monthly-exposure": { maxUsdPerStack: 100 },
      }),
    );
    expect(strict.exitCode).not.toBe(0);
    expect(violations(strict).sort()).toEqual([
      "mandatory max-monthly-exposure engine-test-test",
      "mandatory topup-amount-ceiling credit-charge",
      "mandatory topup-amount-ceiling credit-intent",
      "mandatory topup-amount-ceiling topup",
    ]);

    const topupConfig = { amount: 5000, threshold: 1000, disabledReason: "payment_failed", error: "card_declined" };
    stack.emulator.patchAccount(ACCOUNT, { topupConfig });
    expect(await stack.refresh()).toMatchObject({ exitCode: 0 });
    const options = pack(stack);
    for (const outcome of [await stack.pulumi("policy", "analyze", ...options), await stack.preview(...options)]) {
      expect(outcome.exitCode).toBe(0);
      expect(violations(outcome)).toEqual(["advisory auto-topup-disabled topup", "advisory auto-topup-disabled topup"]);
      expect(outcome.output).toContain('has recorded disabledReason "payment_failed"');
      expect(outcome.output).toContain('has recorded error "card_declined"');
    }
  });
});

test("clamp-amount lowers what is registered, the threshold in proportion, and the resource keeps its provider", async () => {
  await withPack(
    { program: program({ topup: { amount: 6000, threshold: 1200 }, topupOptions: {} }) },
    async (stack) => {
      const config = { all: "disabled", "clamp-amount": { enforcementLevel: "remediate", maxAmountCents: 5000 } };
      expect(await stack.up(...pack(stack, config))).toMatchObject({ exitCode: 0 });
      expect(stack.resources().topup?.inputs).toMatchObject({ amount: 5000, threshold: 1000, accountId: ACCOUNT });
      expect(stack.resources().topup?.inputs.__provider).toContain("/host");
      if (isFull)
        expect(await stack.up(...pack(stack, config))).toMatchObject({ exitCode: 0, steps: { topup: "same" } });
      expect(await stack.driftGate()).toMatchObject({ exitCode: 0 });
    },
  );
});

test("a resource policy stops an update before money moves; a stack policy speaks after it", async () => {
  await withPack({ program: program({ credit: { amount: 7000 } }) }, async (stack) => {
    const ceiling = {
      all: "disabled",
      "topup-amount-ceiling": { enforcementLevel: "mandatory", maxAmountCents: 6000 },
    };
    expect((await stack.up(...pack(stack, ceiling))).exitCode).not.toBe(0);
    expect(Object.keys(stack.resources())).not.toContain("credit-intent");
    expect(stack.emulator.state().charges).toEqual([]);

    // `up` previews first, unless it is told to skip that: there a stack policy stops it as well.
    const maximum = { all: "disabled", "max-monthly-exposure": { enforcementLevel: "mandatory", maxUsdPerStack: 1 } };
    if (isFull) expect((await stack.pulumi("up", "--yes", ...pack(stack, maximum))).exitCode).not.toBe(0);
    expect(stack.emulator.state().charges).toEqual([]);

    const late = await stack.up(...pack(stack, maximum));
    expect(late.exitCode).not.toBe(0);
    expect(violations(late)).toEqual(["mandatory max-monthly-exposure engine-test-test"]);
    expect(stack.emulator.state().charges).toMatchObject([{ amount: 7000 }]);
  });
});

/** Runs a command until it prints its first line, as the engine does to learn a plugin's port. */
async function firstLine(command: string, args: readonly string[], cwd: string): Promise<string> {
  const child = spawn(command, args, { cwd });
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  child.kill();
  await once(child, "close");
  return String(line).trim();
}

test("the pack starts as an executable from anywhere", async () => {
  expect(await firstLine(PACK, ["127.0.0.1:1"], "/")).toMatch(/^\d+$/);
});

test("the pack starts from its folder with the launcher that a current language host runs", async () => {
  const folder = join(REPOSITORY, "policy");
  expect(readFileSync(join(folder, "PulumiPolicy.yaml"), "utf8")).toContain("runtime: nodejs\n");
  const launcher = join(REPOSITORY, "node_modules/@pulumi/pulumi/cmd/run-policy-pack");
  expect(await firstLine(process.execPath, [launcher, "127.0.0.1:1", "."], folder)).toMatch(/^\d+$/);
});

test("a configuration that makes no sense is refused by the engine, in its words", async () => {
  await withPack({}, async (stack) => {
    const wrong = {
      "topup-needs-reason": { pattern: "(" },
      "topup-amount-ceiling": { maxAmountCents: "much" },
      "payment-method-pinned": { paymentMethodId: "sometimes" },
    };
    const { exitCode, output } = await stack.pulumi("preview", ...pack(stack, wrong));
    expect(exitCode).not.toBe(0);
    expect(output).toContain("topup-needs-reason: pattern: Does not match format 'regex'");
    expect(output).toContain("topup-amount-ceiling: maxAmountCents: Invalid type. Expected: integer");
    expect(output).toContain("payment-method-pinned: paymentMethodId: paymentMethodId must be one of");
  });
});
