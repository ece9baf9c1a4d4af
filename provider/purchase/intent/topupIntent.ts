/**
 * The intent to buy credit: the purchases of an account, in order, each recorded before its charge. Pulumi saves
 * the record before it creates the charge, so whatever dies in between, the next run knows what was meant and
 * which invoices were there before. Everything that can refuse a purchase refuses here; nothing here charges.
 */
import { z } from "zod";
import type { Connected } from "../../billing/connected.js";
import { momentOf } from "../../contract/clock.js";
import { AmbiguousChargeError } from "../../contract/errors.js";
import type { Lifecycle } from "../../contract/lifecycle.js";
import { formatCents } from "../../contract/money.js";
import { checkInputs } from "../../inputs/checkInputs.js";
import { candidatesOf } from "../candidates.js";
import type { Invoice } from "../invoices.js";
import { fits, inWords, readManualInvoices, unknownTo } from "../invoices.js";
import { checkPreconditions } from "../preconditions.js";
import type { ProviderProcess } from "../providerProcess.js";
import type { PurchaseRecord } from "../record.js";
import { notImported, purchaseKey, purchaseRecord } from "../record.js";
import { interruptedMs, readAfter } from "../window.js";
import { adoptable, appearedSince, isOver, objection, unexplained } from "./guards.js";
import type { Declared } from "./inputs.js";
import { topupIntentInputs } from "./inputs.js";
import { abandons, changed, refuseByRecord, wordsOf } from "./refuseByRecord.js";
import { nameAbandoned, nameLeftOut, nameMisfit, nameOthersThatFit, nameRecent, nameStrangers } from "./warnings.js";

const PROPERTIES = Object.keys(topupIntentInputs.shape);

export function topupIntent(process: ProviderProcess, skipsCheckpoints: () => boolean): Lifecycle<Connected> {
  return {
    noun: "purchase",

    check(request) {
      const checked = checkInputs("CreditTopup", topupIntentInputs, request);
      const { olds, isUnknown } = request;
      const news = checked.inputs;
      const failures = [...checked.failures];
      const refuse = (property: string, reason: string) => failures.push({ property, reason: `${property} ${reason}` });
      for (const property of ["purchase", "amount"]) {
        if (isUnknown(news[property]))
          refuse(property, "must be known at preview, or nobody could judge what is bought. Give it as a plain value.");
      }
      if (wordsOf(news.abandonPurchase).includes(String(news.purchase))) {
        refuse(
          "abandonPurchase",
          `names the purchase itself, "${news.purchase}". A purchase is either made or given up.`,
        );
      }
      if (olds.purchase !== undefined && olds.purchase === news.purchase) {
        for (const property of ["amount", "accountId"]) {
          if (isUnknown(news[property]) || olds[property] === news[property]) continue;
          refuse(property, changed(String(news.purchase), olds[property], news[property]));
        }
      } else if (olds.purchase !== undefined) {
        const isStill = (property: string) => news[property] !== undefined && olds[property] === news[property];
        if (isStill("adoptInvoiceId")) {
          refuse(
            "adoptInvoiceId",
            `is still "${news.adoptInvoiceId}", the invoice of purchase "${olds.purchase}". Remove it, or name the invoice of "${news.purchase}".`,
          );
        }
        if (isStill("repeatGuardDays")) {
          refuse(
            "repeatGuardDays",
            `is still ${news.repeatGuardDays}, which was for purchase "${olds.purchase}": what it left out is recorded, and not asked about again. Remove it; if "${news.purchase}" is asked about too, run \`pulumi up\` without it for "${olds.purchase}" first.`,
          );
        }
      }
      if (skipsCheckpoints()) {
        const reason =
          "PULUMI_SKIP_CHECKPOINTS is set: Pulumi would charge the card without having saved the intent, and an interrupted `pulumi up` could charge twice. Unset it for programs with a CreditTopup.";
        failures.push({ property: "purchase", reason });
      }
      return { inputs: news, failures };
    },

    diff(recorded, declared) {
      // What the state alone refuses, a preview refuses too.
      const now = topupIntentInputs.safeParse(declared).data;
      const before = z.array(purchaseRecord).safeParse(recorded.purchases).data;
      if (now !== undefined && before !== undefined && recorded.accountId === now.accountId)
        refuseByRecord(now, before);
      const differs = (property: string) => JSON.stringify(recorded[property]) !== JSON.stringify(declared[property]);
      return PROPERTIES.filter(differs).map((property) => ({ property, replaces: property === "accountId" }));
    },

    async create(news, around) {
      const declared = topupIntentInputs.parse(news);
      return { id: declared.accountId, outputs: await outputs(declared, [], around) };
    },

    async update(news, around, recorded) {
      const before = z.array(purchaseRecord).parse(recorded.purchases);
      return outputs(topupIntentInputs.parse(news), before, around);
    },

    /** It stands in the state alone. */
    async read(_id, recorded) {
      if (recorded === undefined) throw notImported("A purchase");
      const { purchases: _purchases, record: _record, ...inputs } = recorded;
      return { inputs, outputs: recorded };
    },

    /** Forgets, and sends nothing. */
    async delete(_id, { warn }, recorded) {
      const newest = z.array(purchaseRecord).safeParse(recorded.purchases).data?.at(-1);
      if (newest === undefined || newest.abandoned === true) return;
      if (process.forgotten.has(purchaseKey(newest.accountId, newest.purchase))) return;
      warn(
        `Purchase "${newest.purchase}" is forgotten, and this state has no charge for it. If it was not finished, whether the card was charged shows in the dashboard, as an invoice of ${formatCents(newest.amount)} or a little more since ${newest.recordedAt}.`,
      );
    },
  };

  async function outputs(declared: Declared, before: readonly PurchaseRecord[], around: Connected): Promise<object> {
    const purchases = await recordPurchase(declared, before, around);
    const record = purchases.find(({ purchase }) => purchase === declared.purchase);
    return { ...declared, purchases, record: { ...record, isNewest: record === purchases.at(-1) } };
  }

  /** The purchases with the declared one among them, or throws why it must not be. */
  async function recordPurchase(
    declared: Declared,
    before: readonly PurchaseRecord[],
    around: Connected,
  ): Promise<PurchaseRecord[]> {
    refuseByRecord(declared, before);
    const own = before.find(({ purchase }) => purchase === declared.purchase);
    if (own === undefined) return append(declared, before, around);
    return own === before.at(-1) ? adoptLater(declared, own, before, around) : goBack(declared, before, around);
  }

  /** An older purchase is declared again: its charge stays as it is, or is refused. */
  async function goBack(declared: Declared, before: readonly PurchaseRecord[], around: Connected) {
    const newest = before.at(-1) as PurchaseRecord;
    if (newest.abandoned === true) return [...before];
    const wait = `purchase "${newest.purchase}" is given up once the list shows that it was not charged.`;
    const waitMs = interruptedMs(around.client.timing);
    const invoices = await readAfter(waitMs, process, around, declared.accountId, wait);
    const own = candidatesOf(newest, invoices);
    if (own.length > 0) {
      throw new AmbiguousChargeError(
        `Purchase "${newest.purchase}" (${formatCents(newest.amount)}) cannot be given up for the older "${declared.purchase}": since it was recorded, account ${declared.accountId} has got ${inWords(own)}, so it seems to have been charged. Declare "${newest.purchase}" again, or name a new purchase. Nothing was charged.`,
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
    around: Connected,
  ) {
    if (adoptInvoiceId === undefined || adoptInvoiceId === own.adoptedInvoiceId) return [...before];
    // Its own charge may be under way, and must then be named.
    const wait = `purchase "${own.purchase}" takes ${adoptInvoiceId} over once the list shows all that fit.`;
    const invoices = await readAfter(interruptedMs(around.client.timing), process, around, accountId, wait);
    const adopted = adoptable(adoptInvoiceId, amount, before, invoices, own);
    if (!fits(adopted, amount)) nameMisfit(adopted, amount, around);
    nameOthersThatFit(adopted, amount, unknownTo(own.knownInvoices, invoices), around);
    return [...before.slice(0, -1), { ...own, adoptedInvoiceId: adoptInvoiceId }];
  }

  /** A new purchase, judged on a list that shows whatever was under way when this began. */
  async function append(declared: Declared, before: readonly PurchaseRecord[], around: Connected) {
    const { client, clock } = around;
    const { accountId, adoptInvoiceId, amount } = declared;
    const last = before.at(-1);
    if (adoptInvoiceId === undefined) await checkPreconditions(client, declared);
    // What is refused now and would be refused then need not wait.
    const early = objection(declared, before, await readManualInvoices(client, accountId), clock.now());
    if (early?.isLasting) throw early.error;
    const wait = `purchase "${declared.purchase}" is recorded once every invoice that may be under way is on the list.`;
    const { timing } = client;
    // What is given up may have been interrupted.
    const waitMs = last !== undefined && abandons(declared, last) ? interruptedMs(timing) : timing.windowMs;
    const invoices = await readAfter(waitMs, process, around, accountId, wait);
    const late = objection(declared, before, invoices, clock.now());
    if (late !== undefined) throw late.error;

    const others = last === undefined ? invoices : unknownTo(last.knownInvoices, invoices);
    if (adoptInvoiceId !== undefined)
      nameOthersThatFit(adoptable(adoptInvoiceId, amount, before, invoices), amount, others, around);
    if (last === undefined) nameRecent(invoices, adoptInvoiceId, clock.now(), around);
    else if (!abandons(declared, last)) nameStrangers(last, declared, invoices, around);
    nameLeftOut(declared, unexplained(amount, before, invoices), around);
    const mark = process.newMark();
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
    if (adoptInvoiceId === undefined) process.marks.set(mark, momentOf(clock));
    return last === undefined ? [record] : [...before.slice(0, -1), closed(last, declared, invoices, around), record];
  }
}

/** The last purchase, once there is a next one: with its invoice, or given up. */
function closed(
  last: PurchaseRecord,
  declared: Declared,
  invoices: readonly Invoice[],
  around: Connected,
): PurchaseRecord {
  if (abandons(declared, last)) {
    nameAbandoned(last, invoices, around);
    return { ...last, abandoned: true };
  }
  if (isOver(last, declared)) return last;
  const own = appearedSince(last, declared, invoices).filter((invoice) => fits(invoice, last.amount));
  const [only] = own;
  if (own.length === 1 && only?.id) return { ...last, invoiceId: only.id };
  around.warn(`Since purchase "${last.purchase}" was recorded there are ${inWords(own)}; one of them is its own.`);
  return last;
}

const idsOf = (invoices: readonly Invoice[]) => invoices.flatMap(({ id }) => (id === null ? [] : [id]));
