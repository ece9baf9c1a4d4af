import type * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import { ACCOUNT_ID_MISSING, resolveAccountId } from "../config/config.js";
import { meantBy } from "../contract/meantBy.js";
import { quote } from "../contract/quote.js";
import { cloudflareSdk } from "./cloudflareSdk.js";
import { checkAccountId, checkFlag, isWrittenOut } from "./plain.js";
import type { Refuse } from "./refuse.js";
import { refusalOf } from "./refuse.js";
import { checkCents, checkId, checkLimit, toSpendLimitRule } from "./spendLimitRule.js";
import { splitCap } from "./splitCap.js";

/**
 * A rule of `@pulumi/cloudflare`, in US dollars, with an id of its own.
 *
 * @example
 * ```ts
 * import type { FurtherRule } from "pulumi-cloudflare-ai-gateway-billing/gateway";
 *
 * // For one entry of `rules`: at most US$40.00 a day for one model. `limit` is in US dollars, `window` in seconds.
 * const rule: FurtherRule = {
 *   id: "gpt-5-a-day",
 *   enabled: true,
 *   limit: 40,
 *   limitType: "cost",
 *   window: 86400,
 *   technique: "fixed",
 *   model: { mode: "filter", values: ["gpt-5"] },
 * };
 * ```
 */
export interface FurtherRule extends cloudflare.types.input.AiGatewaySpendLimitsRule {
  /** The id of the rule. Letters, digits, `_` and `-`; different from those of all other rules of the gateway. */
  readonly id: string;
}

/**
 * A gateway of a {@link BudgetedGateway}: its part of the cap, and everything else that `cloudflare.AiGateway` takes.
 *
 * @example
 * ```ts
 * import { usd } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { BudgetedGatewaySettings } from "pulumi-cloudflare-ai-gateway-billing/gateway";
 *
 * // The gateway "default" exists already. It may spend US$25.00 of the cap.
 * const unlimited = { rateLimitingInterval: 0, rateLimitingLimit: 0 };
 * const settings = { ...unlimited, cacheInvalidateOnUpdate: false, cacheTtl: 0, collectLogs: true };
 * const existing: BudgetedGatewaySettings = { ...settings, amount: usd(25), import: true };
 * ```
 */
export interface BudgetedGatewaySettings
  extends Omit<cloudflare.AiGatewayArgs, "accountId" | "aiGatewayId" | "spendLimits"> {
  /**
   * The gateway's part of the cap.
   * Whole US cents, at least 1. All amounts together are at most the cap. Known at preview.
   * Default: a share, by `weight`, of what is left after the gateways with an amount.
   * A change is made in place.
   */
  readonly amount?: number;
  /**
   * The gateway's share of what is left, compared with the other gateways without `amount`.
   * A whole number, at least 1. Known at preview. Not together with `amount`.
   * Default: 1.
   * A change is made in place, on the other gateways too.
   */
  readonly weight?: number;
  /**
   * Further rules of the gateway, such as one for a model. They can only lower what it may spend.
   * At most 19. The list and the ids are known at preview.
   * Default: none. Rules of the gateway that are not declared are removed.
   * A change is made in place.
   * Source: `PUT /ai-gateway/gateways/{id}`, `spend_limits.rules`.
   */
  readonly rules?: ReadonlyArray<FurtherRule>;
  /**
   * Whether the gateway already exists and is imported, as `<account>/<gateway>`. A gateway that Cloudflare made by
   * itself, such as `default`, already exists.
   * Known at preview.
   * Default: false: the gateway is created.
   * It has no effect on a gateway that is in the state. Remove it after the first `pulumi up`.
   */
  readonly import?: boolean;
  /**
   * Whether Pulumi refuses to delete the gateway.
   * Known at preview.
   * Default: as the component's option `protect`.
   * A change is recorded and sends nothing.
   */
  readonly protect?: boolean;
}

/**
 * The inputs of a {@link BudgetedGateway}.
 *
 * @example
 * ```ts
 * import { usd } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { BudgetedGatewayArgs, BudgetedGatewaySettings } from "pulumi-cloudflare-ai-gateway-billing/gateway";
 *
 * // US$250.00 in 30 days: two thirds for chat, one third for batch.
 * const capFor = (settings: BudgetedGatewaySettings): BudgetedGatewayArgs => ({
 *   amount: usd(250),
 *   duration: "monthly",
 *   strategy: "fixed",
 *   gateways: { chat: { ...settings, weight: 2 }, batch: settings },
 * });
 * ```
 */
export interface BudgetedGatewayArgs {
  /**
   * The Cloudflare account.
   * 32 lower-case hex digits. Known at preview if a gateway is imported.
   * Default: `cloudflare-ai-gateway-billing:accountId` of the stack configuration, else `CLOUDFLARE_ACCOUNT_ID`.
   * A change replaces every gateway.
   */
  readonly accountId?: pulumi.Input<string>;
  /**
   * The most that the declared gateways together may spend in one `duration`.
   * Whole US cents, at least 100 (US$1.00); `usd(250)` is 25000. Known at preview.
   * A change is made in place.
   */
  readonly amount: number;
  /**
   * The period of the cap.
   * `daily`, `weekly` or `monthly`: 1, 7 or 30 days. Known at preview.
   * A change is made in place.
   */
  readonly duration: "daily" | "weekly" | "monthly";
  /**
   * How the period moves: it starts anew when it ends (`fixed`), or always ends now (`sliding`).
   * `fixed` or `sliding`. Known at preview.
   * A change is made in place.
   */
  readonly strategy: "fixed" | "sliding";
  /**
   * The gateways, by their ids.
   * At least one. Known at preview. This cap does not limit a gateway that is not named here.
   * A new gateway is created or imported. One that is no longer named is deleted.
   */
  readonly gateways: { readonly [gatewayId: string]: BudgetedGatewaySettings };
}

/** The smallest cap, as it was for the spending limit. */
const MINIMUM_CAP = 100;
/** Cloudflare accepts 20 rules, and one is ours. */
const MOST_FURTHER_RULES = 19;
const INPUTS: ReadonlyArray<keyof BudgetedGatewayArgs> = ["accountId", "amount", "duration", "strategy", "gateways"];
/** What the component sets on each gateway. */
const OURS = ["accountId", "aiGatewayId", "spendLimits"];
/** The settings of a gateway that are not arguments of `cloudflare.AiGateway`. */
const BESIDE_THEIRS = ["amount", "weight", "rules", "import", "protect"];

/**
 * The spending cap of a Cloudflare account, divided among its gateways. It replaces the retired `SpendingLimit`.
 *
 * Each gateway is a `cloudflare.AiGateway` of `@pulumi/cloudflare` (6.18 or later, an optional peer), with one rule
 * for its part of the cap, whose id is `account-cap-<gateway>`. The parts add up to the cap, to the cent. They are less
 * only if every gateway has an `amount` and the amounts add up to less.
 *
 * It limits the declared gateways only. Cloudflare enforces spend limits a little late. It also counts requests that use
 * your own keys, and it knows the cost only of models with a known price.
 *
 * Source: `PUT /accounts/{account_id}/ai-gateway/gateways/{id}`, `spend_limits`.
 *
 * @example
 * ```ts
 * import { usd } from "pulumi-cloudflare-ai-gateway-billing";
 * import { BudgetedGateway } from "pulumi-cloudflare-ai-gateway-billing/gateway";
 *
 * const unlimited = { rateLimitingInterval: 0, rateLimitingLimit: 0 };
 * const settings = { ...unlimited, cacheInvalidateOnUpdate: false, cacheTtl: 0, collectLogs: true };
 * // In windows of 30 days: US$25.00 for default, and the rest, US$225.00, for chat.
 * const gateways = { default: { ...settings, amount: usd(25), import: true }, chat: settings };
 * new BudgetedGateway("budget", { amount: usd(250), duration: "monthly", strategy: "fixed", gateways });
 * ```
 */
export class BudgetedGateway extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = "cloudflare-ai-gateway-billing:index:BudgetedGateway";

  /**
   * Tells whether a value is a BudgetedGateway, also one made by another copy of this package.
   *
   * @example
   * ```ts
   * import { BudgetedGateway } from "pulumi-cloudflare-ai-gateway-billing/gateway";
   *
   * const partsOf = (resource: unknown) => (BudgetedGateway.isInstance(resource) ? resource.amounts : undefined);
   * ```
   */
  static override isInstance(value: unknown): value is BudgetedGateway {
    return (
      typeof value === "object" && value !== null && Reflect.get(value, "__pulumiType") === BudgetedGateway.__pulumiType
    );
  }

  /** The gateways, by their ids. */
  readonly gateways: { readonly [gatewayId: string]: cloudflare.AiGateway };
  /** The part of the cap that each gateway has, in whole US cents. */
  readonly amounts: pulumi.Output<{ [gatewayId: string]: number }>;

  /**
   * @param name the name of the resource in this program; a gateway's is `<name>-<gateway>`
   * @param args its inputs
   * @param opts the usual options of a component; `provider` and `protect` also apply to the gateways
   * @throws ConfigurationError if an input is invalid, or `@pulumi/cloudflare` is missing or too old
   */
  constructor(name: string, args: BudgetedGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    const refuse = refusalOf(`BudgetedGateway "${name}"`);
    const parts = partsOf(args, refuse);
    const accountId = args.accountId ?? resolveAccountId(pulumi.runtime.getConfig) ?? refuse(ACCOUNT_ID_MISSING);
    checkAccountId(accountId, refuse);
    const existing = parts.find(({ claim }) => claim.import);
    if (existing && typeof accountId !== "string") {
      refuse(`accountId must be a plain string, because the gateway "${existing.id}" is imported.`);
    }
    const { AiGateway } = cloudflareSdk(refuse);
    super(BudgetedGateway.__pulumiType, name, {}, opts);

    const { duration, strategy } = args;
    const gateways = parts.map(({ id, cents, claim }) => {
      const { amount, weight, rules = [], import: exists, protect, ...settings } = claim;
      const cap = toSpendLimitRule({ amount: cents, duration, strategy }, { id: ruleId(id) });
      const gateway = new AiGateway(
        `${name}-${id}`,
        { ...settings, accountId, aiGatewayId: id, spendLimits: { enabled: true, rules: [cap, ...rules] } },
        {
          parent: this,
          ...(exists ? { import: `${accountId}/${id}` } : {}),
          ...(protect === undefined ? {} : { protect }),
        },
      );
      return [id, gateway] as const;
    });
    this.gateways = Object.fromEntries(gateways);
    this.amounts = pulumi.output(Object.fromEntries(parts.map(({ id, cents }) => [id, cents])));
    this.registerOutputs({ amounts: this.amounts });
  }
}

const ruleId = (gatewayId: string) => `account-cap-${gatewayId}`;

/** Checks every input, and gives the part of the cap for each gateway. */
function partsOf(args: BudgetedGatewayArgs, refuse: Refuse) {
  if (!isWrittenOut(args)) {
    refuse(`its inputs must be a plain object, known at preview; got ${quote(args)}. Write ${INPUTS.join(", ")}.`);
  }
  for (const input of Object.keys(args)) {
    if (!INPUTS.some((known) => known === input)) {
      const meant = meantBy(input, INPUTS);
      refuse(
        `${quote(input)} is not a property of BudgetedGateway, which has ${INPUTS.join(", ")}. ${meant === undefined ? "Remove it." : `Write ${meant}.`}`,
      );
    }
  }
  checkLimit(args, MINIMUM_CAP, refuse);
  const { gateways = {} } = args;
  if (!isWrittenOut(gateways)) {
    refuse(
      `gateways must be a plain object, known at preview; got ${quote(gateways)}. Write the ids of the gateways out, each with its settings.`,
    );
  }
  const named = Object.entries(gateways);
  if (named.length === 0) refuse("gateways must name at least one gateway.");
  for (const [id, settings] of named) {
    checkId("the id of a gateway", id, refuse);
    checkSettings(id, settings, (problem) => refuse(`the gateway "${id}": ${problem}`));
  }
  return splitCap(args.amount, named, refuse);
}

function checkSettings(gatewayId: string, settings: BudgetedGatewaySettings, refuse: Refuse) {
  if (!isWrittenOut(settings)) {
    refuse(
      `its settings must be a plain object, known at preview; got ${quote(settings)}. Write them out, or remove the gateway.`,
    );
  }
  for (const input of Object.keys(settings)) {
    if (OURS.includes(input)) refuse(`the component sets ${input}. Remove it; put further rules into rules.`);
    if (BESIDE_THEIRS.includes(input)) continue;
    // cloudflare.AiGateway silently drops what it does not know.
    const meant = meantBy(input, BESIDE_THEIRS);
    if (meant !== undefined) refuse(`${quote(input)} is not a property of a gateway. Write ${meant}.`);
  }
  const { amount, weight, rules = [], import: exists, protect } = settings;
  if (amount !== undefined && weight !== undefined) refuse("it has an amount and a weight. Give it one of them.");
  if (amount !== undefined) checkCents("amount", amount, 1, refuse);
  if (weight !== undefined && !(Number.isSafeInteger(weight) && weight >= 1)) {
    refuse(`weight must be a whole number, at least 1, known at preview; got ${quote(weight)}.`);
  }
  checkFlag("import", exists, refuse);
  checkFlag("protect", protect, refuse);
  checkRules(gatewayId, rules, refuse);
}

function checkRules(gatewayId: string, rules: ReadonlyArray<FurtherRule>, refuse: Refuse) {
  if (!Array.isArray(rules)) {
    refuse(`rules must be a plain list, known at preview; got ${quote(rules)}. Write each rule and its id out.`);
  }
  if (rules.length > MOST_FURTHER_RULES) {
    refuse(
      `it has ${rules.length} further rules, but Cloudflare accepts only ${MOST_FURTHER_RULES} besides that of the cap. Remove some.`,
    );
  }
  const taken = new Set([ruleId(gatewayId)]);
  for (const rule of rules) {
    if (!isWrittenOut(rule)) {
      refuse(`a rule must be a plain object with an id, known at preview; got ${quote(rule)}. Write it out.`);
    }
    const { id } = rule;
    checkId("the id of a rule", id, refuse);
    if (taken.has(id)) refuse(`two rules have the id "${id}". Give each its own.`);
    taken.add(id);
  }
}
