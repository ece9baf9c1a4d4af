/**
 * The charge of a recorded purchase: once, whatever dies. The first attempt belongs to the process that recorded the
 * purchase, and charges at once. Every other attempt first looks for a charge that was made before.
 */
import type { Connected } from "../../billing/connected.js";
import { ageOf } from "../../contract/clock.js";
import { ConfigurationError } from "../../contract/errors.js";
import type { Change, Lifecycle, Properties } from "../../contract/lifecycle.js";
import { formatCents } from "../../contract/money.js";
import { checkInputs } from "../../inputs/checkInputs.js";
import type { ChargeInputs } from "../inputs.js";
import { topupChargeInputs } from "../inputs.js";
import type { ProviderProcess } from "../providerProcess.js";
import { chargeableRecord, notImported, purchaseKey } from "../record.js";
import { charge, resume, takeOver } from "./chargeOnce.js";
import { awaitPayment, outcome, statusNow } from "./outcome.js";
import { previewCharge } from "./preview.js";

export function topupCharge(provider: ProviderProcess): Lifecycle<Connected> {
  return {
    noun: "charge",

    computed: Object.keys(outcome.shape),

    check: (request) => checkInputs("TopupCharge", topupChargeInputs, request),

    diff(recorded, declared, around) {
      // The engine makes no other call in this run for a charge that stays as it is.
      around.declared.add(keyOf(declared.accountId));
      const changes: Change[] = [];
      if (recorded.purchase !== declared.purchase) changes.push({ property: "purchase", replaces: true });
      if (recorded.status !== "completed") changes.push({ property: "status", replaces: false });
      if (namedInvoice(declared, recorded) !== undefined) changes.push({ property: "invoiceId", replaces: false });
      return changes;
    },

    preview: previewCharge,

    async create(news, around) {
      const inputs = topupChargeInputs.parse(news);
      refuseAnotherRecord(inputs);
      refuseOlderRecord(inputs);
      const { record } = inputs;
      const { client, clock } = around;
      // Other runs wait one window after finding this record, so charge without looking only within `postStartMs`.
      const recorded = provider.marks.get(record.mark);
      const isFirstAttempt = recorded !== undefined && ageOf(clock, recorded) <= client.timing.postStartMs;
      // Whatever happens now, no other call is the first attempt.
      provider.marks.delete(record.mark);
      const purchasing = { ...around, provider };
      const made =
        record.adoptedInvoiceId !== undefined
          ? await takeOver(inputs, record.adoptedInvoiceId, purchasing)
          : isFirstAttempt
            ? await charge(inputs, { since: recorded, withinMs: client.timing.postStartMs }, purchasing)
            : await resume(inputs, purchasing);
      around.declared.add(keyOf(record.accountId));
      return { id: purchaseKey(record.accountId, record.purchase), outputs: { ...inputs, ...made } };
    },

    async update(news, around, recorded) {
      const inputs = topupChargeInputs.parse(news);
      const known = outcome.parse(recorded);
      around.declared.add(keyOf(inputs.accountId));
      refuseAnotherRecord(inputs);
      const named = namedInvoice(inputs, recorded);
      if (named !== undefined) {
        around.warn(
          `Purchase "${inputs.purchase}" now takes over invoice ${named} instead of ${known.invoiceId}, as adoptInvoiceId says. Invoice ${known.invoiceId} no longer belongs to any purchase.`,
        );
        return { ...inputs, ...(await takeOver(inputs, named, { ...around, provider })) };
      }
      return {
        ...inputs,
        ...(known.status === "completed" ? known : await awaitPayment(known, inputs, { ...around, provider })),
      };
    },

    /** A charge is never gone: it cannot be undone. */
    async read(_id, recorded, around) {
      if (recorded === undefined) throw notImported("A charge");
      const inputs = Object.fromEntries(Object.entries(recorded).filter(([key]) => !Object.hasOwn(outcome.shape, key)));
      if (recorded.status === "completed") return { inputs, outputs: recorded };
      const { invoiceId } = outcome.parse(recorded);
      const status = await statusNow(around.client, String(recorded.accountId), invoiceId);
      return { inputs, outputs: { ...recorded, status } };
    },

    async delete(_id, { declared, warn }, recorded) {
      provider.forgotten.add(purchaseKey(recorded.accountId, recorded.purchase));
      // A new purchase replaces the last one. That needs no warning.
      if (declared.has(keyOf(recorded.accountId))) return;
      warn(
        `Purchase "${recorded.purchase}" (${recorded.invoiceId}) is forgotten. Nothing is sent, and the credit is not refunded. If you declare it again, set adoptInvoiceId to ${recorded.invoiceId}, or it is refused.`,
      );
    },
  };
}

/** With --target, or in an edited state, the record may belong to another purchase. */
function refuseAnotherRecord({ purchase, accountId, amount, record }: ChargeInputs) {
  if (record.purchase !== purchase || record.accountId !== accountId || record.amount !== amount) {
    throw new ConfigurationError(
      `Purchase "${purchase}" (${formatCents(amount)}, account ${accountId}) is not what the intent has recorded: "${record.purchase}" (${formatCents(record.amount)}, account ${record.accountId}). Nothing was charged. Run \`pulumi up\` without --target or --exclude, so that the intent comes first.`,
    );
  }
}

function refuseOlderRecord({ record }: ChargeInputs) {
  if (!record.isNewest || record.abandoned === true) {
    throw new ConfigurationError(
      `Purchase "${record.purchase}" is not the newest of account ${record.accountId}, and older ones are not bought again. Nothing was charged. Name a new purchase.`,
    );
  }
}

/** The invoice that adoptInvoiceId names, if it is not the recorded one. */
function namedInvoice({ record }: Properties, { invoiceId }: Properties): string | undefined {
  const named = chargeableRecord.safeParse(record).data?.adoptedInvoiceId;
  return named === invoiceId ? undefined : named;
}

const keyOf = (accountId: unknown) => `TopupCharge ${accountId}`;
