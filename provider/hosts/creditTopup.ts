/** A CreditTopup: a component with two halves. What every host registers. Without schemas: every program loads it. */

/** The inputs that the charge takes, too. */
export const CHARGED_BY = [
  "accountId",
  "amount",
  "purchase",
  "reason",
  "paymentMethodId",
  "settleWithinSeconds",
] as const;

/** The outputs of the charge that are inputs, too, and that the component passes on. */
export const BOUGHT = ["amount"] as const;

/** A half: its name, and its options. */
export interface Half {
  readonly name: string;
  readonly options: { readonly protect?: boolean };
}

/**
 * Its halves, in their order: the engine saves the intent before it makes the charge.
 *
 * A protected charge would forbid the next purchase, which replaces it. Older language hosts lose its `protect: false`
 * on the way to the engine, which then uses the parent's. So the component itself has no `protect`.
 */
export const halvesOf = (name: string, isProtected: boolean): { readonly intent: Half; readonly charge: Half } => ({
  intent: { name: `${name}-intent`, options: isProtected ? { protect: true } : {} },
  charge: { name: `${name}-charge`, options: { protect: false } },
});

/** The name of the CreditTopup whose half has this name. */
export const topupOf = (half: string): string => half.replace(/-(intent|charge)$/, "");

/** Why the word must not be secret. */
export const SECRET_PURCHASE =
  "The word is part of the resource's id and of the record, which the state keeps unencrypted. Give it as a plain value: the same word charges nothing again.";

/** Why the option is refused: a component passes it to nothing, and the card would be charged in spite of it. */
export const IGNORES_CHANGES =
  "has the option ignoreChanges, which has no effect on a purchase: a new word would charge the card all the same. Remove the option. As long as `purchase` stays, nothing is charged.";

/** What to do about a second CreditTopup for an account. */
export const ONE_TOPUP =
  "One CreditTopup holds all purchases of an account. Remove one of them. To buy again, change the word in `purchase`.";
