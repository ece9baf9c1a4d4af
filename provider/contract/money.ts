/**
 * Money. The billing API uses whole US cents everywhere; people think in dollars.
 * Only these functions convert between the two.
 */
import { FEE_PERCENT } from "./facts.js";

/**
 * Converts US dollars to the whole US cents that every amount of this package is in: `usd(50)` is 5000.
 *
 * @param dollars US dollars, not negative, with at most two decimals
 * @returns whole US cents
 * @throws RangeError when the number is negative, not finite, or has a fraction of a cent
 * @example
 * ```ts
 * import { AutoTopupConfig, usd } from "pulumi-cloudflare-ai-gateway-billing";
 *
 * // 5000 and 1000 cents. usd(9.999) throws: it has a fraction of a cent.
 * new AutoTopupConfig("topup", { amount: usd(50), threshold: usd(10) });
 * ```
 */
export function usd(dollars: number): number {
  const cents = Math.round(dollars * 100);
  // 19.99 * 100 is 1998.9999999999998: compare in dollars, where the nearest cent is exact.
  if (typeof dollars !== "number" || !Number.isSafeInteger(cents) || cents < 0 || cents / 100 !== dollars) {
    throw new RangeError(
      `usd() takes US dollars that are not negative, with at most two decimals, such as usd(50) or usd(19.99); got ${String(dollars)}.`,
    );
  }
  return cents === 0 ? 0 : cents;
}

/**
 * Converts whole US cents to US dollars without loss: `usd(dollars(cents))` is `cents`.
 *
 * @throws RangeError when the cents are negative, not whole, or too many to be exact as a number of dollars
 */
export function dollars(cents: number): number {
  const amount = cents / 100;
  if (!Number.isSafeInteger(cents) || cents < 0 || Math.round(amount * 100) !== cents) {
    throw new RangeError(`dollars() takes whole US cents that are not negative; got ${String(cents)}.`);
  }
  return cents === 0 ? 0 : amount;
}

/** What the card pays for this much credit, both in whole US cents: the credit and Cloudflare's fee. Tax may be added. */
export const withFee = (cents: number): number => Math.round((cents * (100 + FEE_PERCENT)) / 100);

/** Whole or fractional US cents as people read them: 5000 is "US$50.00", -123.4 is "-US$1.234". */
export function formatCents(cents: number): string {
  const sign = cents < 0 ? "-" : "";
  const dollars = Math.abs(cents) / 100;
  const decimals = Number.isInteger(cents) ? 2 : 4;
  const text = dollars.toFixed(decimals);
  return `${sign}US$${decimals === 4 ? text.replace(/(\.\d\d\d*?)0+$/, "$1") : text}`;
}
