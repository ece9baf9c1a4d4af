/** What `cloudflare.AiGateway` of the real package receives, under Pulumi's mocks: its plugin runs nowhere here. */
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import type { MockResourceArgs } from "@pulumi/pulumi/runtime";
import fc from "fast-check";
import { meantBy } from "../../../provider/contract/meantBy";
import { usd } from "../../../provider/contract/money";
import { quote } from "../../../provider/contract/quote";
import { cloudflareSdk } from "../../../provider/gateway/cloudflareSdk";
import type { BudgetedGatewayArgs, BudgetedGatewaySettings } from "../../../provider/gateway/index";
import { BudgetedGateway } from "../../../provider/gateway/index";
import { checkAccountId } from "../../../provider/gateway/plain";
import { refusalOf } from "../../../provider/gateway/refuse";
import { accountId } from "../../../provider/inputs/inputs";

const ACCOUNT = "a".repeat(32);
const GATEWAY = "cloudflare:index/aiGateway:AiGateway";
const SETTINGS = {
  cacheInvalidateOnUpdate: true,
  cacheTtl: 0,
  collectLogs: true,
  rateLimitingInterval: 60,
  rateLimitingLimit: 100,
};
const CAP = { accountId: ACCOUNT, amount: usd(250), duration: "monthly", strategy: "fixed" } as const;

const seen: MockResourceArgs[] = [];

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource(args) {
      seen.push(args);
      return { id: args.id || `${args.name}-id`, state: args.inputs };
    },
    call: ({ inputs }) => inputs,
  });
});
beforeEach(() => {
  seen.length = 0;
});
afterEach(() => pulumi.runtime.setAllConfig({}));

const known = <Value>(output: pulumi.Output<Value>) => new Promise<Value>((resolve) => output.apply(resolve));

async function declare(args: BudgetedGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
  const component = new BudgetedGateway("ai", args, opts);
  await Promise.all(Object.values(component.gateways).map(({ urn }) => known(urn)));
  // They register side by side, in any order.
  const gateways = Object.keys(args.gateways).flatMap((id) =>
    seen.filter(({ type, name }) => type === GATEWAY && name === `ai-${id}`),
  );
  return { component, gateways };
}

const rule = (id: string, limit: number) => ({
  id,
  enabled: true,
  limit,
  limitType: "cost",
  window: 2_592_000,
  technique: "fixed",
});

test("each gateway receives exactly its settings and its part of the cap, in dollars", async () => {
  const { gateways } = await declare({
    ...CAP,
    gateways: {
      default: { ...SETTINGS, amount: usd(100), import: true },
      chat: { ...SETTINGS, weight: 2, collectLogs: false, authentication: true },
      batch: { ...SETTINGS, cacheTtl: 3600 },
    },
  });
  expect(gateways.map(({ name, inputs, id, custom }) => ({ name, inputs, id, custom }))).toStrictEqual([
    {
      name: "ai-default",
      id: `${ACCOUNT}/default`,
      custom: true,
      inputs: {
        accountId: ACCOUNT,
        aiGatewayId: "default",
        ...SETTINGS,
        spendLimits: { enabled: true, rules: [rule("account-cap-default", 100)] },
      },
    },
    {
      name: "ai-chat",
      id: "",
      custom: true,
      inputs: {
        accountId: ACCOUNT,
        aiGatewayId: "chat",
        ...SETTINGS,
        collectLogs: false,
        authentication: true,
        spendLimits: { enabled: true, rules: [rule("account-cap-chat", 100)] },
      },
    },
    {
      name: "ai-batch",
      id: "",
      custom: true,
      inputs: {
        accountId: ACCOUNT,
        aiGatewayId: "batch",
        ...SETTINGS,
        cacheTtl: 3600,
        spendLimits: { enabled: true, rules: [rule("account-cap-batch", 50)] },
      },
    },
  ]);
});

test("the component has the token, the gateways and the amounts", async () => {
  const { component } = await declare({ ...CAP, amount: 10_000, gateways: { a: SETTINGS, b: SETTINGS, c: SETTINGS } });
  expect(seen.find(({ name }) => name === "ai")).toMatchObject({
    type: "cloudflare-ai-gateway-billing:index:BudgetedGateway",
    custom: false,
  });
  expect(await known(component.amounts)).toEqual({ a: 3334, b: 3333, c: 3333 });
  expect(Object.keys(component.gateways)).toEqual(["a", "b", "c"]);
  for (const gateway of Object.values(component.gateways)) {
    expect(cloudflare.AiGateway.isInstance(gateway)).toBe(true);
    expect(await known(gateway.urn)).toContain(`BudgetedGateway$${GATEWAY}::ai-`);
  }
  expect(BudgetedGateway.isInstance(component)).toBe(true);
  expect([undefined, null, {}, ...Object.values(component.gateways)].some(BudgetedGateway.isInstance)).toBe(false);
});

test("the rules add up to the cap to the cent, each with its own id", async () => {
  const gateways: fc.Arbitrary<Record<string, BudgetedGatewaySettings>> = fc.dictionary(
    fc.stringMatching(/^[a-z0-9_-]{1,20}$/),
    fc.integer({ min: 1, max: 1000 }).map((weight) => ({ ...SETTINGS, weight })),
    { minKeys: 1, maxKeys: 8, noNullPrototype: true },
  );
  const cap = fc.record({
    amount: fc.integer({ min: 1_000_000, max: 10 ** 12 }),
    duration: fc.constantFrom("daily" as const, "weekly" as const, "monthly" as const),
    strategy: fc.constantFrom("fixed" as const, "sliding" as const),
  });
  await fc.assert(
    fc.asyncProperty(cap, gateways, async (limit, named) => {
      seen.length = 0;
      const declared = await declare({ ...limit, accountId: ACCOUNT, gateways: named });
      const rules = declared.gateways.flatMap(({ inputs }) => inputs.spendLimits.rules);
      expect(rules.reduce((sum, { limit: inDollars }) => sum + usd(inDollars), 0)).toBe(limit.amount);
      expect(new Set(rules.map(({ id }) => id)).size).toBe(Object.keys(named).length);
      for (const { id, window, technique, limitType, enabled } of rules) {
        expect(id).toMatch(/^[a-zA-Z0-9_-]+$/);
        expect({ window, technique, limitType, enabled }).toEqual({
          window: { daily: 86_400, weekly: 604_800, monthly: 2_592_000 }[limit.duration],
          technique: limit.strategy,
          limitType: "cost",
          enabled: true,
        });
      }
    }),
    { numRuns: 50 },
  );
});

test("further rules stand after the cap's", async () => {
  const further = {
    id: "model",
    limit: 5,
    limitType: "cost",
    window: 86_400,
    model: { mode: "filter", values: ["m"] },
  };
  const { gateways } = await declare({ ...CAP, gateways: { chat: { ...SETTINGS, rules: [further] } } });
  expect(gateways[0]?.inputs.spendLimits).toEqual({
    enabled: true,
    rules: [rule("account-cap-chat", 250), further],
  });
});

test("inputs may be outputs where they are @pulumi/cloudflare's own", async () => {
  const { gateways } = await declare({
    ...CAP,
    accountId: pulumi.output(ACCOUNT),
    gateways: { chat: { ...SETTINGS, cacheTtl: pulumi.output(60) } },
  });
  expect(gateways[0]?.inputs).toMatchObject({ accountId: ACCOUNT, cacheTtl: 60 });
});

test("protect goes from the component to its gateways, and each may say otherwise", async () => {
  const gateways = { a: SETTINGS, b: { ...SETTINGS, protect: false } };
  const { component } = await declare({ ...CAP, gateways }, { protect: true });
  expect(Reflect.get(component.gateways.a ?? {}, "__protect")).toBe(true);
  expect(Reflect.get(component.gateways.b ?? {}, "__protect")).toBe(false);
  const bare = await declare({ ...CAP, gateways: { c: { ...SETTINGS, protect: true } } });
  expect(Reflect.get(bare.component, "__protect")).toBeFalsy();
  expect(Reflect.get(bare.component.gateways.c ?? {}, "__protect")).toBe(true);
});

test("a provider of the component is its gateways' provider", async () => {
  const provider = new cloudflare.Provider("other");
  const { gateways } = await declare({ ...CAP, gateways: { chat: SETTINGS } }, { provider });
  expect(gateways[0]?.provider).toContain("pulumi:providers:cloudflare::other");
});

test("the account comes from the configuration", async () => {
  const { accountId: _, ...cap } = CAP;
  pulumi.runtime.setAllConfig({ "cloudflare-ai-gateway-billing:accountId": ACCOUNT });
  const { gateways } = await declare({ ...cap, gateways: { default: { ...SETTINGS, import: true } } });
  expect(gateways[0]).toMatchObject({ id: `${ACCOUNT}/default`, inputs: { accountId: ACCOUNT } });
});

test("a gateway takes 19 further rules, as many as Cloudflare beside the cap's", async () => {
  const further = Array.from({ length: 19 }, (_, n) => ({ id: `r${n}`, limit: 1, limitType: "cost", window: 60 }));
  const { gateways } = await declare({ ...CAP, gateways: { chat: { ...SETTINGS, rules: further } } });
  expect(gateways[0]?.inputs.spendLimits.rules).toHaveLength(20);
});

test("every argument of the real class goes through as it is", async () => {
  const theirs = new Set<string>();
  const asked = new Proxy({} as cloudflare.AiGatewayArgs, {
    get: (_, property) => {
      theirs.add(String(property));
      return 1;
    },
  });
  await known(new cloudflare.AiGateway("asked", asked).urn);
  for (const set of ["accountId", "aiGatewayId", "spendLimits"]) expect(theirs.delete(set)).toBe(true);
  expect(theirs.size).toBeGreaterThan(15);
  const settings = Object.fromEntries([...theirs].map((property) => [property, 2]));
  const { gateways } = await declare({ ...CAP, gateways: { chat: { ...SETTINGS, ...settings } } });
  expect(gateways[0]?.inputs).toMatchObject(settings);
});

test.each([["export"], ["account"], ["models"], ["otels"], ["w"], [""], ["_"]])("%p is no misspelling", (property) => {
  expect(meantBy(property, ["amount", "weight", "rules", "import", "protect"])).toBeUndefined();
});

test("an account is what it is for every resource", () => {
  const word = fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-fA-F]{31,33}$/), fc.stringMatching(/^[0-9a-f]{32}\n?$/));
  const schema = accountId();
  const refuse = (problem: string): never => {
    throw new Error(problem);
  };
  fc.assert(
    fc.property(word, (given) => {
      const check = () => checkAccountId(given, refuse);
      if (schema.safeParse(given).success) expect(check).not.toThrow();
      else expect(check).toThrow(/^accountId must be a Cloudflare account id, 32 lower-case hex digits; got /);
    }),
  );
  expect(() => checkAccountId("nope", refuse)).toThrow(
    `accountId ${schema.safeParse("nope").error?.issues[0]?.message}`,
  );
});

test("an account that is promised is taken", async () => {
  const { gateways } = await declare({ ...CAP, accountId: Promise.resolve(ACCOUNT), gateways: { chat: SETTINGS } });
  expect(gateways[0]?.inputs.accountId).toBe(ACCOUNT);
});

test("inputs that are undefined are as if they were not there", async () => {
  const bare = { amount: undefined, weight: undefined, rules: undefined, import: undefined, protect: undefined };
  const settings = { ...SETTINGS, ...bare } as unknown as BudgetedGatewaySettings;
  const { gateways } = await declare({ ...CAP, gateways: { chat: settings } });
  expect(gateways[0]?.inputs.spendLimits.rules).toEqual([rule("account-cap-chat", 250)]);
});

const one = (settings: object) => ({ ...CAP, gateways: { chat: { ...SETTINGS, ...settings } } });
const rules = (...ids: unknown[]) => ids.map((id) => ({ id, limit: 1, limitType: "cost", window: 60 }));

test.each<[string, object, string]>([
  [
    "an amount in dollars",
    { ...CAP, amount: 50 },
    "amount must be a whole number of US cents, at least 100, known at preview; got 50. If 50 US dollars were meant, write usd(50), which is 5000 cents.",
  ],
  [
    "an amount that is not known",
    { ...CAP, amount: pulumi.output(5000) },
    "amount must be a whole number of US cents, at least 100, known at preview; got a value of type object.",
  ],
  ["an unknown duration", { ...CAP, duration: "yearly" }, 'duration must be one of "daily", "weekly", "monthly"'],
  ["an unknown strategy", { ...CAP, strategy: "rolling" }, 'strategy must be "fixed" or "sliding"; got "rolling".'],
  ["no gateway", { ...CAP, gateways: {} }, "gateways must name at least one gateway."],
  ["no gateways at all", { ...CAP, gateways: undefined }, "gateways must name at least one gateway."],
  [
    "a gateway's id with a slash",
    { ...CAP, gateways: { "a/b": SETTINGS } },
    'the id of a gateway must be letters, digits, "_" and "-", and at least one of them; got "a/b".',
  ],
  [
    "an amount and a weight",
    one({ amount: 100, weight: 1 }),
    'the gateway "chat": it has an amount and a weight. Give it one of them.',
  ],
  [
    "a part of nothing",
    one({ amount: 0 }),
    'the gateway "chat": amount must be a whole number of US cents, at least 1',
  ],
  ["a part with a fraction", one({ amount: 2.5 }), "write usd(2.5), which is 250 cents."],
  [
    "parts over the cap",
    { ...CAP, gateways: { a: { ...SETTINGS, amount: usd(200) }, b: { ...SETTINGS, amount: usd(51) } } },
    "the gateways' amounts are 25100 US cents together, but the cap is 25000. Lower them, or raise the cap.",
  ],
  [
    "nothing left for a gateway",
    { ...CAP, gateways: { a: { ...SETTINGS, amount: usd(250) }, b: SETTINGS } },
    'less than a cent of the cap of 25000 US cents is left for the gateway "b". Raise the cap.',
  ],
  [
    "a weight of zero",
    one({ weight: 0 }),
    'the gateway "chat": weight must be a whole number, at least 1, known at preview; got 0.',
  ],
  ["a weight with a fraction", one({ weight: 0.5 }), "weight must be a whole number, at least 1"],
  [
    "spend limits beside the component's",
    one({ spendLimits: { enabled: false } }),
    'the gateway "chat": the component sets spendLimits. Remove it; put further rules into rules.',
  ],
  ...["accountId", "aiGatewayId"].map((input): [string, object, string] => [
    `the input ${input} of a gateway`,
    one({ [input]: "chat" }),
    `the gateway "chat": the component sets ${input}.`,
  ]),
  [
    "too many rules",
    one({ rules: rules(...Array.from({ length: 20 }, (_, n) => `r${n}`)) }),
    'the gateway "chat": it has 20 further rules, but Cloudflare accepts only 19 besides that of the cap. Remove some.',
  ],
  ["two rules with one id", one({ rules: rules("a", "a") }), 'the gateway "chat": two rules have the id "a".'],
  ["a rule with the cap's id", one({ rules: rules("account-cap-chat") }), 'two rules have the id "account-cap-chat".'],
  ["a rule without an id", one({ rules: rules(undefined) }), "the id of a rule must be letters, digits"],
  [
    "an account that is not known, and an import",
    { ...one({ import: true }), accountId: pulumi.output(ACCOUNT) },
    'accountId must be a plain string, because the gateway "chat" is imported.',
  ],
  [
    "an invalid account id",
    { ...one({ import: true }), accountId: "nope" },
    "accountId must be a Cloudflare account id, 32 lower-case hex digits; got a string of 4 characters. Find it in the dashboard's address, after dash.cloudflare.com/.",
  ],
  ["an account in capitals", { ...one({}), accountId: "A".repeat(32) }, "accountId must be a Cloudflare account id"],
  ["an empty account", { ...one({}), accountId: "" }, "32 lower-case hex digits; got an empty string."],
  [
    "an account that is a number",
    { ...one({}), accountId: 7 },
    "32 lower-case hex digits; got a value of type number.",
  ],
  ...[undefined, null, "chat", [], pulumi.output(SETTINGS), Promise.resolve(SETTINGS)].map(
    (settings): [string, object, string] => [
      `a gateway whose settings are ${quote(settings)}`,
      { ...CAP, gateways: { chat: settings } },
      `the gateway "chat": its settings must be a plain object, known at preview; got ${quote(settings)}. Write them out, or remove the gateway.`,
    ],
  ),
  ...[null, "chat", ["chat"], pulumi.output({ chat: SETTINGS })].map((gateways): [string, object, string] => [
    `gateways that are ${quote(gateways)}`,
    { ...CAP, gateways },
    `gateways must be a plain object, known at preview; got ${quote(gateways)}. Write the ids of the gateways out, each with its settings.`,
  ]),
  ...[null, "r", {}, pulumi.output(rules("r")), Promise.resolve(rules("r"))].map((given): [string, object, string] => [
    `rules that are ${quote(given)}`,
    one({ rules: given }),
    `the gateway "chat": rules must be a plain list, known at preview; got ${quote(given)}. Write each rule and its id out.`,
  ]),
  ...[undefined, null, "r", [], pulumi.output(rules("r")[0])].map((given): [string, object, string] => [
    `a rule that is ${quote(given)}`,
    one({ rules: [given] }),
    `the gateway "chat": a rule must be a plain object with an id, known at preview; got ${quote(given)}. Write it out.`,
  ]),
  ...["import", "protect"].flatMap((flag) =>
    [pulumi.output(false), null, 0, "", "yes", Promise.resolve(true)].map((given): [string, object, string] => [
      `an ${flag} that is ${quote(given)}`,
      one({ [flag]: given }),
      `the gateway "chat": ${flag} must be true or false, known at preview; got ${quote(given)}.`,
    ]),
  ),
  [
    "a flag in quotes",
    one({ import: "false" }),
    'import must be true or false, known at preview; got "false". Write it without quotes.',
  ],
  ...[pulumi.output(100), 100n, "100", null].flatMap((given): [string, object, string][] => [
    [
      `a part that is ${quote(given)} of type ${typeof given}`,
      one({ amount: given }),
      `the gateway "chat": amount must be a whole number of US cents, at least 1, known at preview; got ${quote(given)}.`,
    ],
    [
      `a weight that is ${quote(given)} of type ${typeof given}`,
      one({ weight: given }),
      `the gateway "chat": weight must be a whole number, at least 1, known at preview; got ${quote(given)}.`,
    ],
  ]),
  [
    "a duration that is a list",
    { ...CAP, duration: ["daily"] },
    'duration must be one of "daily", "weekly", "monthly"',
  ],
  ...[
    ["ammount", "amount"],
    ["amout", "amount"],
    ["anount", "amount"],
    ["Amount", "amount"],
    ["amountCents", "amount"],
    ["amount_usd", "amount"],
    ["wieght", "weight"],
    ["rule", "rules"],
    ["imported", "import"],
    ["protected", "protect"],
  ].map(([misspelt = "", meant]): [string, object, string] => [
    `a gateway's ${misspelt}`,
    one({ [misspelt]: 100 }),
    `the gateway "chat": "${misspelt}" is not a property of a gateway. Write ${meant}.`,
  ]),
  [
    "a misspelt account",
    { ...CAP, acountId: ACCOUNT },
    '"acountId" is not a property of BudgetedGateway, which has accountId, amount, duration, strategy, gateways. Write accountId.',
  ],
  [
    "an input of the SpendingLimit that has no successor",
    { ...CAP, allowOverwrite: true },
    '"allowOverwrite" is not a property of BudgetedGateway, which has accountId, amount, duration, strategy, gateways. Remove it.',
  ],
  ["no account", { ...one({}), accountId: undefined }, "No account is given. Set accountId in the declaration, or "],
])("%s is refused before anything is registered", (_, args, message) => {
  const complete = { gateways: { chat: SETTINGS }, ...args } as unknown as BudgetedGatewayArgs;
  expect(() => new BudgetedGateway("ai", complete)).toThrow(/^BudgetedGateway "ai": /);
  expect(() => new BudgetedGateway("ai", complete)).toThrow(message);
  expect(seen).toEqual([]);
});

test.each<[string, unknown]>([
  ["missing", undefined],
  ["null", null],
  ["a word", "ai"],
  ["an output", pulumi.output(CAP)],
])("inputs that are %s are refused", (_, args) => {
  expect(() => new BudgetedGateway("ai", args as BudgetedGatewayArgs)).toThrow(
    `BudgetedGateway "ai": its inputs must be a plain object, known at preview; got ${quote(args)}. Write accountId, amount, duration, strategy, gateways.`,
  );
  expect(seen).toEqual([]);
});

test("an amount that is too little in dollars too is refused without a hint", () => {
  const args = { ...CAP, amount: 0.5, gateways: { chat: SETTINGS } };
  expect(() => new BudgetedGateway("ai", args)).toThrow(/at least 100, known at preview; got 0\.5\.$/);
});

describe("the optional peer", () => {
  const refuse = refusalOf("It");
  const missing = (what: string) =>
    Object.assign(new Error(`Cannot find module '${what}'`), { code: "MODULE_NOT_FOUND" });
  const sdk = () => cloudflare;

  test("is named with the command that installs it when it is missing", () => {
    const version = () => {
      throw missing("@pulumi/cloudflare/package.json");
    };
    expect(() => cloudflareSdk(refuse, { sdk, version })).toThrow(
      "It: needs the package @pulumi/cloudflare, which is not installed. In the folder of the program: `npm install @pulumi/cloudflare@^6.18.0`.",
    );
  });

  test("is refused when it is too old to know spend limits", () => {
    for (const old of ["4.16.0", "6.17.9", "5.49.1"]) {
      expect(() => cloudflareSdk(refuse, { sdk, version: () => old })).toThrow(
        `It: needs @pulumi/cloudflare 6.18 or later, but ${old} is installed.`,
      );
    }
  });

  test("is taken when it knows them", () => {
    for (const version of ["6.18.0", "6.22.1", "6.100.0", "7.0.0"]) {
      expect(cloudflareSdk(refuse, { sdk, version: () => version })).toBe(cloudflare);
    }
    expect(cloudflareSdk(refuse)).toBe(cloudflare);
  });

  test("shows its own error if it is broken", () => {
    const broken = () => {
      throw new SyntaxError("Unexpected token");
    };
    expect(() => cloudflareSdk(refuse, { sdk, version: broken })).toThrow(SyntaxError);
    expect(() => cloudflareSdk(refuse, { sdk: broken, version: () => "6.22.1" })).toThrow(SyntaxError);
  });
});
