/**
 * How the record changes: a new purchase, an invoice taken over, or the newest purchase given up. Everything that can
 * refuse a purchase refuses here. Nothing here charges.
 */
import { momentOf } from "../../contract/clock.js";
import { AmbiguousChargeError } from "../../contract/errors.js";
import { candidatesOf } from "../candidates.js";
import type { Declared } from "../inputs.js";
import type { ManualInvoice } from "../invoices.js";
import { fits, inWords, readManualInvoices, unknownTo } from "../invoices.js";
import { checkPreconditions } from "../preconditions.js";
import type { Purchasing } from "../providerProcess.js";
import type { PurchaseRecord } from "../record.js";
import { named } from "../sentences.js";
import { interruptedMs, readAfter } from "../window.js";
import { adoptable, appearedSince, isOver, objection, unexplained } from "./guards.js";
import { abandons, refuseByRecord } from "./refuseByRecord.js";
import { nameAbandoned, nameLeftOut, nameMisfit, nameOthersThatFit, nameRecent, nameStrangers } from "./warnings.js";

/** Returns the purchases with the declared one among them, or throws why it is refused. */
export async function recordPurchase(
  declared: Declared,
  before: readonly PurchaseRecord[],
  around: Purchasing,
): Promise<PurchaseRecord[]> {
  refuseByRecord(declared, before);
  const own = before.find(({ purchase }) => purchase === declared.purchase);
  if (own === undefined) return append(declared, before, around);
  return own === before.at(-1) ? adoptLater(declared, own, before, around) : goBack(declared, before, around);
}

/** An older purchase is declared again: its charge stays as it is, or is refused. */
async function goBack(declared: Declared, before: readonly PurchaseRecord[], around: Purchasing) {
  const newest = before.at(-1) as PurchaseRecord;
  if (newest.abandoned === true) return [...before];
  const wait = `then purchase "${newest.purchase}" is given up, if the list of invoices shows that it was not charged.`;
  const waitMs = interruptedMs(around.client.timing);
  const invoices = await readAfter(waitMs, around, declared.accountId, wait);
  const own = candidatesOf(newest, invoices);
  if (own.length > 0) {
    throw new AmbiguousChargeError(
      `Purchase ${named(newest)} cannot be given up for the older "${declared.purchase}": since it was recorded, account ${declared.accountId} got ${inWords(own)}, so it seems to have been charged. Declare "${newest.purchase}" again, or name a new purchase. Nothing was charged.`,
    );
  }
  nameAbandoned(newest, invoices, around);
  return [...before.slice(0, -1), { ...newest, abandoned: true as const }];
}

/** The newest purchase stays as it is, or takes an invoice over. */
async function adoptLater(
  { adoptInvoiceId, accountId, amount }: Declared,
  own: PurchaseRecord,
  before: readonly PurchaseRecord[],
  around: Purchasing,
) {
  if (adoptInvoiceId === undefined || adoptInvoiceId === own.adoptedInvoiceId) return [...before];
  // Its own charge may be under way. Then the warning must name it.
  const wait = `then the list of invoices shows all that fit, and purchase "${own.purchase}" takes over ${adoptInvoiceId}.`;
  const invoices = await readAfter(interruptedMs(around.client.timing), around, accountId, wait);
  const adopted = adoptable(adoptInvoiceId, amount, before, invoices, own);
  if (!fits(adopted, amount)) nameMisfit(adopted, amount, around);
  nameOthersThatFit(adopted, amount, unknownTo(own.knownInvoices, invoices), around);
  return [...before.slice(0, -1), { ...own, adoptedInvoiceId: adoptInvoiceId }];
}

/** Adds a new purchase. The list that decides shows everything that was under way when this began. */
async function append(declared: Declared, before: readonly PurchaseRecord[], around: Purchasing) {
  const { client, clock, provider } = around;
  const { accountId, adoptInvoiceId, amount } = declared;
  const last = before.at(-1);
  if (adoptInvoiceId === undefined) await checkPreconditions(client, declared);
  // If waiting cannot change a refusal, refuse now.
  const early = objection(declared, before, await readManualInvoices(client, accountId), clock.now());
  if (early?.isLasting) throw early.error;
  const charged =
    adoptInvoiceId === undefined
      ? ", and the card is charged. Ctrl-C does not cancel the purchase: the next `pulumi up` charges the card"
      : "";
  const wait = `then the list of invoices shows every charge under way, purchase "${declared.purchase}" is recorded${charged}.`;
  const { timing } = client;
  // The purchase that is given up may have been interrupted.
  const waitMs = last !== undefined && abandons(declared, last) ? interruptedMs(timing) : timing.windowMs;
  const invoices = await readAfter(waitMs, around, accountId, wait);
  const late = objection(declared, before, invoices, clock.now());
  if (late !== undefined) throw late.error;

  const others = last === undefined ? invoices : unknownTo(last.knownInvoices, invoices);
  if (adoptInvoiceId !== undefined)
    nameOthersThatFit(adoptable(adoptInvoiceId, amount, before, invoices), amount, others, around);
  if (last === undefined) nameRecent(invoices, adoptInvoiceId, clock.now(), around);
  else if (!abandons(declared, last)) nameStrangers(last, declared, invoices, around);
  nameLeftOut(declared, unexplained(amount, before, invoices), around);
  const mark = provider.newMark();
  const record: PurchaseRecord = {
    purchase: declared.purchase,
    accountId,
    amount,
    recordedAt: new Date(clock.now()).toISOString(),
    knownInvoices: idsOf(invoices),
    otherInvoices: adoptInvoiceId === undefined ? idsOf(invoices.filter((invoice) => fits(invoice, amount))) : [],
    mark,
    ...(adoptInvoiceId === undefined ? {} : { adoptedInvoiceId: adoptInvoiceId }),
  };
  if (adoptInvoiceId === undefined) provider.marks.set(mark, momentOf(clock));
  return last === undefined ? [record] : [...before.slice(0, -1), closed(last, declared, invoices, around), record];
}

/** The last purchase, once there is a next one: with its invoice, or given up. */
function closed(
  last: PurchaseRecord,
  declared: Declared,
  invoices: readonly ManualInvoice[],
  around: Purchasing,
): PurchaseRecord {
  if (abandons(declared, last)) {
    nameAbandoned(last, invoices, around);
    return { ...last, abandoned: true };
  }
  if (isOver(last, declared)) return last;
  const own = appearedSince(last, declared, invoices).filter((invoice) => fits(invoice, last.amount));
  const [only] = own;
  if (own.length === 1 && only?.id) return { ...last, invoiceId: only.id };
  around.warn(
    `Since purchase "${last.purchase}" was recorded, the account got ${inWords(own)}. One of them belongs to it.`,
  );
  return last;
}

const idsOf = (invoices: readonly ManualInvoice[]) => invoices.flatMap(({ id }) => (id === null ? [] : [id]));
