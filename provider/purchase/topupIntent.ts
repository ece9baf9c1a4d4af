/**
 * The intent to buy credit: the purchases of an account, in order, each recorded before its charge. Pulumi saves
 * the record before it creates the charge, so whatever dies in between, the next run knows what was meant and
 * which invoices were there before. Everything that can refuse a purchase refuses here; nothing here charges.
 */
import { z } from "zod";
import { MINIMUM } from "../billing/schema.js";
import { AmbiguousChargeError, ConfigurationError } from "../errors.js";
import { checkInputs } from "../kinds/checkInputs.js";
import { accountId, cents, count, line } from "../kinds/inputs.js";
import type { Lifecycle, Surroundings } from "../lifecycle.js";
import { formatCents } from "../money.js";
import { quote } from "../quote.js";
import type { Invoice } from "./invoices.js";
import { fits, inWords, readManualInvoices, unknownTo } from "./invoices.js";
import { checkPreconditions } from "./preconditions.js";
import type { ProviderProcess } from "./process.js";
import { sayWait } from "./process.js";
import type { PurchaseRecord } from "./record.js";
import { purchaseKey, purchaseRecord } from "./record.js";
import { abandons, changed, refuseByRecord, wordsOf } from "./words.js";

const purchase = () => line("the word for a purchase, such as 2026-11", 100);

export const topupIntentInputs = z.strictObject({
  accountId: accountId(),
  amount: cents(MINIMUM.topupAmount),
  purchase: purchase(),
  reason: line("the reason of the purchase", 500).exactOptional(),
  paymentMethodId: line("the id of a payment method", 200).exactOptional(),
  adoptInvoiceId: line("the id of an invoice", 200).exactOptional(),
  abandonPurchase: z
    .union([purchase(), z.array(purchase()).readonly()], {
      error: ({ input }) =>
        `must be the word for a purchase, such as "2026-11", or a list of such words; got ${quote(input)}.`,
    })
    .exactOptional(),
  settleWithinSeconds: count("seconds", 3600).exactOptional(),
  repeatGuardDays: count("days", 36_500).exactOptional(),
});

type Declared = z.output<typeof topupIntentInputs>;

const DAY_MS = 86_400_000;

const PROPERTIES = Object.keys(topupIntentInputs.shape);

export function topupIntent(process: ProviderProcess, skipsCheckpoints: () => boolean): Lifecycle {
  return {
    check(news, isUnknown, olds) {
      const failures = checkInputs("CreditTopup", topupIntentInputs, news, isUnknown);
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
      return failures;
    },

    diff(recorded, declared) {
      // What the state alone refuses, a preview refuses too.
      const now = topupIntentInputs.safeParse(declared).data;
      const before = z.array(purchaseRecord).safeParse(recorded.purchases).data;
      if (now !== undefined && before !== undefined && recorded.accountId === now.accountId)
        refuseByRecord(now, before);
      const differs = (property: string) => JSON.stringify(recorded[property]) !== JSON.stringify(declared[property]);
      const changes = PROPERTIES.filter(differs);
      return { changes: changes.length > 0, replaces: changes.filter((property) => property === "accountId") };
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

  async function outputs(declared: Declared, before: readonly PurchaseRecord[], around: Surroundings): Promise<object> {
    const purchases = await recordPurchase(declared, before, around);
    const record = purchases.find(({ purchase }) => purchase === declared.purchase);
    return { ...declared, purchases, record: { ...record, isNewest: record === purchases.at(-1) } };
  }

  /** The purchases with the declared one among them, or throws why it must not be. */
  async function recordPurchase(
    declared: Declared,
    before: readonly PurchaseRecord[],
    around: Surroundings,
  ): Promise<PurchaseRecord[]> {
    refuseByRecord(declared, before);
    const own = before.find(({ purchase }) => purchase === declared.purchase);
    if (own === undefined) return append(declared, before, around);
    return own === before.at(-1) ? adoptLater(declared, own, before, around) : goBack(declared, before, around);
  }

  /** An older purchase is declared again: its charge stays as it is, or is refused. */
  async function goBack(declared: Declared, before: readonly PurchaseRecord[], around: Surroundings) {
    const newest = before.at(-1) as PurchaseRecord;
    if (newest.abandoned === true) return [...before];
    const invoices = await readManualInvoices(around.client, declared.accountId);
    const own = unknownTo(newest.knownInvoices, invoices).filter((invoice) => fits(invoice, newest.amount));
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
    around: Surroundings,
  ) {
    if (adoptInvoiceId === undefined || adoptInvoiceId === own.adoptedInvoiceId) return [...before];
    // Its own charge may be under way, and must then be named.
    const { windowMs } = around.client.timing;
    sayWait(
      process,
      windowMs,
      `purchase "${own.purchase}" takes ${adoptInvoiceId} over once the list shows all that fit.`,
    );
    await around.clock.sleep(windowMs);
    const invoices = await readManualInvoices(around.client, accountId);
    const adopted = adoptable(adoptInvoiceId, amount, before, invoices);
    nameOthersThatFit(adopted, amount, unknownTo(own.knownInvoices, invoices), around);
    return [...before.slice(0, -1), { ...own, adoptedInvoiceId: adoptInvoiceId }];
  }

  /** A new purchase, judged on a list that shows whatever was under way when this began. */
  async function append(declared: Declared, before: readonly PurchaseRecord[], around: Surroundings) {
    const { client, clock } = around;
    const { accountId, adoptInvoiceId, amount } = declared;
    if (adoptInvoiceId === undefined) await checkPreconditions(client, declared);
    // What is refused now and would be refused then need not wait.
    const early = objection(declared, before, await readManualInvoices(client, accountId), clock.now());
    if (early?.isLasting) throw early.error;
    sayWait(
      process,
      client.timing.windowMs,
      `purchase "${declared.purchase}" is recorded once every invoice that may be under way is on the list.`,
    );
    await clock.sleep(client.timing.windowMs);
    const invoices = await readManualInvoices(client, accountId);
    const late = objection(declared, before, invoices, clock.now());
    if (late !== undefined) throw late.error;

    const last = before.at(-1);
    const others = last === undefined ? invoices : unknownTo(last.knownInvoices, invoices);
    if (adoptInvoiceId !== undefined)
      nameOthersThatFit(adoptable(adoptInvoiceId, amount, before, invoices), amount, others, around);
    if (last === undefined) nameRecent(invoices, adoptInvoiceId, clock.now(), around);
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
    if (adoptInvoiceId === undefined) process.marks.set(mark, clock.now());
    return last === undefined ? [record] : [...before.slice(0, -1), closed(last, declared, invoices, around), record];
  }
}

/** The last purchase, once there is a next one: with its invoice, or given up. */
function closed(
  last: PurchaseRecord,
  declared: Declared,
  invoices: readonly Invoice[],
  around: Surroundings,
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

/** Whether nothing more is to come of it. */
const isOver = (last: PurchaseRecord, declared: Declared) =>
  last.adoptedInvoiceId !== undefined || last.abandoned === true || abandons(declared, last);

/** The invoices that may be of the last purchase or of the declared one, and were not there when the last was recorded. */
const appearedSince = (last: PurchaseRecord, declared: Declared, invoices: readonly Invoice[]) =>
  unknownTo(last.knownInvoices, invoices).filter(
    (invoice) =>
      (fits(invoice, last.amount) || fits(invoice, declared.amount)) &&
      invoice.id !== (last.adoptedInvoiceId ?? "") &&
      invoice.id !== (declared.adoptInvoiceId ?? ""),
  );

interface Objection {
  readonly error: Error;
  /** Whether it will stand however long one waits. */
  readonly isLasting: boolean;
}

/** Why a new purchase must not be recorded on this list of manual invoices; undefined when it may. */
export function objection(
  declared: Declared,
  before: readonly PurchaseRecord[],
  invoices: readonly Invoice[],
  now: number,
): Objection | undefined {
  const { adoptInvoiceId, amount } = declared;
  if (adoptInvoiceId !== undefined) {
    try {
      adoptable(adoptInvoiceId, amount, before, invoices);
    } catch (error) {
      return { error: error as Error, isLasting: false };
    }
  }
  const last = before.at(-1);
  const next = last === undefined ? undefined : nextObjection(declared, last, invoices);
  return next ?? repeatObjection(declared, before, invoices, now);
}

/** An invoice that fits, of a purchase that nobody has recorded, may be this one: of a lost state, or another name. */
function repeatObjection(
  declared: Declared,
  before: readonly PurchaseRecord[],
  invoices: readonly Invoice[],
  now: number,
): Objection | undefined {
  const { accountId, adoptInvoiceId, amount, purchase, repeatGuardDays = Number.POSITIVE_INFINITY } = declared;
  if (adoptInvoiceId !== undefined) return undefined;
  const fitting = unexplained(amount, before, invoices).filter((invoice) => isYounger(invoice, repeatGuardDays, now));
  if (fitting.length === 0) return undefined;
  return {
    isLasting: true,
    error: new AmbiguousChargeError(
      `Purchase "${purchase}" (${formatCents(amount)}) may have been made already: account ${accountId} has ${inWords(fitting)}, which no purchase of this stack has recorded as its own. If one of them is it, set adoptInvoiceId to its id: nothing is charged. If none is, set repeatGuardDays to a number of days that leaves them out, and remove it after this \`pulumi up\`. Nothing was charged.`,
    ),
  };
}

/**
 * The invoices that fit, and were there when the last purchase was recorded, and are no recorded purchase's. Those
 * that have appeared since are for `nextObjection`.
 */
function unexplained(amount: number, before: readonly PurchaseRecord[], invoices: readonly Invoice[]): Invoice[] {
  const known = before.at(-1)?.knownInvoices;
  const explained = before.flatMap(({ invoiceId, adoptedInvoiceId, otherInvoices }) => [
    invoiceId,
    adoptedInvoiceId,
    ...otherInvoices,
  ]);
  return invoices.filter(
    (invoice) =>
      fits(invoice, amount) &&
      (known === undefined || (invoice.id !== null && known.includes(invoice.id) && !explained.includes(invoice.id))),
  );
}

/** Since the last purchase was recorded, its own invoice must have come, and no other that fits. */
function nextObjection(declared: Declared, last: PurchaseRecord, invoices: readonly Invoice[]): Objection | undefined {
  const { accountId, adoptInvoiceId, amount, purchase, repeatGuardDays } = declared;
  const over = isOver(last, declared);
  const appeared = appearedSince(last, declared, invoices);
  if (!over && !appeared.some((invoice) => fits(invoice, last.amount))) {
    const only =
      appeared.length === 0 ? "" : ` (There is ${inWords(appeared)}, which does not fit ${formatCents(last.amount)}.)`;
    return {
      isLasting: false,
      error: new AmbiguousChargeError(
        `Purchase "${last.purchase}" (${formatCents(last.amount)}) comes before "${purchase}" and is not finished: account ${accountId} has no invoice for it.${only} Declare "${last.purchase}" again and run \`pulumi up\` to finish it; or give it up with abandonPurchase: "${last.purchase}", also where it is completed already and its invoice has changed since. Nothing was charged.`,
      ),
    };
  }
  if (appeared.length <= (over ? 0 : 1) || repeatGuardDays === 0 || adoptInvoiceId !== undefined) return undefined;
  const expected = over ? "none was expected" : `one was expected, of "${last.purchase}"`;
  return {
    isLasting: true,
    error: new AmbiguousChargeError(
      `Purchase "${purchase}" (${formatCents(amount)}) may have been made already: since "${last.purchase}" was recorded, account ${accountId} has got ${inWords(appeared)}; ${expected}. Somebody else bought, or the state of this stack is older than the account. If one of them is "${purchase}", set adoptInvoiceId to its id: nothing is charged. If none is, set repeatGuardDays: 0 for this \`pulumi up\`. Nothing was charged.`,
    ),
  };
}

/** The invoice that is to be taken over, or throws why it cannot be. */
function adoptable(
  id: string,
  amount: number,
  before: readonly PurchaseRecord[],
  invoices: readonly Invoice[],
): Invoice {
  const found = invoices.find((invoice) => invoice.id === id);
  const owner = before.find(({ adoptedInvoiceId, invoiceId }) => adoptedInvoiceId === id || invoiceId === id);
  if (found !== undefined && fits(found, amount) && owner === undefined) return found;
  const why =
    found === undefined
      ? `is not among the account's manual invoices${invoices.length === 0 ? "" : `: ${inWords(invoices)}`}`
      : owner === undefined
        ? `does not fit ${formatCents(amount)}: it is ${inWords([found])}`
        : `is that of purchase "${owner.purchase}"`;
  throw new ConfigurationError(`adoptInvoiceId: the invoice ${id} ${why}. Nothing was charged.`);
}

function nameAbandoned(
  { purchase, knownInvoices }: PurchaseRecord,
  invoices: readonly Invoice[],
  { warn }: Surroundings,
) {
  const appeared = unknownTo(knownInvoices, invoices);
  warn(
    appeared.length === 0
      ? `Purchase "${purchase}" is given up. No manual invoice has appeared since it was recorded.`
      : `Purchase "${purchase}" is given up. Since it was recorded there are ${inWords(appeared)}: if one of them is its own, the card was charged for it.`,
  );
}

function nameOthersThatFit(adopted: Invoice, amount: number, invoices: readonly Invoice[], { warn }: Surroundings) {
  const others = invoices.filter((invoice) => invoice.id !== adopted.id && fits(invoice, amount));
  if (others.length > 0) warn(`The invoice ${adopted.id} is taken over. Others fit too: ${inWords(others)}.`);
}

function nameRecent(invoices: readonly Invoice[], adoptedId: string | undefined, now: number, { warn }: Surroundings) {
  const recent = invoices.filter((invoice) => invoice.id !== adoptedId && isYounger(invoice, 30, now));
  if (recent.length > 0) warn(`In the last 30 days the account has bought credit by hand: ${inWords(recent)}.`);
}

const idsOf = (invoices: readonly Invoice[]) => invoices.flatMap(({ id }) => (id === null ? [] : [id]));

/** What repeatGuardDays keeps from being asked about is the user's word against an invoice, and is said. */
function nameLeftOut(
  { adoptInvoiceId, repeatGuardDays }: Declared,
  fitting: readonly Invoice[],
  { warn }: Surroundings,
) {
  if (adoptInvoiceId !== undefined || fitting.length === 0) return;
  warn(
    `repeatGuardDays: ${repeatGuardDays} says that ${inWords(fitting)} ${fitting.length === 1 ? "is another purchase" : "are other purchases"}. Remove it after this \`pulumi up\`.`,
  );
}

/** One whose age is not known counts as young, save where there is no limit at all. */
function isYounger({ createdSeconds }: Invoice, days: number, now: number): boolean {
  if (days === 0) return false;
  return createdSeconds === null || now - createdSeconds * 1000 < days * DAY_MS;
}
