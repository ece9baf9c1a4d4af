/** How programs are written: outputs as inputs, TypeScript, `.get`, mistakes. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CHECKED, SECRETS, withStack } from "../support/engine";
import { GENERATIONS, isFull, testSome } from "../support/full";
import { ACCOUNT, declare, LIMIT, OTHER_ACCOUNT, program, TOPUP } from "../support/programs";

const REPOSITORY = resolve(__dirname, "../..");
const PACKAGE = "pulumi-cloudflare-ai-gateway-billing";

/** A resource whose output is unknown until it is created. */
const SOURCE = `
const pulumi = require("@pulumi/pulumi");
class Source extends pulumi.dynamic.Resource {
  constructor(name, value, opts) {
    super({ async create() { return { id: "source", outs: { value } }; } }, name, { value: undefined }, opts);
  }
}`;

testSome(1, GENERATIONS)("inputs that are unknown at preview are fine (%s)", async (api) => {
  const text = program(
    SOURCE,
    `const amount = new Source("amount", 5000).value;`,
    `const account = new Source("account", "${ACCOUNT}").value;`,
    `new AutoTopupConfig("topup", { accountId: account, amount, threshold: 1000 });`,
    `new SpendingLimit("limit", { accountId: "${OTHER_ACCOUNT}", amount, duration: "daily", strategy: "sliding" });`,
  );
  const accounts = {
    [ACCOUNT]: { topupConfig: { amount: 5000, threshold: 1000 } },
    [OTHER_ACCOUNT]: { spendingLimit: { amount: 5000, duration: "daily", strategy: "sliding" } },
  };
  await withStack({ api, program: text, seed: { accounts: api === "2026-10" ? accounts : {} } }, async (stack) => {
    expect(await stack.preview()).toMatchObject({
      exitCode: 0,
      warnings: [],
      steps: { topup: "create", limit: "create" },
    });
    expect(stack.newRequests()).toEqual([]);
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    expect(stack.resources().topup?.outputs).toMatchObject(TOPUP);
    // an unknown output is still checked, once it is known
    stack.write(text.replace(`"amount", 5000`, `"amount", 50`));
    const refused = await stack.up("--replace", "**amount**");
    expect(refused.exitCode).not.toBe(0);
    expect(refused.errors.join("\n")).toMatch(/amount must be a whole number of US cents, at least .*; got 50\./);
  });
});

testSome(1, [
  ["literal", `"${ACCOUNT}"`],
  ["output", `pulumi.output("${ACCOUNT}")`],
])("two declarations of one account and kind are refused at preview (%s)", async (_, account) => {
  const declaration = (name: string) =>
    `new AutoTopupConfig("${name}", { accountId: ${account}, amount: 5000, threshold: 1000 });`;
  const text = program(
    `const pulumi = require("@pulumi/pulumi");`,
    declaration("first"),
    `new SpendingLimit("limit", ${JSON.stringify(LIMIT)});`,
    declaration("second"),
  );
  await withStack({ api: "2026-05", program: text }, async (stack) => {
    const refused = await stack.preview();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.errors.join("\n")).toContain(
      `AutoTopupConfig "second" and "first" declare the same account, ${ACCOUNT}. An account has only one such setting. Remove one of them.`,
    );
    expect(refused.output).not.toMatch(/at .*\.js:\d+/);
  });
});

test("the same program works as TypeScript and as compiled JavaScript", async () => {
  const typescript = `
import * as pulumi from "@pulumi/pulumi";
import { AutoTopupConfig, getCreditBalanceOutput, isBillingError, SpendingLimit, usd, type AutoTopupConfigArgs } from "pulumi-cloudflare-ai-gateway-billing";
const args: AutoTopupConfigArgs = { accountId: "${ACCOUNT}", amount: usd(50), threshold: usd(10) };
const topup = new AutoTopupConfig("topup", args);
const limit = new SpendingLimit("limit", { accountId: topup.accountId, amount: usd(250), duration: "monthly", strategy: "fixed" });
export const amount: pulumi.Output<number> = topup.amount;
export const balance = getCreditBalanceOutput({ accountId: topup.accountId }, { dependsOn: limit }).balance;
export const guards = [AutoTopupConfig.isInstance(topup), AutoTopupConfig.isInstance(limit), isBillingError(new Error())];
`;
  const javascript = typescript
    .replace(/^import \* as pulumi.*$/m, `const pulumi = require("@pulumi/pulumi");`)
    .replace(/^import \{(.*), type AutoTopupConfigArgs \} from (.*);$/m, "const {$1 } = require($2);")
    .replace(/: (AutoTopupConfigArgs|pulumi\.Output<number>) =/g, " =")
    .replace(/^export const (\w+)/gm, "const $1 = exports.$1");
  const expected = { amount: 5000, balance: 1000, guards: [true, false, false] };
  await withStack({ api: "2026-05", program: typescript, typescript: true, env: CHECKED }, async (stack) => {
    expect(await stack.up()).toMatchObject({ exitCode: 0, errors: [] });
    expect(stack.outputs()).toEqual(expected);
  });
  // compiled JavaScript is what most tests are
  if (!isFull) return;
  await withStack({ api: "2026-05", program: javascript }, async (stack) => {
    expect(await stack.up()).toMatchObject({ exitCode: 0, errors: [] });
    expect(stack.outputs()).toEqual(expected);
  });
});

test("get reads a live setting without owning it, and fails with a clear error if there is none", async () => {
  const text = program(
    `const topup = AutoTopupConfig.get("existing", "${ACCOUNT}");`,
    `const limit = SpendingLimit.get("limit", "${ACCOUNT}");`,
    `exports.amount = topup.amount; exports.account = topup.accountId; exports.disabled = topup.disabledReason; exports.limit = limit.duration;`,
  );
  const live = {
    topupConfig: { amount: 5000, threshold: 1000 },
    spendingLimit: { amount: 100, duration: "daily", strategy: "fixed" },
  };
  await withStack({ api: "2026-10", program: text, seed: { accounts: { [ACCOUNT]: live } } }, async (stack) => {
    expect(await stack.preview()).toMatchObject({ exitCode: 0, warnings: [] });
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    expect(stack.outputs()).toMatchObject({ amount: 5000, account: ACCOUNT, limit: "daily" });
    expect(await stack.driftGate()).toMatchObject({ exitCode: 0 });
    expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
    expect(stack.newRequests().every((request) => request.startsWith("GET"))).toBe(true);
  });
  await withStack({ api: "2026-10", program: text }, async (stack) => {
    const refused = await stack.preview();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toContain(
      `Account ${ACCOUNT} has no auto top-up, so AutoTopupConfig.get() has nothing to return. Declare it with new AutoTopupConfig(), or check the account id.`,
    );
  });
});

testSome(1, [
  [
    "an input called id",
    `new AutoTopupConfig("topup", { ...${JSON.stringify(TOPUP)}, id: "x" });`,
    `AutoTopupConfig "topup" has the input "id", which does not exist. AutoTopupConfig has accountId, amount, threshold, allowOverwrite. Remove it.`,
  ],
  [
    "an input called urn",
    `new SpendingLimit("limit", { ...${JSON.stringify(LIMIT)}, urn: "x" });`,
    `SpendingLimit "limit" has the input "urn", which does not exist. SpendingLimit has`,
  ],
  [
    "an own __proto__",
    `new AutoTopupConfig("topup", JSON.parse('{"__proto__": {"amount": 1}, "accountId": "${ACCOUNT}", "amount": 5000, "threshold": 1000}'));`,
    `AutoTopupConfig "topup" has the input "__proto__"`,
  ],
  [
    "the option import",
    `new AutoTopupConfig("topup", ${JSON.stringify(TOPUP)}, { import: "${ACCOUNT}" });`,
    "has the option import, which dynamic resources do not support",
  ],
  [
    "the option deleteBeforeReplace on what cannot be brought back",
    `new SpendingLimit("limit", ${JSON.stringify(LIMIT)}, { deleteBeforeReplace: true });`,
    "has the option deleteBeforeReplace. It would remove the live setting first, and Cloudflare cannot restore it.",
  ],
  [
    "an explicit provider of another package",
    `const pulumi = require("@pulumi/pulumi"); class Provider extends pulumi.ProviderResource { constructor() { super("pulumi", "p", {}); } }
     new AutoTopupConfig("topup", ${JSON.stringify(TOPUP)}, { provider: new Provider() });`,
    "has the option provider, which has no effect: its credentials come from the stack configuration or the environment.",
  ],
  [
    "an amount that is no number",
    `new AutoTopupConfig("topup", { ...${JSON.stringify(TOPUP)}, amount: NaN });`,
    "amount must be a whole number of US cents, at least 1000 (US$10.00); got NaN.",
  ],
  [
    "an amount that is text",
    `new AutoTopupConfig("topup", { ...${JSON.stringify(TOPUP)}, threshold: "1000" });`,
    'got "1000". Write it as a number, without quotes: 1000.',
  ],
  [
    "a word that is not one of the few",
    `new SpendingLimit("limit", { ...${JSON.stringify(LIMIT)}, duration: "Monthly" });`,
    'duration must be one of "daily", "weekly", "monthly"; got "Monthly". Write "monthly".',
  ],
  [
    "a property that does not exist",
    `new SpendingLimit("limit", { ...${JSON.stringify(LIMIT)}, account_id: "x" });`,
    '"account_id" is not a property of SpendingLimit, which has accountId, amount, duration, strategy, allowOverwrite. Write accountId.',
  ],
  [
    "no account at all",
    `new AutoTopupConfig("topup", { amount: 5000, threshold: 1000 });`,
    "No account is given. Set accountId in the declaration, or `pulumi config set cloudflare-ai-gateway-billing:accountId <id>`, or the environment variable CLOUDFLARE_ACCOUNT_ID.",
  ],
  [
    "a value that breaks a rule",
    `new AutoTopupConfig("topup", { ...${JSON.stringify(TOPUP)}, amount: 50 });`,
    "amount must be a whole number of US cents, at least 1000 (US$10.00); got 50. If 50 US dollars were meant, write usd(50), which is 5000 cents.",
  ],
])("%s is refused at preview, and nothing is sent", async (_, line, message) => {
  await withStack({ api: "2026-05", program: program(line) }, async (stack) => {
    const refused = await stack.preview();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.errors.join("\n")).toContain(message);
    expect(stack.newRequests()).toEqual([]);
  });
});

test("a pasted secret is not printed by the refusal", async () => {
  const lines = [
    `new AutoTopupConfig("a", { accountId: process.env.PASTED, amount: 5000, threshold: 1000, apiToken: process.env.PASTED });`,
  ];
  await withStack({ api: "2026-05", program: program(...lines), env: { PASTED: SECRETS.token } }, async (stack) => {
    const refused = await stack.preview();
    expect(refused.errors.join("\n")).toContain(
      `accountId must be a Cloudflare account id, 32 lower-case hex digits; got a string of ${SECRETS.token.length} characters.`,
    );
    expect(refused.errors.join("\n")).toContain(
      `"apiToken" is not a property of AutoTopupConfig, which has accountId, amount, threshold, allowOverwrite. Remove it.`,
    );
  });
});

test("the account comes from the stack configuration or the environment, and state names it", async () => {
  const text = program(`new AutoTopupConfig("topup", { amount: 5000, threshold: 1000 });`);
  await withStack(
    {
      api: "2026-05",
      program: text,
      config: { "cloudflare-ai-gateway-billing:accountId": ACCOUNT },
      env: { CLOUDFLARE_ACCOUNT_ID: OTHER_ACCOUNT },
    },
    async (stack) => {
      expect(await stack.up()).toMatchObject({ exitCode: 0 });
      expect(stack.resources().topup).toMatchObject({ id: ACCOUNT, inputs: { accountId: ACCOUNT } });
    },
  );
  // outside.test.ts has it
  if (!isFull) return;
  await withStack({ api: "2026-05", program: text, env: { CLOUDFLARE_ACCOUNT_ID: OTHER_ACCOUNT } }, async (stack) => {
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
    expect(stack.resources().topup).toMatchObject({ id: OTHER_ACCOUNT, inputs: { accountId: OTHER_ACCOUNT } });
  });
});

testSome<[string, Record<string, string>, Record<string, string>]>(1, [
  [
    "own token",
    { "cloudflare-ai-gateway-billing:apiToken": SECRETS.token, "cloudflare:apiToken": SECRETS.unknownToken },
    {},
  ],
  ["the neighbour's token", { "cloudflare:apiToken": SECRETS.token }, { CLOUDFLARE_API_TOKEN: SECRETS.unknownToken }],
  [
    "own key and email",
    { "cloudflare-ai-gateway-billing:apiKey": SECRETS.key, "cloudflare-ai-gateway-billing:email": SECRETS.email },
    {},
  ],
  ["the environment", {}, { CLOUDFLARE_API_TOKEN: SECRETS.token }],
  ["the environment's key", {}, { CLOUDFLARE_API_KEY: SECRETS.key, CLOUDFLARE_EMAIL: SECRETS.email }],
])("credentials come from %s", async (_, secrets, env) => {
  await withStack({ api: "2026-05", program: declare({ topup: TOPUP }), secrets, env }, async (stack) => {
    expect(await stack.up()).toMatchObject({ exitCode: 0, warnings: [] });
    expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
  });
});

test("a refused credential says that refresh still uses the configuration of the last up", async () => {
  await withStack(
    {
      api: "2026-05",
      program: declare({ topup: TOPUP }),
      secrets: {},
      env: { CLOUDFLARE_API_TOKEN: SECRETS.unknownToken },
    },
    async (stack) => {
      const refused = await stack.up();
      expect(refused.errors[0]).toMatch(
        /Cloudflare answered 403 \(code 9109: Invalid access token; cf-ray .*\)\. Check that the token or key is complete, active, and belongs to this account\..*--run-program/,
      );
    },
  );
});

/** Only an inner package of the program has this one. */
async function installInner(folder: string) {
  const modules = join(folder, "node_modules");
  const inner = join(modules, "inner");
  for (const path of [join(modules, "@pulumi"), join(inner, "node_modules")]) mkdirSync(path, { recursive: true });
  symlinkSync(join(REPOSITORY, "node_modules/@pulumi/pulumi"), join(modules, "@pulumi/pulumi"));
  symlinkSync(REPOSITORY, join(inner, "node_modules", PACKAGE));
  writeFileSync(join(inner, "index.js"), `module.exports = require("${PACKAGE}")`);
}

test("the preview fails if the package is not a direct dependency of the program, and says so", async () => {
  const uses = (line: string) => `const { AutoTopupConfig } = require("inner");\n${line}`;
  const declared = uses(`new AutoTopupConfig("topup", ${JSON.stringify(TOPUP)});`);
  await withStack({ api: "2026-10", program: declared, install: installInner }, async (stack) => {
    const refused = await stack.preview();
    expect(refused.exitCode).not.toBe(0);
    expect(refused.errors.join("\n")).toMatch(
      /AutoTopupConfig "topup" cannot be used: pulumi-cloudflare-ai-gateway-billing is not found from the folder of the program, .*\. Pulumi loads it from there again at refresh and destroy/,
    );
    stack.write(uses(`AutoTopupConfig.get("existing", "${ACCOUNT}");`));
    expect((await stack.preview()).errors.join("\n")).toContain('AutoTopupConfig "existing" cannot be used: ');
    expect(stack.newRequests()).toEqual([]);
  });
});
