import * as pulumi from "@pulumi/pulumi";
import { typeToken } from "../../hosts/dynamic/text.js";
import { claimAccount } from "./claims.js";
import { startPreflight } from "./preflight.js";
import type { KindInProgram } from "./properties.js";
import { declaredProperties, lookedUpProperties, namesOf } from "./properties.js";
import { withoutTraces } from "./withoutTraces.js";

const KIND: KindInProgram = {
  name: "AutoTopupConfig",
  inputs: namesOf<AutoTopupConfigArgs>({ accountId: true, amount: true, threshold: true, allowOverwrite: true }),
  outputs: namesOf<Omit<AutoTopupConfigState, keyof AutoTopupConfigArgs>>({
    disabledReason: true,
    error: true,
    lastFailedAt: true,
  }),
  alwaysInState: "disabledReason",
  deleteIsFinal: false,
};

/** The inputs of an {@link AutoTopupConfig}. */
export interface AutoTopupConfigArgs {
  /**
   * The Cloudflare account.
   * 32 lower-case hex digits.
   * Default: `cloudflare-ai-gateway-billing:accountId` of the stack configuration, else `CLOUDFLARE_ACCOUNT_ID`.
   * A change replaces the resource: the new account's auto top-up is set, then the old account's is removed.
   * Source: the path of every endpoint.
   */
  readonly accountId?: pulumi.Input<string>;
  /**
   * How much credit Cloudflare buys each time the balance falls below the threshold.
   * Whole US cents, at least 1000 (US$10.00); `usd(50)` is 5000. The card is charged 5 % more.
   * A change is made in place.
   * Source: `POST /topup/config`, `amount`.
   */
  readonly amount: pulumi.Input<number>;
  /**
   * The balance below which Cloudflare buys.
   * Whole US cents, at least 500 (US$5.00).
   * A change is made in place.
   * Source: `POST /topup/config`, `threshold`.
   */
  readonly threshold: pulumi.Input<number>;
  /**
   * Whether creating the resource may replace another auto top-up that the account already has.
   * Default: false, and the creation is refused with both values.
   * A change is made in place and writes nothing by itself.
   */
  readonly allowOverwrite?: pulumi.Input<boolean>;
}

/** What {@link AutoTopupConfig.get} may be told of the resource; the live setting alone decides what it returns. */
export interface AutoTopupConfigState {
  /** The Cloudflare account: 32 lower-case hex digits. */
  readonly accountId?: pulumi.Input<string>;
  /** Whole US cents. */
  readonly amount?: pulumi.Input<number>;
  /** Whole US cents. */
  readonly threshold?: pulumi.Input<number>;
  /** Whether creating may overwrite. */
  readonly allowOverwrite?: pulumi.Input<boolean>;
  /** Why Cloudflare has disabled it. */
  readonly disabledReason?: pulumi.Input<string | null>;
  /** The last error. */
  readonly error?: pulumi.Input<string | null>;
  /** The raw number of the API. */
  readonly lastFailedAt?: pulumi.Input<number | null>;
}

/**
 * The auto top-up of a Cloudflare account: whenever the AI Gateway credit falls below `threshold`,
 * Cloudflare charges the account's default card for `amount`, plus a fee of 5 %.
 *
 * An account has one auto top-up; its id is the account id. A live auto top-up that equals the declared
 * one is adopted without a write. Cloudflare takes changes from its dashboard alone today: a declaration
 * still adopts, asserts and detects drift, and a refused write fails with `DashboardOnlyError`.
 *
 * Source: `GET`, `POST` and `DELETE /accounts/{account_id}/ai-gateway/billing/topup/config`.
 */
export class AutoTopupConfig extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType = typeToken(KIND.name);

  /**
   * Reads the auto top-up of an account that this stack does not manage.
   *
   * @param name the name of the resource in this program
   * @param id the account id
   * @param _state accepted as everywhere in Pulumi; the live setting alone decides
   * @param opts the usual resource options
   * @throws NotFoundError (during the update) when the account has none
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    _state?: AutoTopupConfigState,
    opts?: pulumi.CustomResourceOptions,
  ): AutoTopupConfig {
    return new AutoTopupConfig(name, {}, { ...opts, id });
  }

  /** Tells whether a value is an AutoTopupConfig, also one made by another copy of this package. */
  static override isInstance(value: unknown): value is AutoTopupConfig {
    return (
      typeof value === "object" && value !== null && Reflect.get(value, "__pulumiType") === AutoTopupConfig.__pulumiType
    );
  }

  /** The Cloudflare account: 32 lower-case hex digits. */
  declare readonly accountId: pulumi.Output<string>;
  /** How much credit is bought each time, in whole US cents. */
  declare readonly amount: pulumi.Output<number>;
  /** The balance below which credit is bought, in whole US cents. */
  declare readonly threshold: pulumi.Output<number>;
  /** Whether creating may overwrite. */
  declare readonly allowOverwrite: pulumi.Output<boolean | undefined>;
  /** Why Cloudflare has disabled the auto top-up; null while it is in force. Source: `GET /topup/config`, `disabledReason`. */
  declare readonly disabledReason: pulumi.Output<string | null>;
  /** The error of the last failed purchase; null without one. Source: `GET /topup/config`, `error`. */
  declare readonly error: pulumi.Output<string | null>;
  /** When the last purchase failed, as the API's raw number, whose unit Cloudflare has not documented; null without a failure. Source: `GET /topup/config`, `lastFailedAt`. */
  declare readonly lastFailedAt: pulumi.Output<number | null>;

  /**
   * @param name the name of the resource in this program
   * @param args its inputs
   * @param opts the usual resource options, but `import`: a live setting that equals the declared one is adopted as it is
   */
  constructor(name: string, args: AutoTopupConfigArgs, opts?: pulumi.CustomResourceOptions);
  /** @internal */
  constructor(
    name: string,
    args: Partial<AutoTopupConfigArgs>,
    opts: pulumi.CustomResourceOptions & { id: pulumi.Input<pulumi.ID> },
  );
  constructor(name: string, args: Partial<AutoTopupConfigArgs>, opts?: pulumi.CustomResourceOptions) {
    if (opts?.id !== undefined) {
      super(AutoTopupConfig.__pulumiType, name, lookedUpProperties(KIND, name), opts);
      return;
    }
    const properties = declaredProperties(KIND, name, args ?? {}, opts);
    claimAccount(KIND, name, properties.accountId);
    const withTraces = withoutTraces(opts);
    try {
      super(AutoTopupConfig.__pulumiType, name, properties, opts);
    } finally {
      withTraces();
    }
    startPreflight(KIND, this, properties);
  }
}
