/**
 * The charge of a recorded purchase: once, whatever dies. Either this is the first attempt, by the process that
 * recorded the purchase, or everything that may have been charged before is looked for first.
 */
import { z } from "zod";
import type { Moment } from "../billing/clock.js";
import { ageOf, momentOf } from "../billing/clock.js";
import { buyCredit } from "../billing/endpoints.js";
import { MINIMUM } from "../billing/schema.js";
import { AmbiguousChargeError, BillingError, ConfigurationError, messageOf } from "../errors.js";
import type { Properties } from "../kinds/checkInputs.js";
import { checkInputs } from "../kinds/checkInputs.js";
import { accountId, cents, count, line } from "../kinds/inputs.js";
import type { Lifecycle, Surroundings } from "../lifecycle.js";
import { formatCents } from "../money.js";
import { verdictOn } from "./candidates.js";
import type { Invoice } from "./invoices.js";
import { inWords, readManualInvoices } from "./invoices.js";
import type { Outcome } from "./outcome.js";
import { outcome, settle, statusNow } from "./outcome.js";
import { checkEligibility } from "./preconditions.js";
import type { ProviderProcess } from "./process.js";
import { chargeableRecord, purchaseKey } from "./record.js";
import { interruptedMs, readAfter } from "./window.js";

export const topupChargeInputs = z.strictObject({
  accountId: accountId(),
  amount: cents(MINIMUM.topupAmount),
  purchase: line("the word for a purchase", 100),
  reason: line("the reason of the purchase", 500).exactOptional(),
  paymentMethodId: line("the id of a payment method", 200).exactOptional(),
  settleWithinSeconds: count("seconds", 3600).exactOptional(),
  record: chargeableRecord,
});

type Declared = z.output<typeof topupChargeInputs>;

/** When a charge may begin at the latest. */
interface Start {
  readonly since: Moment;
  readonly withinMs: number;
}

export function topupCharge(process: ProviderProcess): Lifecycle {
  return {
    check: (news, isUnknown) => checkInputs("TopupCharge", topupChargeInputs, news, isUnknown),

    diff(recorded, declared, around) {
      const isAnother = recorded.purchase !== declared.purchase;
      // What stays as it is gets no other call in this run.
      around.declared.add(keyOf(declared.accountId));
      const changes = isAnother || recorded.status !== "completed" || namedInvoice(declared, recorded) !== undefined;
      return { changes, replaces: isAnother ? ["purchase"] : [] };
    },

    async create(news, around) {
      const declared = topupChargeInputs.parse(news);
      refuseAnotherRecord(declared);
      const { accountId, purchase, record } = declared;
      const { client, clock } = around;
      // A run that starts after the record was saved waits a window: until then, and not later, this one may charge.
      const recorded = process.marks.get(record.mark);
      const isFirstAttempt = recorded !== undefined && ageOf(clock, recorded) <= client.timing.postStartMs;
      // Whatever happens now, no other call may take itself for the first attempt.
      process.marks.delete(record.mark);
      const made =
        record.adoptedInvoiceId !== undefined
          ? await takeOver(declared, record.adoptedInvoiceId, around)
          : isFirstAttempt
            ? await charge(declared, { since: recorded, withinMs: client.timing.postStartMs }, around)
            : await resume(declared, around);
      around.declared.add(keyOf(accountId));
      return { id: purchaseKey(accountId, purchase), outputs: { ...declared, ...made } };
    },

    async update(news, around, recorded) {
      const declared = topupChargeInputs.parse(news);
      const known = outcome.parse(recorded);
      around.declared.add(keyOf(declared.accountId));
      const named = namedInvoice(declared, recorded);
      if (named !== undefined) {
        around.warn(
          `Purchase "${declared.purchase}" had the invoice ${known.invoiceId} until now, and takes over ${named}, as adoptInvoiceId says. What ${known.invoiceId} paid for is now no purchase's.`,
        );
        return { ...declared, ...(await takeOver(declared, named, around)) };
      }
      return {
        ...declared,
        ...(known.status === "completed" ? known : await settle(process, known, declared, around)),
      };
    },

    /** Never gone: what was bought was bought. */
    async read(_id, recorded, around) {
      const inputs = Object.fromEntries(Object.entries(recorded).filter(([key]) => !Object.hasOwn(outcome.shape, key)));
      if (recorded.status === "completed") return { inputs, outputs: recorded };
      const { invoiceId } = outcome.parse(recorded);
      const status = await statusNow(around.client, String(recorded.accountId), invoiceId);
      return { inputs, outputs: { ...recorded, status } };
    },

    async delete(_id, { declared, warn }, recorded) {
      process.forgotten.add(purchaseKey(recorded.accountId, recorded.purchase));
      // A new purchase replaces the last one; that is nothing to worry about.
      if (declared.has(keyOf(recorded.accountId))) return;
      warn(
        `Purchase "${recorded.purchase}" (${recorded.invoiceId}) is forgotten, and nothing is sent: credit is not refunded. Declared again, it is refused unless adoptInvoiceId takes the invoice over.`,
      );
    },
  };

  /** One request, which begins in time or not at all, and whatever its answer tells. */
  async function charge(declared: Declared, start: Start, around: Surroundings): Promise<Outcome> {
    const { client, clock } = around;
    const { accountId, purchase } = declared;
    let answer: Awaited<ReturnType<typeof buyCredit>>;
    try {
      answer = await buyCredit(client, accountId, declared, {
        async whenConnected() {
          if (!(await process.engineIsAlive())) throw notSent(purchase, "the Pulumi engine of this run is gone");
        },
        atLast() {
          if (ageOf(clock, start.since) > start.withinMs) throw notSent(purchase, "it took too long to begin");
        },
      });
    } catch (error) {
      if (error instanceof BillingError && error.facts.mayHaveHappened === false) throw error;
      return findLost(declared, error, around);
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
    return settle(process, made, declared, around);
  }

  /** The answer is lost: the list of invoices knows, a while later. */
  async function findLost(declared: Declared, thrown: unknown, around: Surroundings): Promise<Outcome> {
    const { accountId, amount, purchase, record } = declared;
    const lost = messageOf(thrown);
    process.say(`${lost} This run goes on, and looks for the charge.`);
    // Its socket was reset, so only a proxy could still deliver it.
    const isOverNow = thrown instanceof BillingError && thrown.facts.isProxied !== true;
    const { timing } = around.client;
    const waitMs = isOverNow ? timing.windowMs : interruptedMs(timing);
    let invoices: Invoice[];
    try {
      const wait = "whether the card was charged shows in the list of invoices.";
      invoices = await readAfter(waitMs, process, around, accountId, wait);
    } catch (error) {
      throw new AmbiguousChargeError(
        `${lost} And the invoices that would tell could not be read: ${messageOf(error)} Run \`pulumi up\` again: it looks before it charges.`,
      );
    }
    const verdict = verdictOn(record, invoices);
    if (verdict.is === "charged") return adopt(verdict.invoice, declared, around);
    throw new AmbiguousChargeError(
      verdict.is === "not charged"
        ? `${lost} ${waitMs / 1000} s later there is no invoice for purchase "${purchase}" (${formatCents(amount)}). Run \`pulumi up\` again: it looks once more before it charges.`
        : `${lost} ${verdict.question}`,
    );
  }

  /** Another process may have charged, or its kernel may still deliver: after the wait, all of that is on the list. */
  async function resume(declared: Declared, around: Surroundings): Promise<Outcome> {
    const { client, clock } = around;
    const { accountId, amount, purchase, record } = declared;
    const waitMs = interruptedMs(client.timing);
    const wait = `purchase "${purchase}" was interrupted; whether the card was charged shows in the list of invoices.`;
    const invoices = await readAfter(waitMs, process, around, accountId, wait);
    // From here: a list of many pages takes its time, and what is on it is judged as it is now.
    const since = momentOf(clock);
    const verdict = verdictOn(record, invoices);
    if (verdict.is === "charged") return adopt(verdict.invoice, declared, around);
    if (verdict.is === "unclear") {
      throw new AmbiguousChargeError(
        `Purchase "${purchase}" (${formatCents(amount)}) of account ${accountId} was interrupted. ${verdict.question} Nothing was charged by this run.`,
      );
    }
    await checkEligibility(client, accountId);
    process.say(`Purchase "${purchase}" has no invoice: the card is charged now.`);
    return charge(declared, { since, withinMs: client.timing.postStartMs }, around);
  }

  function adopt(
    invoice: Invoice & { readonly id: string },
    declared: Declared,
    around: Surroundings,
  ): Promise<Outcome> {
    process.say(
      `Purchase "${declared.purchase}" was charged before: the invoice ${inWords([invoice])} is taken over, and nothing is charged again.`,
    );
    return ownerOf(invoice, declared, around);
  }

  async function takeOver(declared: Declared, invoiceId: string, around: Surroundings): Promise<Outcome> {
    const invoices = await readManualInvoices(around.client, declared.accountId);
    const found = invoices.find((invoice): invoice is Invoice & { id: string } => invoice.id === invoiceId);
    if (found !== undefined) return ownerOf(found, declared, around);
    throw new AmbiguousChargeError(
      `Purchase "${declared.purchase}" takes over the invoice ${invoiceId}, and account ${declared.accountId} does not list it any more. Nothing was charged. Run \`pulumi up\` again.`,
    );
  }

  async function ownerOf(
    invoice: Invoice & { id: string },
    declared: Declared,
    around: Surroundings,
  ): Promise<Outcome> {
    const made = {
      invoiceId: invoice.id,
      status: "pending",
      origin: "adopted",
      chargedAt: invoice.created,
      cardBrand: null,
      cardLast4: null,
      onboarding: null,
    } as const;
    return invoice.status === "paid" ? { ...made, status: "completed" } : settle(process, made, declared, around);
  }
}

/** With --target, or a state that was edited, the record may be of another purchase. */
function refuseAnotherRecord({ purchase, accountId, amount, record }: Declared) {
  if (record.purchase !== purchase || record.accountId !== accountId || record.amount !== amount) {
    throw new ConfigurationError(
      `Purchase "${purchase}" (${formatCents(amount)}, account ${accountId}) is not what the intent has recorded: "${record.purchase}" (${formatCents(record.amount)}, account ${record.accountId}). Nothing was charged. Run \`pulumi up\` without --target or --exclude, so that the intent comes first.`,
    );
  }
  if (!record.isNewest || record.abandoned === true) {
    throw new ConfigurationError(
      `Purchase "${purchase}" is not the newest of account ${accountId}, and an older one is not bought again. Nothing was charged. Name a new purchase.`,
    );
  }
}

/** The invoice that adoptInvoiceId names, where it is not the one that is recorded. */
function namedInvoice({ record }: Properties, { invoiceId }: Properties): string | undefined {
  const named = chargeableRecord.safeParse(record).data?.adoptedInvoiceId;
  return named === invoiceId ? undefined : named;
}

const notSent = (purchase: string, why: string) =>
  new AmbiguousChargeError(
    `The card was not charged for purchase "${purchase}": ${why}. Run \`pulumi up\` again: it looks before it charges.`,
    { mayHaveHappened: false },
  );

const keyOf = (accountId: unknown) => `TopupCharge ${accountId}`;
