/** What the runs of `pulumi up` do next, each a step of the real rules. */
import type { Program } from "../../support/smallEngine";
import { recordsOf } from "../../support/smallEngine";
import type { Move } from "./explore";
import type { Now, Run, StackNow } from "./now";
import { replaced, spend } from "./now";
import type { Answer } from "./replay";
import { EPOCH, standingAfter, standingOf } from "./replay";
import type { Rules } from "./rules";
import { savedOf, stateOf } from "./saved";

/** A run begins. */
export async function begin(rules: Rules, now: Now, index: number, program: Program, how = ""): Promise<Move<Now>> {
  const stack = now.stacks[index] as StackNow;
  const number = rules.ups - now.left.ups;
  const { timing, isProxied = false } = rules;
  const command = { number, program, timing, isProxied };
  const start = stateOf(stack.saved, EPOCH - now.at - now.ahead);
  const standing = await standingOf(command, start);
  const run: Run = {
    command,
    stack: index,
    start,
    startedAt: now.at,
    aheadAtStart: now.ahead,
    log: [],
    standing,
    since: now.at,
    callBegan: now.at,
    startBy: now.at,
    cliLives: true,
    outcome: undefined,
  };
  const stacks = replaced(now.stacks, index, { program, ended: "interrupted" });
  const whose = rules.stacks.length === 1 ? "The user" : `The user of stack ${index + 1}`;
  const says = `${whose} runs ${how} for "${program.purchase}"${amountOf(program, rules)} (run ${number}).`;
  return goesOn({ ...now, stacks }, run, now.runs.length, says, 0);
}

/** What each run does next. */
export async function steps(rules: Rules, now: Now): Promise<Array<Move<Now>>> {
  const moves = await Promise.all(now.runs.map((_, index) => stepsOf(rules, now, index)));
  return moves.flat();
}

async function stepsOf(rules: Rules, now: Now, index: number): Promise<Array<Move<Now>>> {
  const run = now.runs[index] as Run;
  const name = capital(nameOf(run));
  const { pending } = run.standing;
  switch (pending.is) {
    case "list": {
      const invoices = now.invoices
        .filter(({ listedAt }) => listedAt <= now.at)
        .map(({ id, amount }) => ({ id, amount }));
      const ids = invoices.map(({ id }) => id).join(", ") || "no invoice";
      return [await answer(now, index, { is: "list", invoices }, `${name} reads the list: ${ids}.`)];
    }
    case "engine": {
      const says = `${name} finds its engine ${run.cliLives ? "alive" : "gone"}.`;
      return [await answer(now, index, { is: "engine", lives: run.cliLives }, says)];
    }
    case "write":
      return [await write(now, index)];
    case "answer":
      return answers(rules, now, index);
    case "save":
      return [await save(now, index)];
    default:
      return [];
  }
}

async function write(now: Now, index: number): Promise<Move<Now>> {
  const run = now.runs[index] as Run;
  const { purchase, amount } = run.command.program;
  const move = await answer(
    now,
    index,
    { is: "write" },
    `${capital(nameOf(run))} writes \`POST /topup\` for "${purchase}".`,
  );
  const after = move.next.runs.find(({ command }) => command.number === run.command.number);
  if (after?.standing.pending.is !== "answer") {
    return { ...move, says: move.says?.replace(/ writes .*?\./, " is about to charge, and does not.") };
  }
  const { number } = run.command;
  const request = { run: number, stack: run.stack, purchase, amount, writtenAt: now.at, goneAt: undefined };
  return { ...move, next: { ...move.next, requests: [...move.next.requests, request] } };
}

async function answers(rules: Rules, now: Now, index: number): Promise<Array<Move<Now>>> {
  const run = now.runs[index] as Run;
  const name = capital(nameOf(run));
  if (isGivingUp(run, now.at)) {
    const { afterGiveUpMs } = rules;
    const requests = now.requests.flatMap((request) => {
      if (request.run !== run.command.number) return [request];
      return afterGiveUpMs === undefined ? [] : [{ ...request, goneAt: request.writtenAt + afterGiveUpMs }];
    });
    return [await answer({ ...now, requests }, index, { is: "timeout" }, `${name} gives its request up.`)];
  }
  if (run.outcome === undefined) return [];
  const moves = [await answer(now, index, run.outcome, `The answer reaches ${nameOf(run)}.`)];
  if (now.left.lost > 0) {
    const poorer = { ...now, left: spend(now.left, "lost") };
    moves.push(await answer(poorer, index, { is: "lost" }, `The answer to ${nameOf(run)} gets lost.`));
  }
  return moves;
}

async function save(now: Now, index: number): Promise<Move<Now>> {
  const run = now.runs[index] as Run;
  const { pending } = run.standing;
  if (pending.is !== "save") throw new Error("There is nothing to save.");
  const { intent, charge } = pending.state;
  const saved = savedOf(pending.state, EPOCH - run.startedAt - run.aheadAtStart);
  const stack = now.stacks[run.stack] as StackNow;
  const invoice = pending.what === "charge" ? charge?.outputs.invoiceId : undefined;
  const { purchase } = run.command.program;
  const counted =
    invoice === undefined
      ? stack.counted
      : [
          ...stack.counted.filter((other) => other.purchase !== purchase),
          {
            purchase,
            invoiceId: String(invoice),
            named: recordsOf(intent).at(-1)?.adoptedInvoiceId === invoice,
          },
        ];
  const noted = recordsOf(intent).flatMap(({ invoiceId, adoptedInvoiceId }) => [invoiceId, adoptedInvoiceId]);
  const earlier = now.left.rollsBack > 0 ? [...stack.earlier, saved] : stack.earlier;
  const told = toldOf(stack.told, [invoice, ...noted].join(" "));
  const says =
    pending.what === "intent"
      ? `Pulumi saves the record of "${purchase}".`
      : `Pulumi saves the charge of "${purchase}": ${invoice}.`;
  const stacks = replaced(now.stacks, run.stack, { saved, earlier, counted, told });
  return answer({ ...now, stacks }, index, { is: "save" }, says);
}

/** The run goes on with an answer, to the next thing that it waits for, or to its end. */
export async function answer(now: Now, index: number, answer: Answer, says: string): Promise<Move<Now>> {
  const run = now.runs[index] as Run;
  const wall = now.at + now.ahead - run.startedAt - run.aheadAtStart;
  const log = [...run.log, { answer, wall, monotonic: now.at - run.startedAt }];
  const standing = await standingAfter(run.standing, run.command, run.start, log);
  return goesOn(now, { ...run, log, standing, since: now.at }, index, says, run.standing.told.length);
}

/** Puts a run that has got further in its place, or takes it away when it is over. */
function goesOn(now: Now, run: Run, index: number, says: string, toldBefore: number): Move<Now> {
  const { pending, told } = run.standing;
  const stack = now.stacks[run.stack] as StackNow;
  const isOver = pending.is === "done" || pending.is === "failed" || (pending.is === "save" && !run.cliLives);
  const isCharging = pending.is === "write" || pending.is === "answer";
  const next: Run = {
    ...run,
    // What is behind it counts no more, and would only make equal states different.
    callBegan: isCharging ? run.callBegan : now.at,
    startBy: startByOf(run, now.at),
    outcome: undefined,
  };
  const runs = [...now.runs.slice(0, index), ...(isOver ? [] : [next]), ...now.runs.slice(index + 1)];
  // What an orphan says and saves reaches nobody.
  if (!run.cliLives) return { says: says + fateOf(run, isOver), next: { ...now, runs } };
  const error = pending.is === "failed" ? pending.error : undefined;
  const change = {
    error,
    told: toldOf(stack.told, [...told.slice(toldBefore), error].join(" ")),
    ended: pending.is === "failed" || pending.is === "done" ? pending.is : stack.ended,
  };
  return {
    says: says + fateOf(run, isOver),
    next: { ...now, runs, stacks: replaced(now.stacks, run.stack, change) },
  };
}

/** Whether the client's timer has fired: the run gives up before anything else happens. */
export const isGivingUp = (run: Run, at: number) =>
  run.standing.pending.is === "answer" && at >= run.callBegan + run.command.timing.postMs;

/** What becomes of a run, as the second half of a sentence. */
function fateOf({ standing: { pending } }: Run, isOver: boolean): string {
  if (pending.is === "sleep") return ` It waits ${pending.ms / 1000} s.`;
  if (pending.is === "failed") return ` It fails: ${firstSentence(pending.error)}`;
  if (pending.is === "done") return " It is done.";
  return isOver ? " It ends, because nobody is left to save anything." : "";
}

/** A first attempt may begin `postStartMs` after the record is made, and a resume so long after it has read the list. */
function startByOf({ standing, log, startBy, command }: Run, at: number): number {
  const { pending } = standing;
  const isRecorded = pending.is === "save" && pending.what === "intent";
  if (isRecorded || log.at(-1)?.answer.is === "list") return at + command.timing.postStartMs;
  return pending.is === "engine" || pending.is === "write" ? startBy : at;
}

/** As it stands in the middle of a sentence. */
export const nameOf = (run: Run) => `run ${run.command.number}`;
const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const firstSentence = (text: string) => /^.*?[.:](?= |$)/.exec(text)?.[0].replace(/:$/, ".") ?? text;
const amountOf = ({ amount, repeatGuardDays }: Program, { stacks }: Rules) => {
  const isOther = !stacks.flat().some((word) => word.amount === amount);
  return `${isOther ? `, now ${amount} cents` : ""}${repeatGuardDays === undefined ? "" : `, with repeatGuardDays: ${repeatGuardDays}`}`;
};

/** The invoices that a text names, beside those named before. */
const toldOf = (told: readonly string[], text: string): string[] =>
  [...new Set([...told, ...(text.match(/in_\d+/g) ?? [])])].sort();
