/**
 * The charge of a recorded purchase: once, whatever dies. Either this is the first attempt, by the process that
 * recorded the purchase, or everything that may have been charged before is looked for first.
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

    check: (request) => checkInputs("TopupCharge", topupChargeInputs, request),

    diff(recorded, declared, around) {
      // What stays as it is gets no other call in this run.
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
      // A run that starts after the record was saved waits a window: until then, and not later, this one may charge.
      const recorded = provider.marks.get(record.mark);
      const isFirstAttempt = recorded !== undefined && ageOf(clock, recorded) <= client.timing.postStartMs;
      // Whatever happens now, no other call may take itself for the first attempt.
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
          `Purchase "${inputs.purchase}" had the invoice ${known.invoiceId} until now, and takes over ${named}, as adoptInvoiceId says. What ${known.invoiceId} paid for is now no purchase's.`,
        );
        return { ...inputs, ...(await takeOver(inputs, named, { ...around, provider })) };
      }
      return {
        ...inputs,
        ...(known.status === "completed" ? known : await awaitPayment(known, inputs, { ...around, provider })),
      };
    },

    /** Never gone: what was bought was bought. */
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
      // A new purchase replaces the last one; that is nothing to worry about.
      if (declared.has(keyOf(recorded.accountId))) return;
      warn(
        `Purchase "${recorded.purchase}" (${recorded.invoiceId}) is forgotten, and nothing is sent: credit is not refunded. Declared again, it is refused unless adoptInvoiceId takes the invoice over.`,
      );
    },
  };
}

/** With --target, or a state that was edited, the record may be of another purchase. */
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
      `Purchase "${record.purchase}" is not the newest of account ${record.accountId}, and an older one is not bought again. Nothing was charged. Name a new purchase.`,
    );
  }
}

/** The invoice that adoptInvoiceId names, where it is not the one that is recorded. */
function namedInvoice({ record }: Properties, { invoiceId }: Properties): string | undefined {
  const named = chargeableRecord.safeParse(record).data?.adoptedInvoiceId;
  return named === invoiceId ? undefined : named;
}

const keyOf = (accountId: unknown) => `TopupCharge ${accountId}`;
