/** The money: charges, their settlement, the auto top-up, usage, and the invoices. */
import { FEE_PERCENT } from "../provider/billing/schema.js";
import type { AccountState, Charge, EligibilityState } from "./state.js";
import type { Store } from "./store.js";

const FEE = FEE_PERCENT / 100;
const YEAR_MS = 365 * 86_400_000;

export class Ledger {
  readonly #store: Store;
  readonly #now: () => number;

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** Charges the card now; undefined when it is declined. */
  buy(accountId: string, amount: number, kind: Charge["kind"]): Charge | undefined {
    const { payments, settleMs, paymentMethod } = this.#store.account(accountId);
    if (payments === "are declined" || paymentMethod === null) return undefined;
    const now = this.#now();
    const charge: Charge = {
      accountId,
      amount,
      charged: this.#charged(amount, FEE),
      invoiceId: `in_emulator_${String(this.#store.charges.length + 1).padStart(6, "0")}`,
      kind,
      createdAt: now,
      status: "pending",
      settlesAt: payments === "succeed" ? now + settleMs : null,
    };
    this.#store.charges.push(charge);
    return charge;
  }

  /** Does everything that is due by now. */
  catchUp() {
    const now = this.#now();
    for (const charge of this.#store.charges) {
      if (charge.status === "pending" && charge.settlesAt !== null && charge.settlesAt <= now) this.#settle(charge);
    }
  }

  /** The bank's decision on the payments that wait for it. */
  bank(accountId: string, word: "confirms" | "refuses") {
    for (const charge of this.#store.charges) {
      if (charge.accountId !== accountId || charge.status !== "pending" || charge.settlesAt !== null) continue;
      if (word === "confirms") this.#settle(charge);
      else this.#replace(charge, { status: "void" });
    }
  }

  /** Uses up credit. That may start the auto top-up. */
  use(accountId: string, cents: number) {
    this.#store.usage.push({ accountId, cents, at: this.#now() });
    this.#store.change(accountId, { balance: this.#store.account(accountId).balance - cents });
    this.autoTopup(accountId);
  }

  /** Buys when the balance is below the threshold; a declined card disables it. */
  autoTopup(accountId: string) {
    const { topupConfig, balance } = this.#store.account(accountId);
    if (topupConfig === null || topupConfig.disabledReason || balance >= (topupConfig.threshold ?? 0)) return;
    const isUnderWay = ({ accountId: id, kind, status }: Charge) =>
      id === accountId && kind === "auto" && status === "pending";
    if (this.#store.charges.some(isUnderWay)) return;
    if (this.buy(accountId, topupConfig.amount, "auto") !== undefined) return;
    const failed = {
      disabledReason: "payment_failed",
      error: "card_declined",
      lastFailedAt: Math.floor(this.#now() / 1000),
    };
    this.#store.change(accountId, { topupConfig: { ...topupConfig, ...failed } });
  }

  charge(accountId: string, invoiceId: string): Charge | undefined {
    return this.#store.charges.find((charge) => charge.accountId === accountId && charge.invoiceId === invoiceId);
  }

  /** What eligibility says, given the card and the payments under way. */
  eligibility(accountId: string): EligibilityState {
    const { eligibility, paymentMethod } = this.#store.account(accountId);
    if (eligibility.reason !== "ELIGIBLE") return eligibility;
    if (paymentMethod === null) {
      return {
        ...eligibility,
        eligible: false,
        reason: "NO_ACCOUNT_PAYMENT_METHOD",
        recoverable: true,
        recommended_action: "ADD_SUPPORTED_PAYMENT_METHOD",
        account_payment_method_state: "NONE",
        aig_default_payment_method_state: "MISSING",
      };
    }
    const waits = ({ accountId: id, status, settlesAt }: Charge) =>
      id === accountId && status === "pending" && settlesAt === null;
    if (!this.#store.charges.some(waits)) return eligibility;
    const action = { recoverable: true, recommended_action: "RESUME_AUTHENTICATION" };
    return { ...eligibility, ...action, eligible: false, reason: "PENDING_3DS_AUTHENTICATION" };
  }

  /** The invoices of an account as its list shows them by now, the newest first. */
  invoices(accountId: string, type: "all" | "auto" | "manual") {
    const account = this.#store.account(accountId);
    const { lagMs, withoutIds } = account.invoiceList;
    const listed = this.#store.charges.filter(
      (charge) => charge.accountId === accountId && charge.createdAt + lagMs <= this.#now(),
    );
    const all = [...(account.firstTopupSuccess ? [this.#first(accountId)] : []), ...listed].reverse();
    return all
      .filter(({ kind }) => type === "all" || kind === type)
      .map((charge) => this.#invoice(charge))
      .map(({ id, ...rest }) => ({ ...rest, ...(withoutIds ? {} : { id }) }));
  }

  /** The first manual top-up of every account: US$10.00, a year before now. */
  #first(accountId: string): Charge {
    const createdAt = this.#now() - YEAR_MS;
    return {
      accountId,
      amount: 1000,
      charged: this.#charged(1000, FEE),
      invoiceId: "in_emulator_first",
      kind: "manual",
      createdAt,
      status: "completed",
      settlesAt: createdAt,
    };
  }

  #invoice({ accountId, amount, charged, invoiceId, kind, createdAt, status }: Charge) {
    const due = (this.#store.quirks.invoiceIncludesFee ?? true) ? charged : this.#charged(amount, 0);
    const paid = status === "completed" ? due : 0;
    return {
      id: invoiceId,
      amount_due: due,
      amount_paid: paid,
      amount_remaining: status === "void" ? 0 : due - paid,
      currency: "usd",
      status: { completed: "paid", pending: "open", void: "void" }[status],
      description: "AI Gateway credit top-up",
      auto_advance: true,
      invoice_pdf: `https://invoices.example.com/${accountId}/${invoiceId}.pdf`,
      attempt_count: 1,
      attempted: true,
      created: Math.floor(createdAt / 1000),
      created_by: "emulator",
      invoice_origin: kind,
    };
  }

  /** What a card is charged for a credit. */
  #charged(amount: number, fee: number): number {
    const { taxPercent = 0 } = this.#store.quirks;
    return Math.round(amount * (1 + fee) * (1 + taxPercent / 100));
  }

  #settle(charge: Charge) {
    this.#replace(charge, { status: "completed", settlesAt: charge.settlesAt ?? this.#now() });
    const { balance, firstTopupSuccess } = this.#store.account(charge.accountId);
    const change: Partial<AccountState> = { balance: balance + charge.amount };
    this.#store.change(charge.accountId, {
      ...change,
      firstTopupSuccess: firstTopupSuccess || charge.kind === "manual",
    });
  }

  #replace(charge: Charge, change: Partial<Charge>) {
    this.#store.charges = this.#store.charges.map((other) => (other === charge ? { ...charge, ...change } : other));
  }
}
