/** What a state of Pulumi declares for accounts, and how an account differs from it. */
import { z } from "zod";
import { UNKNOWN } from "../../provider/contract/facts.js";
import type { AccountStatus, Part } from "./accountStatus.js";

/** What a state declares. */
export interface DeclaredState {
  readonly byAccount: ReadonlyMap<string, Declared>;
  /** The settings that are declared for an account that is secret. It may be any. */
  readonly hidden: ReadonlySet<SettingName>;
}

/** The settings of one account that a state declares. */
export interface Declared {
  readonly autoTopup?: DeclaredSetting<AutoTopupValues> | undefined;
  readonly spendingLimit?: DeclaredSetting<SpendingLimitValues> | undefined;
}

export interface DeclaredSetting<Values> {
  /** The name of the resource. */
  readonly resource: string;
  /** Undefined if a value is secret, or not known. */
  readonly values: Values | undefined;
}

export interface AutoTopupValues {
  /** What each top-up buys, in US cents. */
  readonly amount: number;
  /** The balance below which it buys, in US cents. */
  readonly threshold: number;
}

export interface SpendingLimitValues {
  /** The most that may be spent in one period, in US cents. */
  readonly amount: number;
  /** The period, such as `monthly`. */
  readonly duration: string;
  /** How the period moves, such as `fixed`. */
  readonly strategy: string;
}

/** An account, and how it differs from what a stack declares. */
export interface AccountReport extends AccountStatus {
  /** Each setting next to what the stack declares; null if no stack was given. */
  readonly settings: readonly Comparison[] | null;
}

export interface Comparison {
  /** Which setting it is: `autoTopup` or `spendingLimit`. */
  readonly setting: SettingName;
  /** `same`: the account is as declared; so is a setting that it does not have and that is not declared. `differs`: it is not. `undeclared`: the account has the setting, and the stack does not declare it. `unknown`: it could not be told. */
  readonly verdict: "same" | "differs" | "undeclared" | "unknown";
  /** The resource that declares it; null if none does. */
  readonly resource: string | null;
  /** What it declares; null if none does, or if a value is secret or not known. */
  readonly declared: AutoTopupValues | SpendingLimitValues | null;
}

export type SettingName = "autoTopup" | "spendingLimit";

/** The two families of type tokens: dynamic resources, and the plugin's. */
const TOKEN =
  /^(?:pulumi-nodejs:dynamic\/cloudflare-ai-gateway-billing:|cloudflare-ai-gateway-billing:index:)(AutoTopupConfig|SpendingLimit)$/;

const known = z.string().refine((text) => text !== UNKNOWN);
const autoTopup = z.object({ amount: z.number(), threshold: z.number() });
const spendingLimit = z.object({ amount: z.number(), duration: known, strategy: known });
const owner = z.object({ accountId: known });
const state = z.object({
  deployment: z.object({
    resources: z
      .array(
        z.object({
          urn: z.string(),
          type: z.string(),
          inputs: z.unknown().optional(),
          delete: z.boolean().optional(),
        }),
      )
      .nullish(),
  }),
});

/**
 * Reads the output of `pulumi stack export`.
 *
 * @returns undefined for a text that is not a state
 */
export function parseDeclared(text: string): DeclaredState | undefined {
  const parsed = state.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const byAccount = new Map<string, Declared>();
  const hidden = new Set<SettingName>();
  for (const { urn, type, inputs, delete: isOld } of parsed.data.deployment.resources ?? []) {
    const [, kind] = TOKEN.exec(type) ?? [];
    const { data: account } = owner.safeParse(inputs);
    // What is to be deleted is not declared any more.
    if (kind === undefined || isOld) continue;
    if (account === undefined) {
      hidden.add(kind === "AutoTopupConfig" ? "autoTopup" : "spendingLimit");
      continue;
    }
    const resource = urn.split("::").slice(3).join("::");
    const setting =
      kind === "AutoTopupConfig"
        ? { autoTopup: { resource, values: autoTopup.safeParse(inputs).data } }
        : { spendingLimit: { resource, values: spendingLimit.safeParse(inputs).data } };
    byAccount.set(account.accountId, { ...byAccount.get(account.accountId), ...setting });
  }
  return { byAccount, hidden };
}

export function compareSettings(account: AccountStatus, { byAccount, hidden }: DeclaredState): Comparison[] {
  const declared = byAccount.get(account.accountId) ?? {};
  const comparisons = [
    compare("autoTopup", account.autoTopup, declared.autoTopup, ["amount", "threshold"]),
    compare("spendingLimit", account.spendingLimit, declared.spendingLimit, ["amount", "duration", "strategy"]),
  ];
  return comparisons.map((one) =>
    one.resource === null && hidden.has(one.setting) ? { ...one, verdict: "unknown" } : one,
  );
}

function compare<Live extends object, Values extends AutoTopupValues | SpendingLimitValues>(
  setting: SettingName,
  live: Part<Live | null>,
  declared: DeclaredSetting<Values> | undefined,
  keys: ReadonlyArray<keyof Live & keyof Values>,
): Comparison {
  const { resource = null, values } = declared ?? {};
  const verdict = (): Comparison["verdict"] => {
    if (live.state !== "known") return "unknown";
    if (resource === null) return live.value === null ? "same" : "undeclared";
    if (values === undefined) return "unknown";
    if (live.value === null) return "differs";
    const { value } = live;
    return keys.every((key) => Object.is(value[key], values[key])) ? "same" : "differs";
  };
  return { setting, verdict: verdict(), resource, declared: values ?? null };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
