/** What must hold of the ledger whatever has happened. The laboratories and the model test all judge by it. */
import type { Charge } from "../../emulator/index";

/** What one stack has done, as far as somebody outside can see it. */
export interface StackEvidence {
  readonly name: string;
  /** The words of the purchases that `up` was run for, with the account of each: `account/word`. */
  readonly intended: ReadonlySet<string>;
  /** The purchases in its states, the old ones too: the invoice of each, and whether `adoptInvoiceId` named it. */
  readonly saved: ReadonlyArray<{ readonly purchase: string; readonly invoiceId: string; readonly named: boolean }>;
  /** Everything it has told its user. */
  readonly told: string;
  /** Whether the user has switched the guard off. */
  readonly guardOff: boolean;
}

/** The rules that are broken, in words; none is what one hopes for. */
export function judge(
  charges: readonly Charge[],
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

  for (const { name, saved, guardOff } of stacks) {
    const owners = new Map<string, string>();
    for (const { purchase, invoiceId, named } of saved) {
      const owner = owners.get(invoiceId);
      if (owner !== undefined && owner !== purchase && !named && !guardOff)
        broken.push(`${name}: ${purchase} and ${owner} have the same invoice ${invoiceId}`);
      if (owner === undefined) owners.set(invoiceId, purchase);
    }
  }

  for (const { invoiceId } of made) {
    const isKnown = stacks.some(
      ({ saved, told }) => told.includes(invoiceId) || saved.some((purchase) => purchase.invoiceId === invoiceId),
    );
    if (!isKnown) broken.push(`nobody was told of ${invoiceId}`);
  }
  return broken;
}
