/**
 * What a kind of setting defines; `lifecycle.ts` does the rest.
 * A kind is one setting that an account either has or does not have.
 */
import type { z } from "zod";
import type { Client } from "../billing/client.js";
import type { BillingError } from "../contract/errors.js";

/** Cloudflare's refusal; undefined before a request was sent. */
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
  /** What the setting costs, as whole sentences; empty if it costs nothing. */
  costOf(accountId: string, setting: Setting): string;
  /** Asks whether an amount was meant in dollars, as a whole sentence; empty if it does not look like that. */
  askUnit(setting: Setting): string;
  /** The outputs that are not inputs, after Cloudflare has accepted a write. */
  readonly statusAfterWrite: Status;
  /** Why a live setting is not in force, if Cloudflare says so. */
  outOfForce(status: Status): string | undefined;

  /** Reads the live setting; undefined when the account has none. */
  observe(client: Client, accountId: string): Promise<Live<Setting, Status> | undefined>;
  /** Writes the declared setting, whatever the account has. */
  converge(client: Client, declared: Declared): Promise<void>;
  /** Removes the setting. */
  remove(client: Client, accountId: string): Promise<void>;

  /** Where the dashboard sets it; undefined if it no longer does. */
  placeOf(accountId: string): string | undefined;
  /** The errors for writes that the newer generation of the API refuses even to credentials with the permission. */
  readonly closed: {
    converge(declared: Declared, cause: Refusal): BillingError;
    remove(accountId: string, cause: Refusal): BillingError;
    /** Whether a global API key is refused like a token, as far as is known. */
    readonly forGlobalKey: "refused" | "unknown";
  };
}

/** Whether two settings are the same. */
export function isSame<Setting extends object>(live: Setting, declared: Setting): boolean {
  const text = (setting: Setting) => JSON.stringify(Object.entries(setting).sort());
  return text(live) === text(declared);
}
