/** Each operation, prepared: what the account begins with, what is called, and what the next run does. */
import { setTimeout as sleep } from "node:timers/promises";
import { buyCredit } from "../../../provider/billing/endpoints";
import type { Properties } from "../../../provider/contract/lifecycle";
import { ACCOUNT, UNCONDITIONALLY, WITHOUT_WINDOW } from "../../support/client";
import type { Process } from "../../support/servedBy";
import { Refusal } from "../../support/servedBy";
import type { Laboratory, Prepared } from "./laboratory";
import { settleDown } from "./laboratory";
import type { Group } from "./matrix";
import { TIMING } from "./matrix";

export const PREPARATIONS: Readonly<Record<Group, (lab: Laboratory) => Promise<Prepared>>> = {
  settings: prepareSetting,
  data: prepareData,
  purchases: preparePurchase,
};

type Values = Readonly<Record<"other" | "old" | "new", Readonly<Record<string, string | number>>>>;

type SettingName = "AutoTopupConfig" | "SpendingLimit";

const SETTINGS: Readonly<Record<SettingName, { key: "topupConfig" | "spendingLimit"; values: Values }>> = {
  AutoTopupConfig: {
    key: "topupConfig",
    values: {
      other: { amount: 2000, threshold: 500 },
      old: { amount: 3000, threshold: 700 },
      new: { amount: 5000, threshold: 1000 },
    },
  },
  SpendingLimit: {
    key: "spendingLimit",
    values: {
      other: { amount: 2000, duration: "daily", strategy: "fixed" },
      old: { amount: 3000, duration: "weekly", strategy: "fixed" },
      new: { amount: 25000, duration: "monthly", strategy: "sliding" },
    },
  },
};

async function prepareSetting(lab: Laboratory): Promise<Prepared> {
  const { operation, api } = lab.cell;
  const { begins = "none", subject, verb } = operation;
  const kind = subject as SettingName;
  const { key, values } = SETTINGS[kind];
  if (begins !== "none") {
    lab.emulator.patchAccount(ACCOUNT, { [key]: values.other });
    lab.emulator.patchAccount(ACCOUNT, { [key]: values[begins] });
  }
  const inputs = { accountId: ACCOUNT, ...values.new };
  const recorded = { accountId: ACCOUNT, ...values.old };
  const operate = async () => {
    const life = (await lab.newProcess()).of(kind, TIMING);
    if (verb === "read") return life.read(ACCOUNT, recorded);
    if (verb === "update") return life.update(inputs, recorded);
    if (verb.startsWith("delete")) return life.delete(ACCOUNT, recorded);
    return life.create(inputs);
  };
  const has = (value: object, part: object) => Object.entries(part).every((entry) => holds(value, entry));
  const live = () => {
    const now = lab.account()?.[key] ?? null;
    if (now === null) return "none";
    return Object.keys(values).find((word) => has(now, values[word as keyof Values])) ?? "something else";
  };
  return {
    operate,
    async after(value) {
      await settleDown(lab.cell);
      const ended = live();
      if (value !== undefined && verb !== "read" && !verb.startsWith("delete")) {
        lab.expect(has(value as object, inputs), "the outputs are not what was declared");
      }
      const isOpen = api === "2026-05" || (subject === "SpendingLimit" && verb.startsWith("delete"));
      if (isOpen || verb === "adopt" || verb === "read") {
        lab.repair();
        const again = await operate();
        const due = verb === "read" ? "old" : verb.startsWith("delete") ? "none" : "new";
        lab.expect(live() === due, `the next run leaves ${live()}`);
        if (verb === "read")
          lab.expect(has((again as { inputs: object }).inputs, values.old), "the next read is wrong");
      }
      if (verb !== "read" || value === undefined) return { live: ended };
      const { inputs: told } = value as { inputs: object };
      return { live: ended, told: has(told, values.old) ? "old" : has(told, values.other) ? "former" : "wrong" };
    },
  };
}

const holds = (value: object, [key, part]: readonly [string, unknown]) =>
  (value as Readonly<Record<string, unknown>>)[key] === part;

const DAY_MS = 86_400_000;

/** The arguments of the functions that have some. */
const ARGUMENTS: Readonly<Record<string, (now: number, bought: string) => Properties>> = {
  getUsageHistory: (now) => ({
    valueGroupingWindow: "day",
    startTime: new Date(now - 7 * DAY_MS).toISOString(),
    endTime: new Date(now + DAY_MS).toISOString(),
  }),
  getTopupStatus: (_now, paymentIntentId) => ({ paymentIntentId }),
};

async function prepareData(lab: Laboratory): Promise<Prepared> {
  const { emulator, cell } = lab;
  const now = Date.now();
  const { subject } = cell.operation;
  emulator.patchAccount(ACCOUNT, { settleMs: 0 });
  const bought = await buy(lab);
  emulator.use(ACCOUNT, 12.5);
  emulator.advance(1000);
  const ask = async () => (await lab.newProcess()).ask(subject, ARGUMENTS[subject]?.(now, bought) ?? {}, TIMING);
  const told = async () => JSON.stringify(await ask().catch(() => "an error"), withoutTimes);
  const former = await told();
  emulator.patchAccount(ACCOUNT, {
    balance: 98_765.5,
    topupConfig: { amount: 5000, threshold: 1000 },
    spendingLimit: { amount: 25000, duration: "monthly", strategy: "fixed" },
    limits: { max_cents: 400_000 },
    paymentMethod: { brand: "mastercard", last4: "4444" },
    invoiceList: { perPage: 1000 },
  });
  const present = await told();
  return {
    operate: ask,
    async after(value) {
      if (value === undefined) return { told: "an error" };
      if ((value as Properties).invoice === null) return { told: "none" };
      const text = JSON.stringify(value, withoutTimes);
      // Where the change does not show, the former and the present are one.
      const isFormer = cell.mode.mode === "stale-read" && text === former;
      return { told: isFormer ? "the former" : text === present ? "the present" : `wrong: ${text}` };
    },
  };
}

/** The emulator's first invoice is always a year old. */
const withoutTimes = (key: string, value: unknown) => (key.startsWith("created") ? undefined : value);

async function buy(lab: Laboratory): Promise<string> {
  const answer = await buyCredit(lab.client(), ACCOUNT, { amount: 5000 }, UNCONDITIONALLY);
  return answer.paymentIntentId;
}

const PURCHASE = "2026-11";
const EARLIER = "2026-10";
const DECLARED = { accountId: ACCOUNT, amount: 5000, purchase: PURCHASE, settleWithinSeconds: 1 };

interface Intent {
  readonly purchases: ReadonlyArray<{ readonly purchase: string }>;
  readonly record: { readonly mark: string };
}

/** A purchase recorded before anything went wrong; its window is not waited for. */
async function record(process: Process, inputs: object = {}): Promise<Intent> {
  return (await process.of("TopupIntent", WITHOUT_WINDOW).create({ ...DECLARED, ...inputs })) as Intent;
}

interface Charged {
  readonly invoiceId: string;
  readonly status: string;
}

async function preparePurchase(lab: Laboratory): Promise<Prepared> {
  const { emulator } = lab;
  const { verb } = lab.cell.operation;
  // A list that lags: less than the window allows for.
  emulator.patchAccount(ACCOUNT, { settleMs: 0, invoiceList: { lagMs: 200 } });
  if (verb.startsWith("intent of")) return prepareIntent(lab, verb === "intent of the next");
  const isTakenOver = verb.endsWith("taken over");
  const waits = /bank|pending/.test(verb);
  const isMade = /pending|asked|charged before|taken over|delete|intent read/.test(verb);

  // What is taken over was there before it was recorded; everything else comes after.
  const adoptInvoiceId = isTakenOver ? await buy(lab) : "";
  emulator.advance(1000);
  const process = await lab.newProcess();
  const recorded = await record(process, isTakenOver ? { adoptInvoiceId } : {});
  if (verb === "charge of a declined card") emulator.patchAccount(ACCOUNT, { payments: "are declined" });
  if (waits) emulator.patchAccount(ACCOUNT, { payments: "wait for the bank" });
  const bought = isMade && !isTakenOver ? await buy(lab) : adoptInvoiceId;
  if (/pending/.test(verb)) emulator.bank(ACCOUNT, "confirms");

  const news = { ...DECLARED, record: recorded.record };
  const outputs = {
    ...news,
    invoiceId: bought,
    status: "pending",
    origin: "charged",
    chargedAt: null,
    cardBrand: null,
    cardLast4: null,
    onboarding: null,
  };
  const id = `${ACCOUNT}/${PURCHASE}`;

  if (/read$|delete$/.test(verb)) {
    const isIntent = verb.startsWith("intent");
    const life = process.of(isIntent ? "TopupIntent" : "TopupCharge", TIMING);
    const olds = isIntent ? { ...DECLARED, ...recorded } : outputs;
    return {
      operate: () => (verb.endsWith("read") ? life.read(id, olds) : life.delete(id, olds)),
      async after() {
        const charges = lab.charges().length;
        return { first: "done", charges, later: "done", chargesLater: charges };
      },
    };
  }

  const inNextRun = async () => (await lab.newProcess()).of("TopupCharge", TIMING);
  const resume = async () => (await (await inNextRun()).create(news)) as Charged;
  const ask = async (recorded: object) => (await (await inNextRun()).update(news, recorded)) as Charged;
  const refresh = async () => (await (await inNextRun()).read(id, outputs))?.outputs as Charged;
  const firstAttempt = async () => {
    const before = lab.requests().length;
    const made = process.of("TopupCharge", TIMING).create(news);
    const hasEnded = made.then(
      () => true,
      () => true,
    );
    while (lab.requests().length === before && !(await Promise.race([hasEnded, sleep(1, false)])));
    lab.expect(!process.marks.has(recorded.record.mark), "the mark is not forgotten at the first try");
    return (await made) as Charged;
  };
  const isUpdate = verb.startsWith("update");
  const operate = isUpdate
    ? () => ask(outputs)
    : verb.startsWith("read")
      ? refresh
      : verb.startsWith("resume") || verb.includes("taken over")
        ? resume
        : firstAttempt;

  return {
    operate,
    async after(value) {
      const made = value as Charged | undefined;
      await settleDown(lab.cell);
      const charges = lab.charges().length;
      if (lab.cell.stays && lab.cell.hit.endpoint === "POST /topup") {
        // The next run meets the same fault.
        await resume().catch(() => {});
        await settleDown(lab.cell);
        lab.expect(lab.charges().length <= 1, `a second run with the fault charges: ${lab.charges().length} now`);
      }
      lab.repair();
      emulator.bank(ACCOUNT, "confirms");
      if (waits) emulator.patchAccount(ACCOUNT, { payments: "succeed" });
      const seen = made === undefined ? [] : [made.invoiceId];
      if (made?.status === "pending") {
        const asked = verb.startsWith("read") ? await refresh() : await ask(made);
        lab.expect(asked.status === "completed", `the next run finds it ${asked.status}`);
        seen.push(asked.invoiceId);
      }
      // The state of this run is lost, or it failed: the purchase is created again.
      const later = await resume().catch((error: Error) => error);
      if (!(later instanceof Error)) seen.push(later.invoiceId);
      const ledger = lab.charges();
      lab.expect(
        seen.every((invoiceId) => invoiceId === ledger[0]?.invoiceId),
        `the invoices are ${seen.join(", ")}, and the ledger has ${ledger.map(({ invoiceId }) => invoiceId).join(", ")}`,
      );
      return {
        first: made?.status ?? "failed",
        charges,
        later: wordFor(later),
        chargesLater: ledger.length,
      };
    },
  };
}

const wordFor = (result: Charged | Error) => {
  if (!(result instanceof Error)) return result.status;
  const isDeclined =
    result instanceof Refusal ? /declined/.test(result.message) : result.name === "PaymentDeclinedError";
  return isDeclined ? "declined" : `${result.name}: ${result.message}`;
};

async function prepareIntent(lab: Laboratory, isNext: boolean): Promise<Prepared> {
  const earlier = isNext ? await record(await lab.newProcess(), { purchase: EARLIER }) : undefined;
  if (isNext) await buy(lab);
  let process = await lab.newProcess();
  const operate = async () => {
    const life = process.of("TopupIntent", TIMING);
    if (earlier === undefined) return (await life.create(DECLARED)) as Intent;
    return (await life.update(DECLARED, { ...DECLARED, ...earlier, purchase: EARLIER })) as Intent;
  };
  return {
    operate,
    async after(value) {
      const charges = lab.charges().length;
      const first = value === undefined ? "failed" : "recorded";
      lab.expect(process.marks.size === (value === undefined ? 0 : 1), "the mark is not that of a recorded purchase");
      lab.repair();
      if (value === undefined) process = await lab.newProcess();
      const { purchases, record } = (value ?? (await operate())) as Intent;
      const words = purchases.map(({ purchase }) => purchase).join();
      lab.expect(words === (isNext ? `${EARLIER},${PURCHASE}` : PURCHASE), `it records ${words}`);
      const made = (await process.of("TopupCharge", TIMING).create({ ...DECLARED, record })) as Charged;
      return { first, charges, later: made.status, chargesLater: lab.charges().length };
    },
  };
}
