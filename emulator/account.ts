/** An account as it begins, and the shape of what may change it. */
import { z } from "zod";
import type { AccountState } from "./state.js";

const text = z.string().nullable().default(null);

export const patchSchema = z
  .strictObject({
    topupConfig: z
      .strictObject({
        amount: z.number(),
        threshold: z.number().nullable(),
        disabledReason: z.string().nullable().exactOptional(),
        error: z.string().nullable().exactOptional(),
        lastFailedAt: z.number().nullable().exactOptional(),
      })
      .nullable(),
    spendingLimit: z.strictObject({ amount: z.number(), duration: z.string(), strategy: z.string() }).nullable(),
    balance: z.number(),
    paymentMethod: z.strictObject({ brand: text, last4: text }).nullable(),
    eligibility: z
      .strictObject({
        eligible: z.boolean(),
        reason: z.string(),
        recoverable: z.boolean(),
        recommended_action: z.string(),
        account_payment_method_state: z.string(),
        aig_customer_state: z.string(),
        aig_default_payment_method_state: z.string(),
      })
      .partial(),
    firstTopupSuccess: z.boolean(),
    upcomingInvoice: z.boolean(),
    payments: z.enum(["succeed", "are declined", "wait for the bank"]),
    settleMs: z.number().min(0),
    limits: z.strictObject({ min_cents: z.int(), max_cents: z.int(), currency: z.string() }).partial(),
    invoiceList: z
      .strictObject({
        lagMs: z.number().min(0),
        ignoresPage: z.boolean(),
        withoutIds: z.boolean(),
        perPage: z.int().min(1),
      })
      .partial(),
  })
  .partial();

/** A default card, a first manual top-up settled long ago, and nothing set. */
export function newAccount(): AccountState {
  return {
    topupConfig: null,
    spendingLimit: null,
    balance: 1000,
    paymentMethod: { brand: "visa", last4: "4242" },
    eligibility: {
      eligible: true,
      reason: "ELIGIBLE",
      recoverable: false,
      recommended_action: "NONE",
      account_payment_method_state: "SUPPORTED_PRESENT",
      aig_customer_state: "RESOLVED",
      aig_default_payment_method_state: "PRESENT",
    },
    firstTopupSuccess: true,
    upcomingInvoice: true,
    payments: "succeed",
    settleMs: 2000,
    limits: { min_cents: 1000, max_cents: 500_000, currency: "usd" },
    invoiceList: { lagMs: 0, ignoresPage: false, withoutIds: false, perPage: 20 },
  };
}
