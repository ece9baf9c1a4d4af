/**
 * What a kind says of itself; `lifecycle.ts` does the rest.
 * A kind is one setting that an account either has or has not.
 */
import type { z } from "zod";
import type { Client } from "../billing/client.js";
import type { BillingError } from "../contract/errors.js";

/** What Cloudflare said, or undefined before it was asked. */
export type Refusal = BillingError | undefined;

export interface Declaration {
  readonly accountId: string;
  readonly allowOverwrite?: boolean;
}

export interface Live<Setting, Status> {
  readonly setting: Setting;
  readonly status: Status;
}

export interface Kind<Declared extends Declaration, Setting extends object, Status extends object> {
  readonly name: string;
  /** In sentences: `auto top-up`. */
  readonly noun: string;
  readonly inputs: z.ZodType<Declared> & { readonly shape: Readonly<Record<string, unknown>> };
  /** The part that is compared with the live account and written to it. */
  settingOf(declared: Declared): Setting;
  /** A setting in words: `amount 5000 (US$50.00), threshold 1000 (US$10.00)`. */
  describe(setting: Setting): string;
  /** What the setting costs, as whole sentences; empty where it costs nothing. */
  costOf(accountId: string, setting: Setting): string;
  /** The outputs that are not inputs, after a write that Cloudflare has accepted. */
  readonly statusAfterWrite: Status;
  /** Why a setting that is there is not in force, if Cloudflare says so. */
  outOfForce(status: Status): string | undefined;

  /** Reads the live setting; undefined when the account has none. */
  observe(client: Client, accountId: string): Promise<Live<Setting, Status> | undefined>;
  /** Writes the declared setting, whatever is there. */
  converge(client: Client, declared: Declared): Promise<void>;
  /** Removes the setting. */
  remove(client: Client, accountId: string): Promise<void>;

  /** The errors of writes that the newer generation of the API closes to credentials that have the permission. */
  readonly closed: {
    converge(declared: Declared, cause: Refusal): BillingError;
    remove(accountId: string, cause: Refusal): BillingError;
    /** Whether a global API key is refused like a token, as far as anybody has shown. */
    readonly forGlobalKey: "refused" | "unknown";
  };
}

/** Whether two settings are the same. */
export function isSame<Setting extends object>(live: Setting, declared: Setting): boolean {
  const text = (setting: Setting) => JSON.stringify(Object.entries(setting).sort());
  return text(live) === text(declared);
}
