/** What the users of the stacks do: `pulumi up`, and a state that they roll back. */
import { ACCOUNT } from "../../support/client";
import type { Program } from "../../support/smallEngine";
import { recordsOf } from "../../support/smallEngine";
import type { Move } from "./explore";
import type { Now, StackNow } from "./now";
import { replaced, spend } from "./now";
import { EPOCH } from "./replay";
import type { Rules, Word } from "./rules";
import { begin } from "./runs";
import { stateOf } from "./saved";

/** What the users may run. */
export async function users(rules: Rules, now: Now): Promise<Array<Move<Now>>> {
  if (now.left.ups <= 0) return [];
  const moves = now.stacks.map((_, index) => user(rules, now, index));
  return (await Promise.all(moves)).flat();
}

async function user(rules: Rules, now: Now, index: number): Promise<Array<Move<Now>>> {
  const stack = now.stacks[index] as StackNow;
  const isLocked = now.runs.some((run) => run.stack === index && run.cliLives);
  if (isLocked && !rules.cancelsTheLiving) return [];
  if (stack.wasRolledBack && rules.rollsBack?.isTheEnd) return [];
  const declarable = programs(rules, now, index);
  const cancels = isLocked || stack.ended === "interrupted" ? "`pulumi cancel` and " : "";
  const left = spend(now.left, "ups");
  return Promise.all(
    declarable.map(({ program, how }) =>
      begin(rules, { ...now, left }, index, program, `${cancels}\`pulumi up\`${how}`),
    ),
  );
}

/** What a user may declare next. */
function programs(rules: Rules, now: Now, index: number): Array<{ program: Program; how: string }> {
  const stack = now.stacks[index] as StackNow;
  const words = rules.stacks[index] ?? [];
  const { program, ended } = stack;
  if (program === undefined) return words.slice(0, 1).map((word) => ({ program: programOf(word), how: "" }));
  const place = words.findIndex(({ purchase }) => purchase === program.purchase);
  const next = words[place + 1];
  if (ended === "done") return next === undefined ? [] : [{ program: programOf(next), how: "" }];
  const choices = [{ program, how: " again" }];
  if (rules.abandons && next !== undefined) {
    const abandonPurchase = [program.purchase];
    choices.push({ program: { ...programOf(next), abandonPurchase }, how: " with abandonPurchase" });
  }
  const own = now.invoices.find((invoice) => invoice.stack === index && invoice.purchase === program.purchase);
  if (rules.adopts && own !== undefined && program.adoptInvoiceId === undefined)
    choices.push({ program: { ...program, adoptInvoiceId: own.id }, how: ` with adoptInvoiceId ${own.id}` });
  return choices;
}

/** Somebody puts an older state in the place of the one that is there. */
export function rollBacks(rules: Rules, now: Now): Array<Move<Now>> {
  const { rollsBack } = rules;
  if (rollsBack === undefined || now.left.rollsBack === 0) return [];
  if (now.requests.length > 0 && !rollsBack.whileUnderWay) return [];
  return now.stacks.flatMap((stack, index) => {
    if (now.runs.some((run) => run.stack === index && (run.cliLives || !rollsBack.whileUnderWay))) return [];
    if (stack.program === undefined) return [];
    const words = rules.stacks[index] ?? [];
    const last = recordsOf(stateOf(stack.saved, EPOCH).intent).at(-1);
    return stack.earlier.slice(0, -1).flatMap((saved) => {
      const { intent, charge } = stateOf(saved, EPOCH);
      const newest = recordsOf(intent).at(-1);
      const isMiddle = newest !== undefined && charge?.outputs.purchase !== newest.purchase;
      const isLast = newest?.purchase === last?.purchase;
      if (isMiddle && !isLast && !rollsBack.intoPurchase) return [];
      const where =
        newest === undefined
          ? "before any purchase"
          : isMiddle
            ? `the middle of "${newest.purchase}"`
            : `after "${newest.purchase}"`;
      // The program is rolled back with it, as far as the purchase that the state knows is in the middle.
      const word = isMiddle ? words.find(({ purchase }) => purchase === newest.purchase) : undefined;
      const program = { ...(word === undefined ? stack.program : programOf(word)), ...rollsBack.declares } as Program;
      const change: Partial<StackNow> = { saved, earlier: [], program, ended: "failed", wasRolledBack: true };
      const stacks = replaced(now.stacks, index, change);
      const next = { ...now, left: spend(now.left, "rollsBack"), stacks };
      return [{ says: `The state is rolled back to ${where}.`, next }];
    });
  });
}

const programOf = ({ purchase, amount }: Word): Program => ({ accountId: ACCOUNT, amount, purchase });
