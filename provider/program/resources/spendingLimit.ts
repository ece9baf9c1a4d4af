import * as pulumi from "@pulumi/pulumi";
import type { Inputs, Outputs } from "../shapes.js";
import type { SettingInputs } from "../shared.js";
import { claimAccount } from "./claims.js";
import { guarded } from "./guarded.js";
import type { Host } from "./host.js";
import { dynamicHost } from "./host.js";
import { startPreflight } from "./preflight.js";
import type { KindInProgram } from "./properties.js";
import { declaredProperties, isOfKind, lookedUpProperties, namesOf } from "./properties.js";
import { withoutTraces } from "./withoutTraces.js";

const KIND: KindInProgram = {
  name: "SpendingLimit",
  inputs: namesOf<SpendingLimitInputs>({
    accountId: true,
    amount: true,
    duration: true,
    strategy: true,
    allowOverwrite: true,
  }),
  outputs: namesOf<SpendingLimitStatus>({ enabled: true }),
  alwaysInState: "enabled",
  deleteIsFinal: true,
};

interface SpendingLimitInputs extends SettingInputs {
  /**
   * The most that all gateways of the account together may spend in one `duration`.
   * Whole US cents, at least 100 (US$1.00); `usd(250)` is 25000.
   * A change is made in place.
   * Source: `POST /spending-limit`, `amount`.
   */
  readonly amount: number;
  /**
   * The period of the limit.
   * `daily`, `weekly` or `monthly`. A live limit may show a word that this version does not know.
   * A change is made in place.
   * Source: `POST /spending-limit`, `duration`.
   */
  readonly duration: "daily" | "weekly" | "monthly";
  /**
   * How the period moves: it starts anew when it ends (`fixed`), or always ends now (`sliding`).
   * `fixed` or `sliding`. A live limit may show a word that this version does not know.
   * A change is made in place.
   * Source: `POST /spending-limit`, `strategy`.
   */
  readonly strategy: "fixed" | "sliding";
}

interface SpendingLimitStatus {
  /** Whether the limit is in force. Source: `GET /spending-limit`, `enabled`. */
  readonly enabled: boolean;
}

interface SpendingLimitValues extends AnyWord<SpendingLimitInputs>, SpendingLimitStatus {}

/** A live account may show a word that this version does not know. */
type AnyWord<Values> = { readonly [Key in keyof Values]: Values[Key] extends string ? string : Values[Key] };

/**
 * The inputs of a {@link SpendingLimit}.
 *
 * @example
 * ```ts
 * import { SpendingLimit, usd } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { SpendingLimitArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // At most US$250.00 in each month.
 * const args: SpendingLimitArgs = { amount: usd(250), duration: "monthly", strategy: "fixed" };
 * new SpendingLimit("limit", args);
 * ```
 */
export interface SpendingLimitArgs extends Inputs<SpendingLimitInputs> {}

/**
 * The state that {@link SpendingLimit.get} accepts. It has no effect: only the live setting decides the result.
 *
 * @example
 * ```ts
 * import { SpendingLimit } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { SpendingLimitState } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // It changes nothing: the result has the live values.
 * const state: SpendingLimitState = { amount: 25000 };
 * const live = SpendingLimit.get("live", "0123456789abcdef0123456789abcdef", state);
 * export const amount = live.amount; // US cents
 * ```
 */
export interface SpendingLimitState extends Partial<Inputs<SpendingLimitValues>> {}

export interface SpendingLimit extends Outputs<SpendingLimitValues> {}

/**
 * The spending limit of a Cloudflare account: the most that AI Gateway spends of its credit in one period.
 *
 * An account has one limit; its id is the account id. A live limit that equals the declared one is adopted
 * without a write. Cloudflare has retired this limit: it can still be read and removed, but not created or changed.
 * A refused write fails with `SpendingLimitRetiredError`, which names the successor.
 *
 * A deleted limit cannot be restored. So the option `protect` is on, unless you or a parent set it to false, or you set
 * `retainOnDelete`. With `protect`, removing, replacing or destroying the resource fails already in the preview. To
 * remove it, set `protect: false`, run `pulumi up`, and remove the declaration.
 *
 * Source: `GET`, `POST` and `DELETE /accounts/{account_id}/ai-gateway/billing/spending-limit`.
 *
 * @example
 * ```ts
 * import { SpendingLimit, usd } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // At most US$250.00 in each month.
 * const limit = new SpendingLimit("limit", { amount: usd(250), duration: "monthly", strategy: "fixed" });
 * export const isInForce = limit.enabled;
 * ```
 */
export class SpendingLimit extends pulumi.CustomResource {
  /** @internal */
  static readonly __host: Host = dynamicHost;
  /** @internal */
  static readonly __pulumiType: string = dynamicHost.typeOf(KIND.name);

  /**
   * Reads the spending limit of an account that this stack does not manage.
   *
   * @param name the name of the resource in this program
   * @param id the account id
   * @param _state has no effect: only the live setting decides
   * @param opts the usual resource options
   * @throws NotFoundError (during the update) if the account has none
   * @example
   * ```ts
   * import { SpendingLimit } from "pulumi-cloudflare-ai-gateway-billing";
   *
   * const other = SpendingLimit.get("other", "0123456789abcdef0123456789abcdef");
   * export const amount = other.amount; // US cents
   * export const isInForce = other.enabled;
   * ```
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    _state?: SpendingLimitState,
    opts?: pulumi.CustomResourceOptions,
  ): SpendingLimit {
    return new this(name, {}, { ...opts, id });
  }

  /**
   * Tells whether a value is a SpendingLimit, also one made by another copy of this package.
   *
   * @example
   * ```ts
   * import { SpendingLimit, usd } from "pulumi-cloudflare-ai-gateway-billing";
   *
   * // US$250.00 in each month.
   * const resource: unknown = new SpendingLimit("limit", { amount: usd(250), duration: "monthly", strategy: "fixed" });
   * if (SpendingLimit.isInstance(resource)) resource.amount.apply((cents) => console.log(cents));
   * ```
   */
  static override isInstance(value: unknown): value is SpendingLimit {
    return isOfKind(KIND.name, value);
  }

  /**
   * @param name the name of the resource in this program
   * @param args its inputs
   * @param opts the usual resource options, with `protect` on, and without `import`: a live limit that equals the declared one is adopted
   * @throws ConfigurationError if there is no account, an input does not exist, or the program has declared the account
   *   before. Whether the values are valid is checked in the preview
   */
  constructor(name: string, args: SpendingLimitArgs, opts?: pulumi.CustomResourceOptions);
  /** @internal */
  constructor(
    name: string,
    args: Partial<SpendingLimitArgs>,
    opts: pulumi.CustomResourceOptions & { id: pulumi.Input<pulumi.ID> },
  );
  constructor(name: string, args: Partial<SpendingLimitArgs>, opts?: pulumi.CustomResourceOptions) {
    const host = new.target.__host;
    if (opts?.id !== undefined) {
      super(host.typeOf(KIND.name), name, lookedUpProperties(KIND, name, host), opts);
      return;
    }
    const properties = declaredProperties(KIND, name, args ?? {}, opts, host);
    claimAccount(KIND, name, properties.accountId);
    const withTraces = withoutTraces(opts);
    try {
      super(host.typeOf(KIND.name), name, properties, host.options(KIND.name, guarded(opts)));
    } finally {
      withTraces();
    }
    startPreflight(KIND, this, properties, host);
  }
}
