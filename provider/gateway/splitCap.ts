import type { Refuse } from "./refuse.js";

/** What a gateway asks for: a fixed amount, or a share of what the others leave. */
export interface Claim {
  readonly amount?: number;
  readonly weight?: number;
}

/** What it gets. */
export interface Part<Of extends Claim> {
  readonly id: string;
  readonly claim: Of;
  /** Whole US cents. */
  cents: number;
}

/**
 * Divides the cents of a cap. A claim with an `amount` gets it; the others share the rest by weight, to the last
 * cent: each the whole cents of its share, and one cent more for the largest remainders, ties in the order of ids.
 */
export function splitCap<Of extends Claim>(
  cap: number,
  claims: ReadonlyArray<readonly [string, Of]>,
  refuse: Refuse,
): ReadonlyArray<Part<Of>> {
  const parts = claims.map(([id, claim]): Part<Of> => ({ id, claim, cents: claim.amount ?? 0 }));
  const asked = sum(parts);
  if (asked > cap) {
    refuse(
      `the gateways' amounts are ${asked} US cents together, but the cap is ${cap}. Lower them, or raise the cap.`,
    );
  }

  const rest = cap - asked;
  const sharing = parts.filter(({ claim }) => claim.amount === undefined);
  const total = sharing.reduce((weights, { claim }) => weights + weightOf(claim), 0n);
  const remainders = new Map<Part<Of>, bigint>();
  for (const part of sharing) {
    // The product may be larger than a number can hold.
    const product = BigInt(rest) * weightOf(part.claim);
    part.cents = Number(product / total);
    remainders.set(part, product % total);
  }
  const byRemainder = [...remainders].sort(([a, mine], [b, other]) => {
    if (mine !== other) return mine > other ? -1 : 1;
    return a.id < b.id ? -1 : 1;
  });
  for (const [part] of byRemainder.slice(0, rest - sum(sharing))) part.cents += 1;

  const empty = parts.find(({ cents }) => cents === 0);
  if (empty)
    refuse(`less than a cent of the cap of ${cap} US cents is left for the gateway "${empty.id}". Raise the cap.`);
  return parts;
}

const weightOf = ({ weight = 1 }: Claim) => BigInt(weight);
const sum = (parts: ReadonlyArray<{ readonly cents: number }>) => parts.reduce((total, { cents }) => total + cents, 0);
