/** What the emulated Cloudflare remembers: accounts, tokens, charges and the requests it was sent. */
import { z } from "zod";
import { ACCOUNT_ID } from "../provider/billing/schema.js";

/** Which generation of the API is spoken: May 2026, when tokens could write everything, or October 2026. */
export type ApiGeneration = "2026-05" | "2026-10";

/** A credential that the emulator knows. */
export interface TokenSeed {
  /** An API token, or a global API key when `email` is given. */
  readonly value: string;
  readonly email?: string;
  /** `none` is a valid credential without any AI Gateway permission. */
  readonly permission: "write" | "read" | "none";
}

export interface Seed {
  /** Instead of the tokens that exist otherwise. */
  readonly tokens?: readonly TokenSeed[];
  /** The accounts that begin with something set, by id. */
  readonly accounts?: Readonly<Record<string, AccountPatch>>;
  /** Whether a global API key may still write the auto top-up in the generation of October 2026. Default: false. */
  readonly globalKeyWritesTopupConfig?: boolean;
}

const DEFAULT_TOKENS: readonly TokenSeed[] = [
  { value: "test-token-write", permission: "write" },
  { value: "test-token-read", permission: "read" },
  { value: "test-global-key", email: "owner@example.com", permission: "write" },
];

/** The auto top-up as an account holds it. */
export interface AutoTopupState {
  /** What each top-up buys, in US cents. */
  readonly amount: number;
  /** The balance below which it buys, in US cents. */
  readonly threshold: number | null;
  readonly disabledReason?: string | null;
  readonly error?: string | null;
  readonly lastFailedAt?: number | null;
}

/** The spending limit as an account holds it. */
export interface SpendingLimitState {
  /** US cents. */
  readonly amount: number;
  readonly duration: string;
  readonly strategy: string;
}

/** The answer of `POST /topup/eligibility`, but for the card, which is the account's own. */
export interface EligibilityState {
  readonly eligible: boolean;
  readonly reason: string;
  readonly recoverable: boolean;
  readonly recommended_action: string;
  readonly account_payment_method_state: string;
  readonly aig_customer_state: string;
  readonly aig_default_payment_method_state: string;
}

/** What an account holds. */
export interface AccountState {
  /** Null when unset. */
  readonly topupConfig: AutoTopupState | null;
  /** Null when unset. */
  readonly spendingLimit: SpendingLimitState | null;
  /** US cents. */
  readonly balance: number;
  /** The default card; null without one. */
  readonly paymentMethod: { readonly brand: string | null; readonly last4: string | null } | null;
  readonly eligibility: EligibilityState;
  /** Whether a first manual top-up has settled. */
  readonly firstTopupSuccess: boolean;
  /** Whether there is an upcoming invoice. */
  readonly upcomingInvoice: boolean;
}

/** What the dashboard may change: any part of an account. */
export interface AccountPatch {
  readonly topupConfig?: AutoTopupState | null;
  readonly spendingLimit?: SpendingLimitState | null;
  readonly balance?: number;
  readonly paymentMethod?: { readonly brand?: string | null; readonly last4?: string | null } | null;
  readonly eligibility?: Partial<EligibilityState>;
  readonly firstTopupSuccess?: boolean;
  readonly upcomingInvoice?: boolean;
}

const text = z.string().nullable().default(null);

const patchSchema = z
  .strictObject({
    topupConfig: z
      .strictObject({
        amount: z.number(),
        threshold: z.number().nullable(),
        disabledReason: z.string().nullable().exactOptional(),
        error: z.string().nullable().exactOptional(),
        lastFailedAt: z.number().nullable().exactOptional(),
      })
      .nullable(),
    spendingLimit: z.strictObject({ amount: z.number(), duration: z.string(), strategy: z.string() }).nullable(),
    balance: z.number(),
    paymentMethod: z.strictObject({ brand: text, last4: text }).nullable(),
    eligibility: z
      .strictObject({
        eligible: z.boolean(),
        reason: z.string(),
        recoverable: z.boolean(),
        recommended_action: z.string(),
        account_payment_method_state: z.string(),
        aig_customer_state: z.string(),
        aig_default_payment_method_state: z.string(),
      })
      .partial(),
    firstTopupSuccess: z.boolean(),
    upcomingInvoice: z.boolean(),
  })
  .partial();

/** A card charged. */
export interface Charge {
  readonly accountId: string;
  /** The credit bought, in US cents. */
  readonly amount: number;
  readonly invoiceId: string;
}

/** A request below the API's base URL; `status` is 0 when no answer was sent. */
export interface RequestRecord {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** Everything that the emulator holds, as `GET /__emulator/state` shows it. */
export interface EmulatorState {
  readonly accounts: Record<string, AccountState>;
  readonly charges: Charge[];
  readonly requests: RequestRecord[];
}

export class Store {
  readonly #seed: Seed;
  #accounts = new Map<string, AccountState>();
  /** Each account as it was before its last change, for answers that lag behind. */
  #before = new Map<string, AccountState>();
  #requests: Array<{ method: string; path: string; status: number }> = [];
  #answers = 0;

  constructor(seed: Seed) {
    this.#seed = seed;
    this.reset();
  }

  reset() {
    this.#accounts.clear();
    this.#before.clear();
    this.#requests = [];
    this.#answers = 0;
    for (const [id, patch] of Object.entries(this.#seed.accounts ?? {})) this.patch(id, patch);
    this.#before.clear();
  }

  state(): EmulatorState {
    return structuredClone({ accounts: Object.fromEntries(this.#accounts), charges: [], requests: this.#requests });
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
    const { eligibility: changed, ...rest } = parsed.data;
    const current = this.account(id);
    this.change(id, { ...defined(rest), eligibility: { ...current.eligibility, ...defined(changed ?? {}) } });
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

  get globalKeyWritesTopupConfig(): boolean {
    return this.#seed.globalKeyWritesTopupConfig ?? false;
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

/** A default card, a first manual top-up settled long ago, and nothing set. */
function newAccount(): AccountState {
  return {
    topupConfig: null,
    spendingLimit: null,
    balance: 1000,
    paymentMethod: { brand: "visa", last4: "4242" },
    eligibility: {
      eligible: true,
      reason: "ELIGIBLE",
      recoverable: false,
      recommended_action: "NONE",
      account_payment_method_state: "SUPPORTED_PRESENT",
      aig_customer_state: "RESOLVED",
      aig_default_payment_method_state: "PRESENT",
    },
    firstTopupSuccess: true,
    upcomingInvoice: true,
  };
}

/** Without the keys whose value is undefined. */
function defined<Value extends object>(value: Value): { [Key in keyof Value]?: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as {
    [Key in keyof Value]?: Exclude<Value[Key], undefined>;
  };
}
