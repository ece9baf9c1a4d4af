/**
 * The three ways to the invoice of a purchase: charge the card, resume an interrupted charge, or take an invoice over.
 * Each ends with one invoice, or throws an error that says why. None sends more than one charge.
 */
import { buyCredit } from "../../billing/endpoints.js";
import { NEVER } from "../../contract/cancelled.js";
import type { Moment } from "../../contract/clock.js";
import { ageOf, momentOf } from "../../contract/clock.js";
import { AmbiguousChargeError, BillingError, messageOf } from "../../contract/errors.js";
import { verdictOn } from "../candidates.js";
import type { Order } from "../inputs.js";
import type { InvoiceWithId, ManualInvoice } from "../invoices.js";
import { inWords, readManualInvoices } from "../invoices.js";
import { checkEligibility } from "../preconditions.js";
import type { Purchasing } from "../providerProcess.js";
import { cardInWords, costOf, NOT_FINISHED, named } from "../sentences.js";
import { interruptedMs, readAfter } from "../window.js";
import type { Outcome } from "./outcome.js";
import { awaitPayment } from "./outcome.js";

/** The latest moment at which a charge may begin. */
interface Start {
  readonly since: Moment;
  readonly withinMs: number;
}

/** Sends the charge once, if it can still begin in time, and returns what its answer says. */
export async function charge(order: Order, start: Start, around: Purchasing): Promise<Outcome> {
  const { client, clock, inform, provider } = around;
  const { accountId, amount, purchase } = order.record;
  inform(`Charging the card now: ${costOf(order.record)}.`);
  const bought = { ...order, amount };
  let answer: Awaited<ReturnType<typeof buyCredit>>;
  try {
    answer = await buyCredit(client, accountId, bought, {
      async whenConnected() {
        if (!(await provider.engineIsAlive())) throw notSent(purchase, "the Pulumi engine of this run is gone");
      },
      atLast() {
        if (ageOf(clock, start.since) > start.withinMs) throw notSent(purchase, "it took too long to begin");
      },
    });
  } catch (error) {
    if (error instanceof BillingError && error.facts.mayHaveHappened === false) throw error;
    return findLost(order, error, around);
  }
  const { paymentIntentId, onboarding, brand, last4 } = answer;
  const made = {
    invoiceId: paymentIntentId,
    status: "pending",
    origin: "charged",
    chargedAt: new Date(clock.now()).toISOString(),
    cardBrand: brand,
    cardLast4: last4,
    onboarding,
  } as const;
  const outcome = await awaitPayment(made, order, around);
  const card = cardInWords(brand, last4) ?? "the card";
  inform(
    outcome.status === "completed"
      ? `Charged ${card} ${costOf(order.record)}: invoice ${paymentIntentId}, completed.`
      : `The payment with ${card} is pending: ${costOf(order.record)}; invoice ${paymentIntentId}.`,
  );
  return outcome;
}

/** The answer is lost. A while later, the list of invoices shows whether the card was charged. */
async function findLost(order: Order, thrown: unknown, around: Purchasing): Promise<Outcome> {
  const { record } = order;
  const { accountId, purchase } = record;
  const lost = messageOf(thrown);
  around.inform(
    `Cloudflare gave no clear answer to the charge of purchase "${purchase}". Do not start another run before this one ends: it looks for the charge.`,
  );
  // The socket was reset, so only a proxy could still deliver the charge.
  const isOverNow = thrown instanceof BillingError && thrown.facts.isProxied !== true;
  const { timing } = around.client;
  const waitMs = isOverNow ? timing.windowMs : interruptedMs(timing);
  let invoices: ManualInvoice[];
  try {
    const wait = "the list of invoices then shows whether the card was charged.";
    invoices = await readAfter(waitMs, around, accountId, wait);
  } catch (error) {
    if (around.signal.aborted) {
      throw new AmbiguousChargeError(
        `${lost} The list of invoices would tell whether the card was charged, but ${messageOf(around.signal.reason)}. It is safe to run \`pulumi up\` again: it looks before it charges.`,
      );
    }
    throw new AmbiguousChargeError(
      `${lost} The list of invoices would tell, but could not be read: ${messageOf(error)} It is safe to run \`pulumi up\` again: it looks before it charges.`,
    );
  }
  const verdict = verdictOn(record, invoices);
  if (verdict.is === "charged") return adopt(verdict.invoice, order, around);
  throw new AmbiguousChargeError(
    verdict.is === "not charged"
      ? `${lost} ${waitMs / 1000} s later there is no invoice for purchase ${named(record)}. Run \`pulumi up\` again: it looks once more before it charges.`
      : `${lost} ${verdict.question}`,
  );
}

/** Another process may have charged, or its kernel may still deliver the charge. After the wait, the list shows it. */
export async function resume(order: Order, around: Purchasing): Promise<Outcome> {
  const { client, clock } = around;
  const { record } = order;
  const { accountId, purchase } = record;
  const waitMs = interruptedMs(client.timing);
  const wait = `purchase "${purchase}" ${NOT_FINISHED}. The list of invoices then shows whether the card was charged. If not, the card is charged then${around.signal === NEVER ? ", even if you press Ctrl-C once" : ""}.`;
  const invoices = await readAfter(waitMs, around, accountId, wait);
  // Counted from here, after the list is read: a list of many pages takes long.
  const since = momentOf(clock);
  const verdict = verdictOn(record, invoices);
  if (verdict.is === "charged") return adopt(verdict.invoice, order, around);
  if (verdict.is === "unclear") {
    throw new AmbiguousChargeError(
      `Purchase ${named(record)} of account ${accountId} ${NOT_FINISHED}. ${verdict.question} Nothing was charged by this run.`,
    );
  }
  await checkEligibility(client, accountId);
  around.inform(`Purchase "${purchase}" has no invoice: it was not charged.`);
  return charge(order, { since, withinMs: client.timing.postStartMs }, around);
}

function adopt(invoice: InvoiceWithId, order: Order, around: Purchasing): Promise<Outcome> {
  around.inform(
    `Purchase "${order.record.purchase}" was already charged. Invoice ${inWords([invoice])} is taken over, and nothing is charged again.`,
  );
  return ownerOf(invoice, order, around);
}

export async function takeOver(order: Order, invoiceId: string, around: Purchasing): Promise<Outcome> {
  const { accountId, purchase } = order.record;
  const invoices = await readManualInvoices(around.client, accountId);
  const found = invoices.find((invoice): invoice is InvoiceWithId => invoice.id === invoiceId);
  if (found !== undefined) return ownerOf(found, order, around);
  throw new AmbiguousChargeError(
    `Purchase "${purchase}" takes over invoice ${invoiceId}, but account ${accountId} no longer lists it. Nothing was charged. Run \`pulumi up\` again.`,
  );
}

async function ownerOf(invoice: InvoiceWithId, order: Order, around: Purchasing): Promise<Outcome> {
  const made = {
    invoiceId: invoice.id,
    status: "pending",
    origin: "adopted",
    chargedAt: invoice.created,
    cardBrand: null,
    cardLast4: null,
    onboarding: null,
  } as const;
  return invoice.status === "paid" ? { ...made, status: "completed" } : awaitPayment(made, order, around);
}

const notSent = (purchase: string, why: string) =>
  new AmbiguousChargeError(
    `The card was not charged for purchase "${purchase}": ${why}. Run \`pulumi up\` again: it looks before it charges.`,
    { mayHaveHappened: false },
  );
