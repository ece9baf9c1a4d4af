/**
 * A small model of Pulumi's engine: one `pulumi up` of a stack with one CreditTopup, on the real lifecycles. It checks,
 * compares, creates, updates, replaces and deletes as the engine does, and saves after each resource.
 */

import type { Connected } from "../../provider/billing/connected";
import type { Lifecycle, Properties } from "../../provider/contract/lifecycle";
import type { PurchaseRecord } from "../../provider/purchase/record";

export interface Resource {
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** What Pulumi has saved of a stack. */
export interface StackState {
  readonly intent?: Resource;
  readonly charge?: Resource;
}

/** The inputs of a CreditTopup. */
export interface Program {
  readonly accountId: string;
  readonly amount: number;
  readonly purchase: string;
  readonly adoptInvoiceId?: string;
  readonly abandonPurchase?: readonly string[];
  readonly repeatGuardDays?: number;
}

/** What the engine talks to. */
export interface Provider {
  readonly intent: Lifecycle<Connected>;
  readonly charge: Lifecycle<Connected>;
  readonly around: Connected;
}

/** The options of one `pulumi up`. */
export interface Flags {
  readonly target?: "intent" | "charge" | undefined;
  readonly replace?: "intent" | "charge" | undefined;
  /** Other names without an alias: both resources are new, and the old ones are deleted afterwards. */
  readonly rename?: boolean | undefined;
  /** A charge that fails is created once more by the same process, as error hooks do. */
  readonly again?: boolean | undefined;
}

/** Writes the state down. `change` is the part that is new. */
export type Save = (state: StackState, change: StackState) => Promise<void>;

/** What the engine stores is JSON. */
export const persisted = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));

/** What the intent has recorded. */
export const recordsOf = (intent: Resource | undefined) => (intent?.outputs.purchases ?? []) as PurchaseRecord[];

/** Runs `pulumi up` on the state `before`. Rejects with the error that ends it. */
export async function up(provider: Provider, before: StackState, program: Program, flags: Flags, save: Save) {
  let state = before;
  const keep = async (change: StackState) => {
    state = persisted({ ...state, ...change });
    await save(state, persisted(change));
  };
  await upIntent(provider, state, program, flags, keep);
  if (flags.target === "intent") return;
  await upCharge(provider, state, program, flags, keep);
  if (!flags.rename) return;
  if (before.charge) await provider.charge.delete("", provider.around, before.charge.outputs);
  if (before.intent) await provider.intent.delete("", provider.around, before.intent.outputs);
}

type Keep = (change: StackState) => Promise<void>;

async function upIntent(
  { intent, around }: Provider,
  state: StackState,
  program: Program,
  { target, replace, rename }: Flags,
  keep: Keep,
) {
  const old = rename ? undefined : state.intent;
  if (target === "charge") {
    if (old === undefined) throw new Error("The intent is not in the state and not in the target.");
    return;
  }
  const inputs = persisted({ ...program });
  check(intent, inputs, old?.inputs ?? {});
  const changes = old ? intent.diff(old.outputs, inputs, around) : [];
  const creates = old === undefined || replace === "intent" || changes.some(({ replaces }) => replaces);
  let outputs: object = old?.outputs ?? {};
  if (creates) {
    // The second check of a replacement comes without old inputs.
    if (old !== undefined) check(intent, inputs, {});
    ({ outputs } = await intent.create(inputs, around));
  } else if (changes.length > 0) {
    outputs = await intent.update(inputs, around, old.outputs);
  }
  await keep({ intent: { inputs, outputs: { ...outputs } } });
}

async function upCharge(
  { charge, around }: Provider,
  state: StackState,
  program: Program,
  { replace, rename, again }: Flags,
  keep: Keep,
) {
  const old = rename ? undefined : state.charge;
  const { accountId, amount, purchase } = program;
  const inputs = persisted({ accountId, amount, purchase, record: state.intent?.outputs.record });
  check(charge, inputs, old?.inputs ?? {});
  const changes = old ? charge.diff(old.outputs, inputs, around) : [];
  const creates = old === undefined || replace === "charge" || changes.some(({ replaces }) => replaces);
  let outputs: object = old?.outputs ?? {};
  if (creates) {
    if (old !== undefined) check(charge, inputs, {});
    const create = () => charge.create(inputs, around);
    ({ outputs } = await create().catch((error) => (again ? create() : Promise.reject(error))));
  } else if (changes.length > 0) {
    outputs = await charge.update(inputs, around, old.outputs);
  }
  await keep({ charge: { inputs, outputs: { ...outputs } } });
  if (creates && old !== undefined) await charge.delete("", around, old.outputs);
}

const UNKNOWN_NEVER = () => false;

function check(life: Lifecycle<Connected>, inputs: Properties, olds: Properties) {
  const [failure] = life.check({ news: inputs, olds, isUnknown: UNKNOWN_NEVER }).failures;
  if (failure !== undefined) throw new Error(failure.reason);
}
