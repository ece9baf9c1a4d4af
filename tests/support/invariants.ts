/** What must always be true of the ledger. It judges the histories, the pairs of programs and the kills. */
import type { Charge } from "../../emulator/index";

/** What one stack has done, as far as somebody outside can see it. */
export interface StackEvidence {
  readonly name: string;
  /** The words of the purchases that `up` was run for, with the account of each: `account/word`. */
  readonly intended: ReadonlySet<string>;
  /** The charges it has made, as far as one can tell them from those of others, and what for. */
  readonly posted?: ReadonlyArray<{ readonly purchase: string; readonly invoiceId: string }>;
  /** The purchases in its states, the old ones too: the invoice of each, and whether `adoptInvoiceId` named it. */
  readonly saved: ReadonlyArray<{ readonly purchase: string; readonly invoiceId: string; readonly named: boolean }>;
  /** Everything it has told its user. */
  readonly told: string;
  /** Whether the user has switched the guard off. */
  readonly guardOff: boolean;
  /**
   * Whether its state was ever rolled back to the middle of a purchase. The invoice of a later one then looks like
   * that of the unfinished one, so it is judged by the number of charges alone.
   */
  readonly rolledBackIntoPurchase?: boolean;
}

/** What a user is told who destroys a stack in the middle of a purchase. */
const unfinished = (purchase: string) =>
  `Purchase "${purchase.replace(/ for \d+$/, "")}" is forgotten, and this state has no charge for it`;

/** The rules that are broken, in words; none is what one hopes for. */
export function judge(
  charges: ReadonlyArray<Pick<Charge, "kind" | "status" | "invoiceId">>,
  byHand: ReadonlySet<string>,
  stacks: readonly StackEvidence[],
): string[] {
  const broken: string[] = [];
  const made = charges.filter(
    ({ kind, status, invoiceId }) => kind === "manual" && status !== "void" && !byHand.has(invoiceId),
  );
  const intended = stacks.reduce((sum, stack) => sum + stack.intended.size, 0);
  if (made.length > intended && !stacks.some(({ guardOff }) => guardOff))
    broken.push(`${made.length} charges were made for ${intended} purchases`);

  // Whoever names the invoice of one purchase for another has said which of them it pays.
  const named = stacks.flatMap(({ saved }) => saved.filter((purchase) => purchase.named));
  for (const { name, saved, guardOff, rolledBackIntoPurchase = false, posted = [] } of stacks) {
    if (guardOff || rolledBackIntoPurchase) continue;
    const paid = new Map<string, string>();
    for (const { purchase, invoiceId } of posted) {
      if (named.some((other) => other.invoiceId === invoiceId && other.purchase !== purchase)) continue;
      const first = paid.get(purchase);
      if (first !== undefined) broken.push(`${name}: ${purchase} was charged as ${first} and as ${invoiceId}`);
      paid.set(purchase, invoiceId);
    }
    const owners = new Map<string, string>();
    for (const { purchase, invoiceId, named } of saved) {
      const owner = owners.get(invoiceId);
      if (owner !== undefined && owner !== purchase && !named)
        broken.push(`${name}: ${purchase} and ${owner} have the same invoice ${invoiceId}`);
      if (owner === undefined) owners.set(invoiceId, purchase);
    }
  }

  for (const { invoiceId } of made) {
    const isKnown = stacks.some(
      ({ saved, told, posted = [] }) =>
        told.includes(invoiceId) ||
        saved.some((purchase) => purchase.invoiceId === invoiceId) ||
        posted.some((charge) => charge.invoiceId === invoiceId && told.includes(unfinished(charge.purchase))),
    );
    if (!isKnown) broken.push(`nobody was told of ${invoiceId}`);
  }
  return broken;
}
