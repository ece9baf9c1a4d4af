/** Purchases and cards in words. */
import { formatCents, withFee } from "../contract/money.js";
import { cite } from "../contract/quote.js";

interface Purchase {
  readonly purchase: string;
  /** US cents. */
  readonly amount: number;
}

/** `"2026-11" (US$50.00)` */
export const named = ({ purchase, amount }: Purchase) => `"${purchase}" (${formatCents(amount)})`;

/** `US$52.50 for US$50.00 of credit (purchase "2026-11"), plus tax, if any` */
export const costOf = ({ purchase, amount }: Purchase) =>
  `${formatCents(withFee(amount))} for ${formatCents(amount)} of credit (purchase "${purchase}"), plus tax, if any`;

/** What a preview says of a purchase that takes an invoice over. */
export const willTakeOver = (invoiceId: string, { purchase }: Purchase) =>
  `\`pulumi up\` will take over invoice ${invoiceId} for purchase "${purchase}", and charge nothing.`;

/** `visa …4242`; undefined if Cloudflare names neither. */
export function cardInWords(brand: string | null, last4: string | null): string | undefined {
  const words = [brand ?? (last4 === null ? undefined : "the card"), last4 === null ? undefined : `…${last4}`];
  return cite(words.filter((word) => word !== undefined).join(" "), 40) || undefined;
}

/** The state of a purchase that is recorded but has no charge. */
export const NOT_FINISHED = "was not finished (interrupted or declined)";
