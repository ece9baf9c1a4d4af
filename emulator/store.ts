/** What the emulated Cloudflare remembers, and which credentials it knows. */
import { z } from "zod";
import { ACCOUNT_ID } from "../provider/billing/schema.js";
import { newAccount, patchSchema } from "./account.js";
import type { AccountPatch, AccountState, Charge, EmulatorState, Quirks, Seed, TokenSeed, Usage } from "./state.js";

const DEFAULT_TOKENS: readonly TokenSeed[] = [
  { value: "test-token-write", permission: "write" },
  { value: "test-token-read", permission: "read" },
  { value: "test-global-key", email: "owner@example.com", permission: "write" },
];

/**
 * What a snapshot keeps of a store.
 *
 * @example
 * ```ts
 * import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 * import type { StoreSnapshot } from "pulumi-cloudflare-ai-gateway-billing/emulator";
 *
 * const emulator = await createEmulator();
 * const store: StoreSnapshot = emulator.snapshot().store;
 * console.log(store.charges.length);
 * await emulator.close();
 * ```
 */
export interface StoreSnapshot {
  /** Each account under its id. */
  readonly accounts: ReadonlyArray<readonly [string, AccountState]>;
  /** The ledger, the oldest charge first. */
  readonly charges: readonly Charge[];
  /** The credit used up, the oldest first. */
  readonly usage: readonly Usage[];
}

export class Store {
  readonly #seed: Seed;
  #accounts = new Map<string, AccountState>();
  /** Each account as it was before its last change, for answers that lag behind. */
  #before = new Map<string, AccountState>();
  #requests: Array<{ method: string; path: string; status: number }> = [];
  #answers = 0;
  charges: Charge[] = [];
  usage: Usage[] = [];

  constructor(seed: Seed) {
    this.#seed = seed;
    this.reset();
  }

  reset() {
    this.restore({ accounts: [], charges: [], usage: [] });
    this.#requests = [];
    this.#answers = 0;
    for (const [id, patch] of Object.entries(this.#seed.accounts ?? {})) this.patch(id, patch);
    this.#before.clear();
  }

  snapshot(): StoreSnapshot {
    return structuredClone({ accounts: [...this.#accounts], charges: this.charges, usage: this.usage });
  }

  restore(snapshot: StoreSnapshot) {
    const { accounts, charges, usage } = structuredClone(snapshot);
    this.#accounts = new Map(accounts);
    this.#before.clear();
    this.charges = [...charges];
    this.usage = [...usage];
  }

  state(): EmulatorState {
    const accounts = Object.fromEntries(this.#accounts);
    return structuredClone({ accounts, charges: this.charges, requests: this.#requests });
  }

  get quirks(): Quirks {
    return this.#seed.quirks ?? {};
  }

  /** Any account id of the right form exists. */
  account(id: string): AccountState {
    let found = this.#accounts.get(id);
    if (found === undefined) {
      found = newAccount();
      this.#accounts.set(id, found);
    }
    return found;
  }

  /** The account as it was before its last change. */
  staleAccount(id: string): AccountState {
    return this.#before.get(id) ?? this.account(id);
  }

  /** Does what the dashboard would do. Throws when the id or the patch is malformed. */
  patch(id: string, patch: AccountPatch) {
    if (!ACCOUNT_ID.test(id)) throw new Error(`An account id is 32 lower-case hex digits; got ${JSON.stringify(id)}.`);
    const parsed = patchSchema.safeParse(patch);
    if (!parsed.success) throw new Error(`The account cannot be patched: ${z.prettifyError(parsed.error)}`);
    const { eligibility, limits, invoiceList, ...rest } = parsed.data;
    const current = this.account(id);
    this.change(id, {
      ...defined(rest),
      eligibility: { ...current.eligibility, ...defined(eligibility ?? {}) },
      limits: { ...current.limits, ...defined(limits ?? {}) },
      invoiceList: { ...current.invoiceList, ...defined(invoiceList ?? {}) },
    });
  }

  change(id: string, change: Partial<AccountState>) {
    const current = this.account(id);
    this.#before.set(id, current);
    this.#accounts.set(id, { ...current, ...change });
  }

  /** The credential that these headers carry, if it is a known one. */
  credential(headers: {
    authorization?: string | undefined;
    key?: string | undefined;
    email?: string | undefined;
  }): TokenSeed | undefined {
    const tokens = this.#seed.tokens ?? DEFAULT_TOKENS;
    const bearer = /^Bearer (\S+)$/.exec(headers.authorization ?? "")?.[1];
    return tokens.find(({ value, email }) =>
      email === undefined ? value === bearer : value === headers.key && email === headers.email,
    );
  }

  /** Notes a request; the returned function notes its status. */
  record(method: string, path: string): (status: number) => void {
    const entry = { method, path, status: 0 };
    this.#requests.push(entry);
    return (status) => {
      entry.status = status;
    };
  }

  /** An id for the `cf-ray` header: the same on every run. */
  nextRay(): string {
    this.#answers += 1;
    return `${this.#answers.toString(16).padStart(16, "0")}-EMU`;
  }
}

/** Without the keys whose value is undefined. */
function defined<Value extends object>(value: Value): { [Key in keyof Value]?: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as {
    [Key in keyof Value]?: Exclude<Value[Key], undefined>;
  };
}
