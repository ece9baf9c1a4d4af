import * as pulumi from "@pulumi/pulumi";
import { BOUGHT, CHARGED_BY, halvesOf, IGNORES_CHANGES, ONE_TOPUP, SECRET_PURCHASE } from "../../hosts/creditTopup.js";
import { TOPUP_TYPE } from "../../hosts/tokens.js";
import type { Inputs, Outputs } from "../shapes.js";
import type { AccountArgs } from "../shared.js";
import { claimAccount } from "./claims.js";
import type { Host } from "./host.js";
import { dynamicHost } from "./host.js";
import { startPurchasePreflight } from "./preflight.js";
import type { Declarable, Properties } from "./properties.js";
import { checkDeclaration, namesOf, noSecret, refusalOf, registeredProperties } from "./properties.js";

const OUTCOME = namesOf<CreditTopupOutcome>({
  invoiceId: true,
  status: true,
  origin: true,
  chargedAt: true,
  cardBrand: true,
  cardLast4: true,
  onboarding: true,
});

export type ChargedBy = (typeof CHARGED_BY)[number];

const INPUTS = [
  ...CHARGED_BY,
  ...namesOf<Omit<CreditTopupInputs, ChargedBy>>({
    adoptInvoiceId: true,
    abandonPurchase: true,
    repeatGuardDays: true,
  }),
];

const TOPUP: Declarable = { name: "CreditTopup", inputs: INPUTS, outputs: OUTCOME };
const INTENT: Declarable = { name: "TopupIntent", inputs: INPUTS, outputs: ["purchases", "record"] };
const CHARGE: Declarable = { name: "TopupCharge", inputs: [...CHARGED_BY, "record"], outputs: OUTCOME };

interface CreditTopupInputs extends AccountArgs {
  /**
   * How much credit to buy. The card is charged 5 % more.
   * Whole US cents, at least 1000 (US$10.00) and at most what `GET /topup/limits` says; `usd(50)` is 5000. Known at preview.
   * A change needs a new `purchase`: a recorded purchase cannot change.
   * Source: `POST /topup`, `amount`.
   */
  readonly amount: number;
  /**
   * A word of yours for this purchase, such as `2026-11`. The card is charged once for each word.
   * 1 to 100 visible characters on one line, without spaces around. Known at preview, and not secret: it is part of the
   * id.
   * A new word buys again. An older word is refused.
   */
  readonly purchase: string;
  /**
   * Why it is bought, for reviewers and policies.
   * 1 to 500 visible characters on one line.
   * Default: none.
   * A change is recorded and charges nothing.
   */
  readonly reason?: string;
  /**
   * The payment method to charge.
   * Default: the account's default card.
   * A change applies to the next charge.
   * Source: `POST /topup`, `payment_method_id`.
   */
  readonly paymentMethodId?: string;
  /**
   * The id of a manual invoice that already belongs to this purchase. The invoice is taken over, and nothing is charged.
   * It must fit the amount. You can also set it later, for the newest purchase; an invoice that came after the purchase
   * was recorded need not fit.
   * Default: none.
   * Source: `GET /invoice-history`, `id`.
   */
  readonly adoptInvoiceId?: string;
  /**
   * Purchases to give up although they may not be finished: one word or a list.
   * Default: none.
   * A purchase that was given up cannot be resumed. Once `pulumi up` has given it up, you can remove this property.
   */
  readonly abandonPurchase?: string | Array<pulumi.Input<string>>;
  /**
   * How long to wait for the payment to settle. After that, the purchase is `pending`, which is not a failure.
   * Whole seconds, 0 to 3600.
   * Default: 120.
   * A change charges nothing.
   * Source: `POST /topup/status`.
   */
  readonly settleWithinSeconds?: number;
  /**
   * Refuse a new purchase if an unowned matching invoice is at most this many days old. Unowned: no purchase of this
   * stack owns it. Matching: a manual invoice that fits the amount.
   * Whole days, 0 to 36500; 0 switches the guard off, also for invoices that came after the last purchase. Set it for
   * one `pulumi up`: it records the invoices that it leaves out, and the next `purchase` refuses the same value.
   * Default: any age.
   * A change charges nothing.
   */
  readonly repeatGuardDays?: number;
}

/** What the charge returns, and the component passes on. */
interface CreditTopupOutcome {
  /** The invoice of the purchase. Source: `POST /topup`, `payment_intent_id`. */
  readonly invoiceId: string;
  /** Whether the payment has settled. Source: `POST /topup/status`, `status`. */
  readonly status: "completed" | "pending";
  /** `charged`: this stack saw the answer to its charge. `adopted`: it took over an invoice, that of an interrupted run or of `adoptInvoiceId`. */
  readonly origin: "charged" | "adopted";
  /** When the card was charged, in ISO 8601; null if the invoice does not say. */
  readonly chargedAt: string | null;
  /** The brand of the card, such as `visa`; null for an invoice that was taken over. Source: `POST /topup`, `brand`. */
  readonly cardBrand: string | null;
  /** The last four digits of the card; null for an invoice that was taken over. Source: `POST /topup`, `last4`. */
  readonly cardLast4: string | null;
  /** Whether the account had bought before; null for an invoice that was taken over. Source: `POST /topup`, `onboarding`. */
  readonly onboarding: boolean | null;
}

interface CreditTopupValues extends Pick<CreditTopupInputs, "amount">, CreditTopupOutcome {}

/**
 * The inputs of a {@link CreditTopup}.
 *
 * @example
 * ```ts
 * import { CreditTopup, usd } from "pulumi-cloudflare-ai-gateway-billing";
 * import type { CreditTopupArgs } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // US$50.00 of credit: the card pays US$52.50.
 * const args: CreditTopupArgs = {
 *   purchase: "2026-11",
 *   amount: usd(50),
 *   reason: "Credit for November, ticket AI-42",
 *   settleWithinSeconds: 300,
 * };
 * new CreditTopup("credit", args);
 * ```
 */
export interface CreditTopupArgs extends Inputs<CreditTopupInputs> {}

/** The purchases in their order, recorded before anything is charged. */
class TopupIntent extends pulumi.CustomResource {
  declare readonly record: pulumi.Output<object>;

  constructor(name: string, args: Properties, opts: pulumi.CustomResourceOptions, host: Host) {
    super(host.typeOf(INTENT.name), name, registeredProperties(INTENT, args, host), host.options(INTENT.name, opts));
  }
}

/** The charge of the purchase that the intent has recorded. */
class TopupCharge extends pulumi.CustomResource {
  constructor(name: string, args: Properties, opts: pulumi.CustomResourceOptions, host: Host) {
    super(host.typeOf(CHARGE.name), name, registeredProperties(CHARGE, args, host), host.options(CHARGE.name, opts));
  }
}

export interface CreditTopup extends Outputs<CreditTopupValues> {}

/**
 * A one-off purchase of AI Gateway credit: **charges the account's card, once for each `purchase`**.
 *
 * A program has one CreditTopup for each account. To buy again, change the word; do not add a second resource. If
 * `pulumi up` is interrupted, run it again: it looks for the charge before it makes one. If the result is ambiguous, it
 * stops and asks you. A purchase waits a little over a minute on purpose, and an interrupted one 140 s. Credit is not
 * refunded: removing the resource only forgets the purchase. docs/money.md says exactly when a card is charged.
 *
 * It has two children: a `TopupIntent`, which the option `protect` protects, and a `TopupCharge`, which a new purchase
 * replaces.
 *
 * Source: `POST /topup`, `POST /topup/status`, `POST /topup/eligibility`, `GET /topup/limits`,
 * `GET /credit-balance` and `GET /invoice-history` below `/accounts/{account_id}/ai-gateway/billing`.
 *
 * @example
 * ```ts
 * import { CreditTopup, usd } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // Buys US$50.00 of credit: the card pays US$52.50. A new word buys again; the same word does not.
 * const credit = new CreditTopup("credit", { purchase: "2026-11", amount: usd(50) });
 * export const invoiceId = credit.invoiceId;
 * ```
 */
export class CreditTopup extends pulumi.ComponentResource {
  /** @internal */
  static readonly __host: Host = dynamicHost;
  /** @internal */
  static readonly __pulumiType = TOPUP_TYPE;

  /**
   * Tells whether a value is a CreditTopup, also one made by another copy of this package.
   *
   * @example
   * ```ts
   * import { CreditTopup, usd } from "pulumi-cloudflare-ai-gateway-billing";
   *
   * const resource: unknown = new CreditTopup("credit", { purchase: "2026-11", amount: usd(50) }); // US$50.00
   * if (CreditTopup.isInstance(resource)) resource.amount.apply((cents) => console.log(cents));
   * ```
   */
  static override isInstance(value: unknown): value is CreditTopup {
    return (
      typeof value === "object" && value !== null && Reflect.get(value, "__pulumiType") === CreditTopup.__pulumiType
    );
  }

  /**
   * @param name the name of the resource in this program
   * @param args its inputs
   * @param opts the usual options of a component
   * @throws ConfigurationError if there is no account, an input does not exist, `purchase` is secret, the option
   *   `ignoreChanges` is set, or the program has declared the account before. Whether the values are valid is checked in the preview
   */
  constructor(name: string, args: CreditTopupArgs, opts?: pulumi.ComponentResourceOptions) {
    const host = new.target.__host;
    const given = checkDeclaration(TOPUP, name, args ?? {}, opts, host);
    if (opts?.ignoreChanges?.length) refusalOf(TOPUP, name)(IGNORES_CHANGES);
    const declared: Properties = {
      ...given,
      purchase: noSecret(TOPUP, name, "purchase", given.purchase, SECRET_PURCHASE),
    };
    claimAccount(TOPUP, name, declared.accountId, ONE_TOPUP);
    const { protect, ...others } = opts ?? {};
    super(CreditTopup.__pulumiType, name, {}, protect ? others : opts);

    const halves = halvesOf(name, protect === true);
    const intent = new TopupIntent(halves.intent.name, declared, { parent: this, ...halves.intent.options }, host);
    const charged = Object.fromEntries(CHARGED_BY.map((input) => [input, declared[input]]));
    const charge = new TopupCharge(
      halves.charge.name,
      { ...charged, record: intent.record },
      { parent: this, ...halves.charge.options },
      host,
    );
    if (host.name === "dynamic") startPurchasePreflight(this, INTENT, { intent, charge }, declared);
    const outputs = Object.fromEntries([...BOUGHT, ...OUTCOME].map((output) => [output, Reflect.get(charge, output)]));
    Object.assign(this, outputs);
    this.registerOutputs(outputs);
  }
}
