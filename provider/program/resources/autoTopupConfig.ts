import * as pulumi from "@pulumi/pulumi";
import type { Inputs, Outputs } from "../shapes.js";
import type { AutoTopupStatus, SettingInputs } from "../shared.js";
import { claimAccount } from "./claims.js";
import type { Host } from "./host.js";
import { dynamicHost } from "./host.js";
import { startPreflight } from "./preflight.js";
import type { KindInProgram } from "./properties.js";
import { declaredProperties, isOfKind, lookedUpProperties, namesOf } from "./properties.js";
import { withoutTraces } from "./withoutTraces.js";

const KIND: KindInProgram = {
  name: "AutoTopupConfig",
  inputs: namesOf<AutoTopupConfigInputs>({ accountId: true, amount: true, threshold: true, allowOverwrite: true }),
  outputs: namesOf<AutoTopupStatus>({ disabledReason: true, error: true, lastFailedAt: true }),
  alwaysInState: "disabledReason",
  deleteIsFinal: false,
};

interface AutoTopupConfigInputs extends SettingInputs {
  /**
   * How much credit Cloudflare buys each time the balance falls below the threshold.
   * Whole US cents, at least 1000 (US$10.00); `usd(50)` is 5000. The card is charged 5 % more.
   * A change is made in place.
   * Source: `POST /topup/config`, `amount`.
   */
  readonly amount: number;
  /**
   * The balance below which Cloudflare buys.
   * Whole US cents, at least 500 (US$5.00).
   * A change is made in place.
   * Source: `POST /topup/config`, `threshold`.
   */
  readonly threshold: number;
}

interface AutoTopupConfigValues extends AutoTopupConfigInputs, AutoTopupStatus {}

/**
 * The inputs of an {@link AutoTopupConfig}.
 *
 * @example
 * ```ts
 * import { AutoTopupConfig, usd } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { AutoTopupConfigArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // Below US$10.00, buy US$50.00 of credit: the card pays US$52.50.
 * const args: AutoTopupConfigArgs = { amount: usd(50), threshold: usd(10), allowOverwrite: true };
 * new AutoTopupConfig("topup", args);
 * ```
 */
export interface AutoTopupConfigArgs extends Inputs<AutoTopupConfigInputs> {}

/**
 * The state that {@link AutoTopupConfig.get} accepts. It has no effect: only the live setting decides the result.
 *
 * @example
 * ```ts
 * import { AutoTopupConfig } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { AutoTopupConfigState } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // It changes nothing: the result has the live values.
 * const state: AutoTopupConfigState = { amount: 5000 };
 * const live = AutoTopupConfig.get("live", "0123456789abcdef0123456789abcdef", state);
 * export const amount = live.amount; // US cents
 * ```
 */
export interface AutoTopupConfigState extends Partial<Inputs<AutoTopupConfigValues>> {}

export interface AutoTopupConfig extends Outputs<AutoTopupConfigValues> {}

/**
 * The auto top-up of a Cloudflare account: whenever the AI Gateway credit falls below `threshold`,
 * Cloudflare charges the account's default card for `amount`, plus a fee of 5 %.
 *
 * An account has one auto top-up; its id is the account id. A live auto top-up that equals the declared
 * one is adopted without a write. Today Cloudflare allows changes only in its dashboard. A declaration still adopts the
 * live values, asserts them and detects drift; a refused write fails with `DashboardOnlyError`.
 *
 * Source: `GET`, `POST` and `DELETE /accounts/{account_id}/ai-gateway/billing/topup/config`.
 *
 * @example
 * ```ts
 * import { AutoTopupConfig, usd } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // Below US$10.00, buy US$50.00 of credit: the card pays US$52.50.
 * const topup = new AutoTopupConfig("topup", { amount: usd(50), threshold: usd(10) });
 * export const disabledReason = topup.disabledReason;
 * ```
 */
export class AutoTopupConfig extends pulumi.CustomResource {
  /** @internal */
  static readonly __host: Host = dynamicHost;
  /** @internal */
  static readonly __pulumiType: string = dynamicHost.typeOf(KIND.name);

  /**
   * Reads the auto top-up of an account that this stack does not manage.
   *
   * @param name the name of the resource in this program
   * @param id the account id
   * @param _state has no effect: only the live setting decides
   * @param opts the usual resource options
   * @throws NotFoundError (during the update) if the account has none
   * @example
   * ```ts
   * import { AutoTopupConfig } from "pulumi-cloudflare-ai-gateway-billing";
   *
   * const other = AutoTopupConfig.get("other", "0123456789abcdef0123456789abcdef");
   * export const threshold = other.threshold; // US cents
   * export const disabledReason = other.disabledReason;
   * ```
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    _state?: AutoTopupConfigState,
    opts?: pulumi.CustomResourceOptions,
  ): AutoTopupConfig {
    return new this(name, {}, { ...opts, id });
  }

  /**
   * Tells whether a value is an AutoTopupConfig, also one made by another copy of this package.
   *
   * @example
   * ```ts
   * import { AutoTopupConfig, usd } from "pulumi-cloudflare-ai-gateway-billing";
   *
   * const resource: unknown = new AutoTopupConfig("topup", { amount: usd(50), threshold: usd(10) }); // US$50.00
   * if (AutoTopupConfig.isInstance(resource)) resource.amount.apply((cents) => console.log(cents));
   * ```
   */
  static override isInstance(value: unknown): value is AutoTopupConfig {
    return isOfKind(KIND.name, value);
  }

  /**
   * @param name the name of the resource in this program
   * @param args its inputs
   * @param opts the usual resource options, without `import`: a live setting that equals the declared one is adopted
   * @throws ConfigurationError if there is no account, an input does not exist, or the program has declared the account
   *   before. Whether the values are valid is checked in the preview
   */
  constructor(name: string, args: AutoTopupConfigArgs, opts?: pulumi.CustomResourceOptions);
  /** @internal */
  constructor(
    name: string,
    args: Partial<AutoTopupConfigArgs>,
    opts: pulumi.CustomResourceOptions & { id: pulumi.Input<pulumi.ID> },
  );
  constructor(name: string, args: Partial<AutoTopupConfigArgs>, opts?: pulumi.CustomResourceOptions) {
    const host = new.target.__host;
    if (opts?.id !== undefined) {
      super(host.typeOf(KIND.name), name, lookedUpProperties(KIND, name, host), opts);
      return;
    }
    const properties = declaredProperties(KIND, name, args ?? {}, opts, host);
    claimAccount(KIND, name, properties.accountId);
    const withTraces = withoutTraces(opts);
    try {
      super(host.typeOf(KIND.name), name, properties, host.options(KIND.name, opts));
    } finally {
      withTraces();
    }
    startPreflight(KIND, this, properties, host);
  }
}
