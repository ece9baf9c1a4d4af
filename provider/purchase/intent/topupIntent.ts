/**
 * The intent to buy credit: the purchases of an account, in order, each recorded before its charge. Pulumi saves the
 * record before it creates the charge. So whatever dies in between, the next run knows what was intended, and which
 * invoices existed before. Everything that can refuse a purchase refuses here. Nothing here charges.
 */
import { z } from "zod";
import type { Connected } from "../../billing/connected.js";
import { creditsPage } from "../../contract/dashboard.js";
import type { Lifecycle } from "../../contract/lifecycle.js";
import { formatCents } from "../../contract/money.js";
import type { Declared } from "../inputs.js";
import { topupIntentInputs } from "../inputs.js";
import type { ProviderProcess, Purchasing } from "../providerProcess.js";
import type { PurchaseRecord } from "../record.js";
import { notImported, purchaseKey, purchaseRecord } from "../record.js";
import { checkPurchase } from "./checkPurchase.js";
import { previewIntent } from "./preview.js";
import { recordPurchase } from "./recordPurchase.js";
import { refuseByRecord } from "./refuseByRecord.js";

const PROPERTIES = Object.keys(topupIntentInputs.shape);

export function topupIntent(provider: ProviderProcess, skipsCheckpoints: () => boolean): Lifecycle<Connected> {
  return {
    noun: "purchase",

    computed: ["purchases", "record"],

    check: (request) => checkPurchase(request, skipsCheckpoints),

    diff(recorded, declared) {
      // What the state alone refuses is refused in a preview, too.
      const now = topupIntentInputs.safeParse(declared).data;
      const before = z.array(purchaseRecord).safeParse(recorded.purchases).data;
      if (now !== undefined && before !== undefined && recorded.accountId === now.accountId)
        refuseByRecord(now, before);
      const differs = (property: string) => JSON.stringify(recorded[property]) !== JSON.stringify(declared[property]);
      return PROPERTIES.filter(differs).map((property) => ({ property, replaces: property === "accountId" }));
    },

    preview: previewIntent,

    async create(news, around) {
      const declared = topupIntentInputs.parse(news);
      return { id: declared.accountId, outputs: await outputs(declared, [], { ...around, provider }) };
    },

    async update(news, around, recorded) {
      const before = z.array(purchaseRecord).parse(recorded.purchases);
      return outputs(topupIntentInputs.parse(news), before, { ...around, provider });
    },

    /** It exists only in the state. */
    async read(_id, recorded) {
      if (recorded === undefined) throw notImported("A purchase");
      const { purchases: _purchases, record: _record, ...inputs } = recorded;
      return { inputs, outputs: recorded };
    },

    /** Forgets, and sends nothing. */
    async delete(_id, { warn }, recorded) {
      const newest = z.array(purchaseRecord).safeParse(recorded.purchases).data?.at(-1);
      if (newest === undefined || newest.abandoned === true) return;
      if (provider.forgotten.has(purchaseKey(newest.accountId, newest.purchase))) return;
      warn(
        `Purchase "${newest.purchase}" is forgotten, and this state has no charge for it. If it was not finished, look for an invoice of ${formatCents(newest.amount)} or a little more, made since ${newest.recordedAt}, in the ${creditsPage(newest.accountId)}: if there is one, the card was charged.`,
      );
    },
  };
}

async function outputs(declared: Declared, before: readonly PurchaseRecord[], around: Purchasing): Promise<object> {
  const purchases = await recordPurchase(declared, before, around);
  const record = purchases.find(({ purchase }) => purchase === declared.purchase);
  return { ...declared, purchases, record: { ...record, isNewest: record === purchases.at(-1) } };
}
