/** Refusals that follow from the recorded purchases alone. They need no request, so a preview has them too. */
import { ConfigurationError } from "../../contract/errors.js";
import type { Declared } from "../inputs.js";
import type { PurchaseRecord } from "../record.js";

/** Throws if the declared purchase cannot follow the recorded ones, the newest last. */
export function refuseByRecord(declared: Declared, before: readonly PurchaseRecord[]) {
  const own = before.find(({ purchase }) => purchase === declared.purchase);
  const newest = before.at(-1);
  if (own === undefined || newest === undefined) return;
  if (own.amount !== declared.amount)
    throw new ConfigurationError(changed("amount", own.purchase, own.amount, declared.amount));
  if (own.abandoned === true) {
    throw new ConfigurationError(
      `Purchase "${own.purchase}" was given up (abandonPurchase), and cannot be resumed. Name a new purchase.`,
    );
  }
  if (own !== newest && newest.abandoned !== true && !abandons(declared, newest)) {
    throw new ConfigurationError(
      `Purchase "${own.purchase}" is older than "${newest.purchase}": purchases move forward only. Declare "${newest.purchase}" or a new one. Or, if "${newest.purchase}" was not charged, give it up with abandonPurchase: "${newest.purchase}".`,
    );
  }
  const { adoptInvoiceId } = declared;
  if (own === newest && adoptInvoiceId !== undefined && (own.adoptedInvoiceId ?? adoptInvoiceId) !== adoptInvoiceId) {
    throw new ConfigurationError(
      `Purchase "${own.purchase}" has taken over invoice ${own.adoptedInvoiceId}, and cannot take over ${adoptInvoiceId} instead. Name a new purchase.`,
    );
  }
}

/** The words of `abandonPurchase`: one, or a list. */
export const wordsOf = (value: unknown): readonly unknown[] => (value === undefined ? [] : [value].flat());

export const abandons = ({ abandonPurchase }: Declared, { purchase }: PurchaseRecord) =>
  wordsOf(abandonPurchase).includes(purchase);

export function changed(property: "amount" | "accountId", word: string, from: unknown, to: unknown): string {
  // The purchases of another account are another record, in which there is nothing to give up.
  const giveUp =
    property === "amount" ? ` If "${word}" was not charged, also give it up with abandonPurchase: "${word}".` : "";
  return `${property} was ${String(from)} when purchase "${word}" was recorded, and is ${String(to)} now. A recorded purchase cannot change: name a new one.${giveUp}`;
}
