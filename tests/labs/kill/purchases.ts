/** A CreditTopup whose runs are killed, and what its user does then: never a second charge, and an end. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Outcome, TestStack } from "../../support/engine";
import { judge } from "../../support/invariants";
import { ACCOUNT } from "../../support/programs";
import { QUICK_CONFIG } from "../../support/purchases";
import { orphansAreDone, survive } from "./kill";
import type { List, Point } from "./points";
import { PURCHASES } from "./points";
import type { Language } from "./programs";
import { JAVASCRIPT } from "./programs";
import type { Row } from "./sample";
import { describePoints } from "./sample";

/** Shorter than what `timing` allows for a list that lags. */
const LAG_MS = 250;

const PURCHASE = { purchase: "2026-11", settleWithinSeconds: 2 };
const EARLIER = { ...PURCHASE, purchase: "2026-10" };

const MONEY = readFileSync(join(__dirname, "../../../docs/money.md"), "utf8");
const QUESTIONS = ["may belong to it and is not paid yet", "More than one fits."];

export function describePurchases(list: List, language = JAVASCRIPT) {
  const kill = (point: Point) => {
    const account = {
      settleMs: 0,
      ...point.account,
      ...(list === "lagging" ? { invoiceList: { lagMs: LAG_MS } } : {}),
    };
    const options = {
      ...language.options,
      api: "2026-10",
      config: QUICK_CONFIG,
      seed: { accounts: { [ACCOUNT]: account } },
    } as const;
    const prepare = async (stack: TestStack) => {
      if (point.isNext) {
        language.write(stack, EARLIER);
        expect(await stack.up()).toMatchObject({ exitCode: 0 });
      }
      language.write(stack, PURCHASE);
    };
    return survive(options, point, prepare, (stack) => recover(stack, point, language));
  };
  describePoints(`CreditTopup${language.name}`, PURCHASES, list, kill, language.test);
}

/** What a user does after a crash; throws when it does not lead to the one charge that was declared. */
async function recover(stack: TestStack, point: Point, language: Language): Promise<Row> {
  let ups = 1;
  let last = await stack.up();
  if (last.exitCode !== 0 && !isQuestion(last)) {
    expect(last.errors.join()).toMatch(/Run `pulumi up` again/);
    ups += 1;
    last = await stack.up();
  }
  const isAsked = isQuestion(last);
  if (isAsked) last = await answer(stack, point, language, last);
  expect(last).toMatchObject({ exitCode: 0, errors: [] });

  await orphansAreDone(stack);
  const made = stack.emulator.state().charges;
  const charges = made.slice(point.isNext ? 1 : 0).filter(({ status }) => status !== "void");
  expect(charges).toMatchObject([{ amount: 5000, kind: "manual", status: "completed" }]);
  const outputs = stack.resources()["credit-charge"]?.outputs;
  expect(outputs).toMatchObject({ purchase: "2026-11", status: "completed", invoiceId: charges[0]?.invoiceId });
  const words = [PURCHASE, ...(point.isNext ? [EARLIER] : [])].map(({ purchase }) => purchase);
  // The invoice of an earlier purchase stands in what the intent has recorded.
  const saved = [{ purchase: "2026-11", invoiceId: String(outputs?.invoiceId), named: false }];
  const told = JSON.stringify(stack.resources()["credit-intent"]);
  const evidence = { name: "stack", intended: new Set(words), saved, told, guardOff: false };
  expect(judge(made, new Set(), [evidence])).toEqual([]);
  const end = isAsked ? "asked" : outputs?.origin === "adopted" ? "adopted" : "completed";
  return { end, ups, charges: charges.length };
}

/** Whether it stopped with a question about invoices, which docs/money.md must then answer. */
function isQuestion({ exitCode, errors }: Outcome): boolean {
  const question = QUESTIONS.find((text) => exitCode !== 0 && errors.join().includes(text));
  if (question !== undefined) expect(MONEY).toContain(question);
  return question !== undefined;
}

/** Does what the question says. */
async function answer(stack: TestStack, point: Point, language: Language, asked: Outcome): Promise<Outcome> {
  if (point.answer === undefined) {
    const [adoptInvoiceId] = /in_emulator_\d+/.exec(asked.errors.join()) ?? [];
    language.write(stack, { ...PURCHASE, adoptInvoiceId });
    expect(await stack.up()).toMatchObject({ exitCode: 0 });
  }
  stack.emulator.bank(ACCOUNT, "confirms");
  return stack.up();
}
