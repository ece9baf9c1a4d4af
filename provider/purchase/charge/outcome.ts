/** The outcome of a charge: its invoice, and whether the payment has settled. */
import { z } from "zod";
import type { Client } from "../../billing/client.js";
import type { Connected } from "../../billing/connected.js";
import { getTopupEligibility, getTopupStatus } from "../../billing/endpoints.js";
import { creditsPage } from "../../contract/dashboard.js";
import { isBillingError, messageOf } from "../../contract/errors.js";
import type { Order } from "../inputs.js";
import type { Purchasing } from "../providerProcess.js";
import { inSeconds, WORTH_SAYING_MS } from "../window.js";

/** What is known about a charge, besides its inputs. */
export const outcome = z.object({
  invoiceId: z.string(),
  status: z.enum(["completed", "pending"]),
  origin: z.enum(["charged", "adopted"]),
  /** ISO 8601. */
  chargedAt: z.string().nullable(),
  cardBrand: z.string().nullable(),
  cardLast4: z.string().nullable(),
  onboarding: z.boolean().nullable(),
});

export type Outcome = z.output<typeof outcome>;

const DEFAULT_SETTLE_SECONDS = 120;

/** Waits until the payment has settled. The card is already charged, so this never throws. */
export async function awaitPayment(made: Outcome, order: Order, around: Purchasing): Promise<Outcome> {
  const { client, clock, inform, signal, warn } = around;
  const { record, settleWithinSeconds = DEFAULT_SETTLE_SECONDS } = order;
  const { accountId, purchase } = record;
  const deadline = clock.monotonic() + settleWithinSeconds * 1000;
  let trouble = "";
  for (let pauseMs = 500; ; pauseMs = Math.min(5000, pauseMs * 2)) {
    try {
      const { status } = await getTopupStatus(client, accountId, made.invoiceId);
      if (status === "completed") return { ...made, status };
      trouble = "";
    } catch (error) {
      trouble = ` (${messageOf(error)})`;
    }
    const leftMs = deadline - clock.monotonic();
    if (pauseMs > leftMs || signal.aborted) break;
    if (pauseMs === 2000 && leftMs > WORTH_SAYING_MS) {
      inform(
        `Waiting at most ${inSeconds(leftMs)} for the payment of purchase "${purchase}" (${made.invoiceId}) to settle.`,
      );
    }
    await clock.sleep(pauseMs, signal);
  }
  if (signal.aborted) {
    warn(
      `Purchase "${purchase}": the wait for the payment of ${made.invoiceId} ended early, since ${messageOf(signal.reason)}. The purchase is recorded as pending. \`pulumi up\` asks again, and charges nothing.`,
    );
    return made;
  }
  const bank = await waitsForTheBank(accountId, around);
  warn(
    `Purchase "${purchase}": the payment of ${made.invoiceId} has not settled within ${settleWithinSeconds} s${trouble}. ${
      bank
        ? `It waits for the bank's confirmation: confirm it in the ${creditsPage(accountId)}.`
        : "The credit comes once it has settled."
    } \`pulumi up\` asks again, and charges nothing.`,
  );
  return made;
}

async function waitsForTheBank(accountId: string, { client }: Connected): Promise<boolean> {
  try {
    return (await getTopupEligibility(client, accountId)).reason === "PENDING_3DS_AUTHENTICATION";
  } catch {
    return false;
  }
}

/** With a token that may only read, the status stays as it is; so it does if Cloudflare does not know the payment. */
export async function statusNow(client: Client, accountId: string, invoiceId: string): Promise<Outcome["status"]> {
  try {
    return (await getTopupStatus(client, accountId, invoiceId)).status;
  } catch (error) {
    const leaves = ["PermissionError", "NotFoundError", "RequestRejectedError", "DashboardOnlyError"] as const;
    if (leaves.some((name) => isBillingError(error, name))) return "pending";
    throw error;
  }
}
