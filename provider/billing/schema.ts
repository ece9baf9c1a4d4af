/**
 * Every shape on the wire, under the API's own names. Answers tolerate unknown keys and missing
 * optional ones; bodies are closed. The emulator holds its own answers against the same schemas.
 */
import { z } from "zod";

/** An account id: 32 lower-case hex digits. */
export const ACCOUNT_ID = /^[0-9a-f]{32}$/;

export const DURATIONS = ["daily", "weekly", "monthly"] as const;
export const STRATEGIES = ["fixed", "sliding"] as const;

/** The least amounts the API takes, in US cents. */
export const MINIMUM = { topupAmount: 1000, topupThreshold: 500, spendingLimit: 100 } as const;

export const envelope = z.object({
  success: z.boolean(),
  errors: z.array(z.object({ code: z.number().optional(), message: z.string().optional() })).nullish(),
  result: z.unknown().optional(),
});

/** What a write answers beyond its success is not read. */
export const ignored = z.unknown();

const nullableText = z.string().nullish();
const nullableNumber = z.number().nullish();

/** Absent and null mean the same. */
const orNull = <Value>(value: Value | null | undefined): Value | null => value ?? null;

/** Unix seconds, as far as a Date reaches. */
const unixSeconds = z.number().min(-8.64e12).max(8.64e12);
const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

// GET /topup/config
export const topupConfig = z
  .object({
    amount: z.number().nullable(),
    threshold: z.number().nullable(),
    disabledReason: nullableText,
    error: nullableText,
    lastFailedAt: nullableNumber,
  })
  .transform(({ amount, threshold, disabledReason, error, lastFailedAt }) => ({
    amount,
    threshold,
    disabledReason: orNull(disabledReason),
    error: orNull(error),
    lastFailedAt: orNull(lastFailedAt),
  }));

// POST /topup/config
export const topupConfigBody = z.strictObject({
  amount: z.int().min(MINIMUM.topupAmount),
  threshold: z.int().min(MINIMUM.topupThreshold),
});

// GET /spending-limit
export const spendingLimit = z.object({
  enabled: z.boolean(),
  config: z.object({
    amount: z.number().nullable(),
    duration: z.string().nullable(),
    strategy: z.string().nullable(),
  }),
});

// POST /spending-limit
export const spendingLimitBody = z.strictObject({
  amount: z.int().min(MINIMUM.spendingLimit),
  duration: z.enum(DURATIONS),
  strategy: z.enum(STRATEGIES),
});

// GET /credit-balance
export const creditBalance = z
  .object({
    balance: z.number(),
    has_default_payment_method: z.boolean(),
    payment_method: z.object({ brand: nullableText, last4: nullableText }).nullish(),
    topup_config: topupConfig.nullish(),
    first_topup_success: z.boolean().nullish(),
  })
  .transform(({ balance, has_default_payment_method, payment_method, topup_config, first_topup_success }) => ({
    balance,
    hasDefaultPaymentMethod: has_default_payment_method,
    paymentMethod: payment_method ? { brand: orNull(payment_method.brand), last4: orNull(payment_method.last4) } : null,
    topupConfig: orNull(topup_config),
    firstTopupSuccess: orNull(first_topup_success),
  }));

// GET /invoice-preview
const invoiceLine = z
  .object({
    amount: z.number(),
    currency: z.string(),
    description: z.string().nullable(),
    period: z.object({ start: unixSeconds, end: unixSeconds }),
    pricing: z.object({ unit_amount_decimal: z.string().nullable() }),
    quantity: z.number(),
    pretax_credit_amounts: z
      .array(
        z.object({
          amount: z.number(),
          type: z.string(),
          credit_balance_transaction: nullableText,
          discount: nullableText,
        }),
      )
      .nullish(),
  })
  .transform(({ amount, currency, description, period, pricing, quantity, pretax_credit_amounts }) => ({
    amount,
    currency,
    description,
    periodStart: iso(period.start),
    periodStartSeconds: period.start,
    periodEnd: iso(period.end),
    periodEndSeconds: period.end,
    unitAmountDecimal: pricing.unit_amount_decimal,
    quantity,
    pretaxCreditAmounts: (pretax_credit_amounts ?? []).map((credit) => ({
      amount: credit.amount,
      type: credit.type,
      creditBalanceTransaction: orNull(credit.credit_balance_transaction),
      discount: orNull(credit.discount),
    })),
  }));

const upcomingInvoice = z
  .object({
    id: z.string(),
    amount_due: z.number(),
    amount_paid: z.number(),
    amount_remaining: z.number(),
    currency: z.string(),
    period_start: unixSeconds,
    period_end: unixSeconds,
    status: z.string(),
    invoice_lines: z.array(invoiceLine),
  })
  .transform((invoice) => ({
    id: invoice.id,
    amountDue: invoice.amount_due,
    amountPaid: invoice.amount_paid,
    amountRemaining: invoice.amount_remaining,
    currency: invoice.currency,
    periodStart: iso(invoice.period_start),
    periodStartSeconds: invoice.period_start,
    periodEnd: iso(invoice.period_end),
    periodEndSeconds: invoice.period_end,
    status: invoice.status,
    lines: invoice.invoice_lines,
  }));

/** Whether an account without an upcoming invoice answers null or an empty object is not documented: both mean none. */
const noInvoice = z
  .strictObject({})
  .nullish()
  .transform(() => null);

export const invoicePreview = z.union([upcomingInvoice, noInvoice]);

// POST /topup/eligibility: no body is sent, and only that it is answered matters here.
export const topupEligibility = z.object({ eligible: z.boolean() });
