/** Converts between US dollars, which gateways and people use, and US cents, which billing uses. */

/** US dollars in US cents; a fraction of a cent is kept. */
export function toCents(usd: number): number {
  // 19.99 * 100 is 1998.9999999999998. If converting back gives the same dollars, the cents are whole.
  const whole = Math.round(usd * 100);
  return toUsd(whole) === usd ? whole : usd * 100;
}

/** US cents in US dollars. */
export const toUsd = (cents: number): number => cents / 100;

/** US cents as people and programs read them: "US$50.00 (5000 cents)". */
export const inWords = (cents: number): string => `US$${toUsd(cents).toFixed(2)} (${cents} cents)`;
