/** What goes wrong: kills, clocks that are set, machines that are suspended. */
import type { Move } from "./explore";
import type { Now } from "./now";
import { replaced, spend } from "./now";
import type { Rules } from "./rules";
import { nameOf } from "./runs";

const HOUR_MS = 3_600_000;

/** The CLI and the provider die, or one of them. */
export function kills(rules: Rules, now: Now): Array<Move<Now>> {
  if (now.left.kills === 0) return [];
  const left = spend(now.left, "kills");
  return now.runs.flatMap((run, index) => {
    const name = nameOf(run);
    const dead: Now = {
      ...now,
      left,
      runs: now.runs.filter((_, at) => at !== index),
      requests: now.requests.map((request) =>
        request.run === run.command.number && request.goneAt === undefined
          ? { ...request, goneAt: request.writtenAt + (rules.deliveryMs ?? run.command.timing.deliveryMs) }
          : request,
      ),
    };
    if (!run.cliLives) return [{ says: `The provider of ${name} is killed.`, next: dead }];
    // What waits for nothing but to be saved ends with the engine.
    if (run.standing.pending.is === "save")
      return [{ says: `The CLI and the provider of ${name} are killed.`, next: dead }];
    const orphan = { ...now, left, runs: replaced(now.runs, index, { cliLives: false }) };
    return [
      { says: `The CLI and the provider of ${name} are killed.`, next: dead },
      { says: `The CLI of ${name} is killed; the provider lives on.`, next: orphan },
    ];
  });
}

/** What happens to clocks and machines. */
export function clocks(now: Now): Array<Move<Now>> {
  const moves: Array<Move<Now>> = [];
  if (now.left.jumps > 0 && now.runs.length > 0) {
    const left = spend(now.left, "jumps");
    moves.push(
      { says: "The wall clock is set forward by an hour.", next: { ...now, left, ahead: now.ahead + HOUR_MS } },
      { says: "The wall clock is set back by an hour.", next: { ...now, left, ahead: now.ahead - HOUR_MS } },
    );
  }
  if (now.left.suspends > 0 && now.runs.length > 0) {
    const left = spend(now.left, "suspends");
    // The rest of the world goes on for an hour.
    const invoices = now.invoices.map((invoice) => ({ ...invoice, listedAt: Math.min(invoice.listedAt, now.at) }));
    const next = { ...now, left, invoices, ahead: now.ahead + HOUR_MS };
    moves.push({ says: "The machine is suspended for an hour.", next });
  }
  if (now.left.suspendsElsewhere > 0) {
    for (const [index, request] of now.requests.entries()) {
      if (request.goneAt === undefined) continue;
      const requests = replaced(now.requests, index, { goneAt: request.goneAt + HOUR_MS });
      const next = { ...now, left: spend(now.left, "suspendsElsewhere"), requests };
      moves.push({ says: `The machine of run ${request.run} is suspended for an hour, its kernel with it.`, next });
    }
  }
  return moves;
}
