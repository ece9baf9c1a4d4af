/** Time passes, from one edge to the next. */
import type { Move } from "./explore";
import type { Now, Run } from "./now";
import { spend } from "./now";
import { answer, isGivingUp } from "./runs";

/** Time moves to the next edge, unless somebody has to act first. A run that sleeps until then wakes up. */
export async function passing(now: Now, mayDelay: boolean): Promise<Array<Move<Now>>> {
  const someIsReady = now.runs.some((run) => isReady(run));
  if (someIsReady && !mayDelay) return [];
  if (now.runs.some((run) => isGivingUp(run, now.at))) return [];
  const edges = [
    ...now.runs.flatMap((run) => edgesOf(run, mayDelay)),
    ...now.requests.flatMap(({ goneAt }) => (goneAt === undefined ? [] : [goneAt - 1, goneAt])),
    ...now.invoices.map(({ listedAt }) => listedAt),
  ].filter((edge) => edge > now.at);
  if (edges.length === 0) return [];
  const at = Math.min(...edges);
  const left = someIsReady ? spend(now.left, "delays") : now.left;
  const requests = now.requests.filter(({ goneAt }) => goneAt === undefined || goneAt > at);
  let next: Now = { ...now, at, left, requests };
  let says: string | undefined;
  for (const [index, run] of now.runs.entries()) {
    const { pending } = run.standing;
    if (pending.is !== "sleep" || run.since + pending.ms > at) continue;
    const woken = await answer(next, index, { is: "sleep" }, "");
    next = woken.next;
    says = woken.says || undefined;
  }
  const gone = now.requests.filter((request) => !requests.includes(request));
  const lost = gone.map(({ run }) => `The request of run ${run} never arrives.`);
  return [{ says: [...lost, says].filter(Boolean).join(" ") || undefined, next }];
}

/** Whether it could go on at once. */
function isReady({ standing, outcome }: Run) {
  const { is } = standing.pending;
  return (
    is === "list" || is === "engine" || is === "write" || is === "save" || (is === "answer" && outcome !== undefined)
  );
}

/** The moments at which something changes for it. */
function edgesOf(run: Run, mayDelay: boolean): number[] {
  const { pending } = run.standing;
  if (pending.is === "sleep") return [run.since + pending.ms];
  if (pending.is === "answer") return [run.callBegan + run.command.timing.postMs];
  if (!mayDelay) return [];
  // The last moment at which the charge may begin, and one at which it may not: the last one of its call.
  const isCalling = pending.is === "engine" || pending.is === "write";
  return [run.startBy, isCalling ? run.callBegan + run.command.timing.postMs - 1 : run.startBy + 1];
}
