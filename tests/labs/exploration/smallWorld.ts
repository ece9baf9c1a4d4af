/**
 * A small world: an account, one or two stacks, the runs of `pulumi up`, and the requests that are on their way. Its
 * moves are everything that may happen next.
 */
import { deliveries } from "./cloudflare";
import type { Space } from "./explore";
import { clocks, kills } from "./mishaps";
import type { Now } from "./now";
import { keyOf, startOf } from "./now";
import type { Rules } from "./rules";
import { steps } from "./runs";
import { passing } from "./time";
import { rollBacks, users } from "./users";
import { verdictOn } from "./verdict";

export const smallWorld = (rules: Rules): Space<Now> => ({
  start: startOf(rules),
  keyOf,
  async moves(now) {
    const moves = await Promise.all([
      steps(rules, now),
      deliveries(rules, now),
      users(rules, now),
      kills(rules, now),
      clocks(now),
      rollBacks(rules, now),
      passing(now, now.left.delays > 0),
    ]);
    return moves.flat();
  },
  judge: (now, isEnd) => verdictOn(rules, now, isEnd),
  secondsOf: ({ at }) => at / 1000,
});
