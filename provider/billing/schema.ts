/**
 * Every shape on the wire, under the API's own names. Answers tolerate unknown keys and missing
 * optional ones; bodies are closed. The emulator holds its own answers against the same schemas.
 */
import { z } from "zod";
import { DURATIONS, MINIMUM, STRATEGIES } from "../contract/facts.js";

// The emulator imports only this file, and needs these two facts.
export { ACCOUNT_ID, FEE_PERCENT } from "../contract/facts.js";

export const envelope = z.object({
  success: z.boolean(),
  errors: z.array(z.object({ code: z.number().optional(), message: z.string().optional() })).nullish(),
  result: z.unknown().optional(),
});

/** The result of a write is not read, only its success. */
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

/** Cloudflare does not document whether an account without an upcoming invoice gets null or an empty object. Both mean none. */
const isEmpty = (value: unknown) => typeof value === "object" && value !== null && Object.keys(value).length === 0;

export const invoicePreview = z.preprocess(
  (value) => (isEmpty(value) ? null : value),
  upcomingInvoice.nullish().transform(orNull),
);

// GET /usage-history
export const WINDOWS = ["hour", "day"] as const;

/** Cloudflare does not say whether the times of the answer are seconds or milliseconds: below 1e11, milliseconds would be before 1973. */
const SECONDS_BELOW = 1e11;
const eitherTime = z.number().min(-8.64e15).max(8.64e15);
const isoOfEither = (time: number) => new Date(Math.abs(time) < SECONDS_BELOW ? time * 1000 : time).toISOString();

export const usageHistory = z
  .object({
    history: z.array(
      z.object({ id: z.string(), aggregated_value: z.number(), start_time: eitherTime, end_time: eitherTime }),
    ),
  })
  .transform(({ history }) =>
    history.map(({ id, aggregated_value, start_time, end_time }) => ({
      id,
      aggregatedValue: aggregated_value,
      startTime: isoOfEither(start_time),
      startTimeRaw: start_time,
      endTime: isoOfEither(end_time),
      endTimeRaw: end_time,
    })),
  );

// GET /invoice-history
export const INVOICE_TYPES = ["all", "auto", "manual"] as const;

const invoice = z
  .object({
    id: nullableText,
    amount_due: z.number(),
    amount_paid: z.number(),
    amount_remaining: z.number(),
    currency: z.string(),
    status: nullableText,
    description: nullableText,
    auto_advance: z.boolean().nullish(),
    invoice_pdf: nullableText,
    attempt_count: nullableNumber,
    attempted: z.boolean().nullish(),
    created: unixSeconds.nullish(),
    created_by: nullableText,
    invoice_origin: nullableText,
  })
  .transform((answer) => ({
    id: orNull(answer.id),
    amountDue: answer.amount_due,
    amountPaid: answer.amount_paid,
    amountRemaining: answer.amount_remaining,
    currency: answer.currency,
    status: orNull(answer.status),
    description: orNull(answer.description),
    autoAdvance: orNull(answer.auto_advance),
    invoicePdf: orNull(answer.invoice_pdf),
    attemptCount: orNull(answer.attempt_count),
    attempted: orNull(answer.attempted),
    created: answer.created == null ? null : iso(answer.created),
    createdSeconds: orNull(answer.created),
    createdBy: orNull(answer.created_by),
    invoiceOrigin: orNull(answer.invoice_origin),
  }));

export const invoiceHistory = z
  .object({
    invoices: z.array(invoice),
    pagination: z.object({ has_more: z.boolean(), page: z.number(), per_page: z.number(), total_count: z.number() }),
  })
  .transform(({ invoices, pagination }) => ({
    invoices,
    hasMore: pagination.has_more,
    page: pagination.page,
    totalCount: pagination.total_count,
  }));

// POST /topup: charges the card. `client_secret` is dropped here.
export const topupBody = z.strictObject({
  amount: z.int().min(MINIMUM.topupAmount),
  payment_method_id: z.string().exactOptional(),
});
export const topup = z
  .object({
    payment_intent_id: z.string().min(1),
    client_secret: z.string().nullish(),
    onboarding: z.boolean().nullish(),
    brand: nullableText,
    last4: nullableText,
  })
  .transform(({ payment_intent_id, onboarding, brand, last4 }) => ({
    paymentIntentId: payment_intent_id,
    onboarding: orNull(onboarding),
    brand: orNull(brand),
    last4: orNull(last4),
  }));

// POST /topup/status
export const topupStatusBody = z.strictObject({ payment_intent_id: z.string().min(1) });
export const topupStatus = z
  .object({ payment_intent_id: z.string(), status: z.enum(["completed", "pending"]) })
  .transform(({ payment_intent_id, status }) => ({ paymentIntentId: payment_intent_id, status }));

// GET /topup/limits
export const topupLimits = z
  .object({ min_cents: z.number(), max_cents: z.number(), currency: z.string() })
  .transform(({ min_cents, max_cents, currency }) => ({ minCents: min_cents, maxCents: max_cents, currency }));

// POST /topup/eligibility: this package sends no body. This body alone may have further keys.
export const topupEligibilityBody = z.object({
  payment_methods: z
    .array(
      z.object({
        type: z.string().exactOptional(),
        default: z.boolean().exactOptional(),
        last_four: z.string().exactOptional(),
      }),
    )
    .max(100)
    .exactOptional(),
});
/** `eligible` decides; the rest explains. */
export const topupEligibility = z
  .object({
    eligible: z.boolean(),
    reason: nullableText,
    recoverable: z.boolean().nullish(),
    recommended_action: nullableText,
    account_payment_method_state: nullableText,
    aig_customer_state: nullableText,
    aig_default_payment_method_state: nullableText,
    display_payment_method: z.object({ last4: nullableText, brand: nullableText }).nullish(),
  })
  .transform((answer) => ({
    eligible: answer.eligible,
    reason: orNull(answer.reason),
    recoverable: orNull(answer.recoverable),
    recommendedAction: orNull(answer.recommended_action),
    accountPaymentMethodState: orNull(answer.account_payment_method_state),
    aigCustomerState: orNull(answer.aig_customer_state),
    aigDefaultPaymentMethodState: orNull(answer.aig_default_payment_method_state),
    displayPaymentMethod: answer.display_payment_method
      ? { last4: orNull(answer.display_payment_method.last4), brand: orNull(answer.display_payment_method.brand) }
      : null,
  }));
