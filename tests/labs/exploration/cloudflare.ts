/** What happens to a request that is on its way. */
import type { Move } from "./explore";
import type { Now } from "./now";
import { replaced, spend } from "./now";
import type { Answer } from "./replay";
import type { Rules } from "./rules";

/** A request arrives: the card is charged, or declined. */
export function deliveries(rules: Rules, now: Now): Array<Move<Now>> {
  return now.requests.flatMap((request, at) => {
    const requests = now.requests.filter((_, other) => other !== at);
    const waiting = now.runs.findIndex(({ command }) => command.number === request.run);
    const tell = (outcome: Answer) =>
      waiting < 0 || request.goneAt !== undefined ? now.runs : replaced(now.runs, waiting, { outcome });
    const { stack, purchase, amount } = request;
    const lags = rules.lagsMs ?? [0];
    const id = `in_${now.invoices.length + 1}`;
    const moves = lags.map((lagMs): Move<Now> => {
      const invoice = { id, stack, purchase, amount, listedAt: now.at + lagMs };
      const late = lagMs === 0 ? "" : ` The list will show it ${lagMs / 1000} s later.`;
      return {
        says: `The request of run ${request.run} arrives, and the card is charged: ${id}.${late}`,
        next: { ...now, requests, runs: tell({ is: "charged", id }), invoices: [...now.invoices, invoice] },
      };
    });
    if (now.left.declined > 0) {
      const left = spend(now.left, "declined");
      const says = `The request of run ${request.run} arrives, and the card is declined.`;
      moves.push({ says, next: { ...now, left, requests, runs: tell({ is: "declined" }) } });
    }
    return moves;
  });
}
