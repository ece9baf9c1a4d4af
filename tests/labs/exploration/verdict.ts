/** What must hold in a small world: at each step, and once nothing more happens and the user has done what docs/money.md says. */
import { ACCOUNT } from "../../support/client";
import { judge } from "../../support/invariants";
import type { Program } from "../../support/smallEngine";
import { deliveries } from "./cloudflare";
import type { Now, StackNow } from "./now";
import { EPOCH } from "./replay";
import type { Rules } from "./rules";
import { begin, steps } from "./runs";
import { stateOf } from "./saved";
import { passing } from "./time";

/** The rules that are broken, in words. */
export async function verdictOn(rules: Rules, now: Now, isEnd: boolean): Promise<string[]> {
  const broken = brokenIn(now);
  if (broken.length > 0 || !isEnd) return broken;
  return atTheEnd(rules, now);
}

const isSilence = (rule: string) => rule.startsWith("nobody");

/** The charges, as the user of each stack knows of them. */
function evidenceOf(now: Now) {
  return now.stacks.map(({ told, counted }, index) => {
    const own = now.invoices.filter(({ stack }) => stack === index);
    return {
      name: `stack ${index + 1}`,
      intended: new Set(own.map(({ purchase }) => purchase)),
      posted: own.map(({ id, purchase }) => ({ invoiceId: id, purchase })),
      saved: counted,
      told: told.join(" "),
      guardOff: false,
    };
  });
}

function brokenIn(now: Now, isSilenceAsked = false): string[] {
  const charges = now.invoices.map(({ id }) => ({ kind: "manual", status: "completed", invoiceId: id }) as const);
  const broken = judge(charges, new Set(), evidenceOf(now)).filter((rule) => isSilenceAsked || !isSilence(rule));
  return [...broken, ...takenByMistake(now)];
}

/** A purchase counts as made and is not: the invoice that it has paid for another one. */
function takenByMistake({ stacks, invoices }: Now): string[] {
  return stacks.flatMap(({ counted }, stack) =>
    counted.flatMap(({ purchase, invoiceId, named }) => {
      const invoice = invoices.find(({ id }) => id === invoiceId);
      if (named || invoice === undefined || (invoice.stack === stack && invoice.purchase === purchase)) return [];
      return [`"${purchase}" counts as made with ${invoiceId}, which paid for "${invoice.purchase}"`];
    }),
  );
}

/** Every stack can be finished, and then every charge is known to somebody. */
async function atTheEnd(rules: Rules, now: Now): Promise<string[]> {
  let last = now;
  const isLeftAlone = ({ wasRolledBack }: StackNow) => wasRolledBack && rules.rollsBack?.isTheEnd;
  for (const [index, stack] of now.stacks.entries()) {
    if (stack.program === undefined || isLeftAlone(stack)) continue;
    const finished = await finish(rules, last, index);
    if ("stuck" in finished) return [finished.stuck];
    last = finished.now;
    // A state that is older than a charge knows nothing of it. The next purchase looks, and says what it finds.
    if (stack.wasRolledBack) last = (await buyOnceMore(rules, last, index)).now;
  }
  return brokenIn(last, true);
}

interface Ended {
  readonly now: Now;
  readonly error: string | undefined;
}

/** The ways of docs/money.md, one after the other, until the purchase is completed. */
async function finish(rules: Rules, now: Now, index: number): Promise<{ now: Now } | { stuck: string }> {
  const words = rules.stacks[index] ?? [];
  const wordOf = (purchase: string | undefined) => words.find((word) => word.purchase === purchase);
  const tries: Array<(program: Program, error: string) => Program> = [
    (program) => program,
    (program) => program,
    (program, error) => {
      const newest = /Declare "([^"]+)" again|Declare "([^"]+)" or a new one/.exec(error);
      const word = wordOf(newest?.[1] ?? newest?.[2]);
      if (word !== undefined) return { accountId: ACCOUNT, ...word };
      return { ...program, adoptInvoiceId: /in_\d+/.exec(error)?.[0] ?? "in_none" };
    },
    ({ accountId }) => ({
      accountId,
      amount: 2000,
      purchase: "a new word",
      abandonPurchase: words.map(({ purchase }) => purchase),
      repeatGuardDays: 0,
    }),
  ];
  let { now: last, error } = { now, error: "" };
  let program = now.stacks[index]?.program as Program;
  for (const attempt of tries) {
    program = attempt(program, error);
    const ended = await upInPeace(rules, last, index, program);
    last = ended.now;
    const { charge } = stateOf((last.stacks[index] as StackNow).saved, EPOCH);
    if (ended.error === undefined && charge?.outputs.status === "completed") return { now: last };
    error = ended.error ?? "";
  }
  return { stuck: `stack ${index + 1} cannot be finished: ${error}` };
}

async function buyOnceMore(rules: Rules, now: Now, index: number): Promise<Ended> {
  const program = { accountId: ACCOUNT, amount: 2000, purchase: "one more" };
  const asked = await upInPeace(rules, now, index, program);
  return asked.error === undefined ? asked : upInPeace(rules, asked.now, index, { ...program, repeatGuardDays: 0 });
}

/** One `pulumi up` during which nothing goes wrong. */
async function upInPeace(rules: Rules, now: Now, index: number, program: Program): Promise<Ended> {
  const left = { ...now.left, ups: now.left.ups - 1, kills: 0, lost: 0, declined: 0, delays: 0, rollsBack: 0 };
  let last = (await begin(rules, { ...now, left }, index, program)).next;
  for (;;) {
    const [move] = [...(await steps(rules, last)), ...deliveries(rules, last), ...(await passing(last, false))];
    if (move === undefined) break;
    last = move.next;
  }
  return { now: last, error: last.stacks[index]?.error };
}
