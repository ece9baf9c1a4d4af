/** The gateway's types, held against `@pulumi/cloudflare`. Judged by the compiler; nothing here is run. */
import * as cloudflare from "@pulumi/cloudflare";
import type { Output, Unwrap } from "@pulumi/pulumi";
import { output } from "@pulumi/pulumi";
import { expectTypeOf } from "expect-type";
import type {
  BudgetedGatewayArgs,
  BudgetedGatewaySettings,
  Limit,
  SpendLimitRule,
} from "../../../provider/gateway/index";
import { BudgetedGateway, toSpendLimitRule } from "../../../provider/gateway/index";
import type { SpendingLimitArgs } from "../../../provider/program/resources/spendingLimit";

type Rule = cloudflare.types.input.AiGatewaySpendLimitsRule;

// A limit is a SpendingLimit's inputs, and a rule is one of the real package's.
type SpendingLimitInputs = { readonly [Key in keyof Limit]: Unwrap<SpendingLimitArgs[Key]> };
expectTypeOf<SpendingLimitInputs>().toEqualTypeOf<{ readonly [Key in keyof Limit]: Limit[Key] }>();
expectTypeOf<SpendLimitRule>().toExtend<Rule>();
expectTypeOf<Exclude<keyof SpendLimitRule, keyof Rule>>().toBeNever();
expectTypeOf<Exclude<keyof Rule, keyof SpendLimitRule>>().toEqualTypeOf<"model" | "metadata" | "aiGatewayProvider">();

// The cap is declared in the words of the limit before it.
expectTypeOf<Pick<BudgetedGatewayArgs, keyof Limit>>().toEqualTypeOf<Limit>();
expectTypeOf<BudgetedGatewayArgs["accountId"]>().toEqualTypeOf<SpendingLimitArgs["accountId"]>();

// A gateway takes all that `cloudflare.AiGateway` takes but what the component sets.
type Theirs = cloudflare.AiGatewayArgs;
type Set = "accountId" | "aiGatewayId" | "spendLimits";
expectTypeOf<Exclude<keyof Theirs, keyof BudgetedGatewaySettings>>().toEqualTypeOf<Set>();
expectTypeOf<Exclude<keyof BudgetedGatewaySettings, keyof Theirs>>().toEqualTypeOf<
  "amount" | "weight" | "rules" | "import" | "protect"
>();
expectTypeOf<Pick<BudgetedGatewaySettings, Exclude<keyof Theirs, Set>>>().toEqualTypeOf<Omit<Theirs, Set>>();
expectTypeOf<BudgetedGateway["gateways"][string]>().toEqualTypeOf<cloudflare.AiGateway>();
expectTypeOf<BudgetedGateway["amounts"]>().toEqualTypeOf<Output<{ [gatewayId: string]: number }>>();

/** How it is written. */
export function program() {
  const limit = { accountId: "a".repeat(32), amount: 25_000, duration: "monthly", strategy: "fixed" } as const;
  const settings = {
    cacheInvalidateOnUpdate: true,
    cacheTtl: 0,
    collectLogs: true,
    rateLimitingInterval: 0,
    rateLimitingLimit: 0,
  };
  const model = { mode: "filter", values: ["some-model"] };
  const rules = [
    toSpendLimitRule(limit, { id: "account-cap" }),
    { ...toSpendLimitRule({ ...limit, amount: 500 }, { id: "model-cap" }), model },
  ];
  new cloudflare.AiGateway("one", {
    ...settings,
    accountId: limit.accountId,
    aiGatewayId: "one",
    spendLimits: { enabled: true, rules },
  });
  new BudgetedGateway("ai", {
    ...limit,
    gateways: { default: { ...settings, import: true }, one: { ...settings, rules } },
  });

  // @ts-expect-error a rule needs an id of its own
  toSpendLimitRule(limit, {});
  // @ts-expect-error an amount is known at preview
  toSpendLimitRule({ ...limit, amount: output(25_000) }, { id: "cap" });
  // @ts-expect-error Cloudflare knows no such period
  toSpendLimitRule({ ...limit, duration: "yearly" }, { id: "cap" });
  // @ts-expect-error a gateway is declared with all its settings
  new BudgetedGateway("ai", { ...limit, gateways: { default: { import: true } } });
  // @ts-expect-error the component sets the spend limits
  new BudgetedGateway("ai", { ...limit, gateways: { one: { ...settings, spendLimits: { enabled: false } } } });
  const nameless = [{ limit: 1, limitType: "cost", window: 60 }];
  // @ts-expect-error a further rule has an id
  new BudgetedGateway("ai", { ...limit, gateways: { one: { ...settings, rules: nameless } } });
}
