/** Which settings of an account a program can adopt, and with which values. */
import { z } from "zod";
import type { Client } from "../../provider/billing/client.js";
import { DURATIONS, MINIMUM, STRATEGIES } from "../../provider/contract/facts.js";
import { cite, quote } from "../../provider/contract/quote.js";
import * as data from "../../provider/data/index.js";
import { cents, oneOf } from "../../provider/inputs/inputs.js";
import type { Unknown } from "./accountStatus.js";
import type { AutoTopupValues, SettingName, SpendingLimitValues } from "./declared.js";
import { attempt } from "./readAccount.js";

/** An account, and what of it the program declares. */
export interface AdoptedAccount {
  /** The Cloudflare account: 32 lower-case hex digits. */
  readonly accountId: string;
  /** Its name in the file of `--accounts`; null without one. */
  readonly name: string | null;
  /** The worse state of its two settings, in this order: `failed`, `forbidden`, `disabled`, `adopted`, `unset`. */
  readonly state: AdoptionState;
  /** How many requests were sent to read it, retries included. */
  readonly requests: number;
  /** The auto top-up, and the spending limit. */
  readonly settings: readonly AdoptedSetting[];
}

export interface AdoptedSetting {
  /** Which setting it is: `autoTopup` or `spendingLimit`. */
  readonly setting: SettingName;
  /** `adopted`: the program declares it. `disabled`: the program declares it, and Cloudflare has disabled it. `unset`: the account has none. `forbidden`: the credentials may not read it. `failed`: it could not be read, or no program can declare it. */
  readonly state: AdoptionState;
  /** The name of the resource that declares it; null if none does. A setting that is unset or could not be read keeps the resource of an earlier run. */
  readonly resource: string | null;
  /** What the resource declares; null if none does. */
  readonly declared: AutoTopupValues | SpendingLimitValues | null;
  /** Why it is `disabled`, `forbidden` or `failed`, or what to do if it is `unset` and has a resource, in whole sentences; else null. */
  readonly reason: string | null;
}

export type AdoptionState = "failed" | "forbidden" | "disabled" | "adopted" | "unset";

/** The most urgent first. */
const STATES = ["failed", "forbidden", "disabled", "adopted", "unset"] as const satisfies readonly AdoptionState[];

/** The state of an account, from those of its settings. */
export const leastOf = (settings: ReadonlyArray<{ readonly state: AdoptionState }>): AdoptionState =>
  STATES.find((state) => settings.some((one) => one.state === state)) ?? "unset";

/** What was read of a setting. */
export interface ReadSetting<Values> {
  readonly state: AdoptionState;
  /** What a program has to declare; null if there is nothing, or if it is not known. */
  readonly declared: Values | null;
  readonly reason: string | null;
}

export interface ReadSettings {
  readonly autoTopup: ReadSetting<z.output<typeof AUTO_TOPUP>>;
  readonly spendingLimit: ReadSetting<z.output<typeof SPENDING_LIMIT>>;
}

/** What the provider accepts in a declaration. */
export const AUTO_TOPUP = z.object({ amount: cents(MINIMUM.topupAmount), threshold: cents(MINIMUM.topupThreshold) });
export const SPENDING_LIMIT = z.object({
  amount: cents(MINIMUM.spendingLimit),
  duration: oneOf(DURATIONS),
  strategy: oneOf(STRATEGIES),
});

export const UNSET = { state: "unset", declared: null, reason: null } as const;

/** Sends two requests, or one if the first says that the account cannot be read. */
export async function readSettings(account: {
  readonly accountId: string;
  readonly client: Client;
}): Promise<ReadSettings> {
  const topup = await attempt(() => data.getTopupConfig(account));
  const limit = "stopped" in topup ? { part: topup.stopped } : await attempt(() => data.getSpendingLimit(account));
  return {
    autoTopup: topup.part.state === "known" ? adoptAutoTopup(topup.part.value) : unread(topup.part),
    spendingLimit: limit.part.state === "known" ? adoptSpendingLimit(limit.part.value) : unread(limit.part),
  };
}

/** Null or 0 is unset. */
function adoptAutoTopup(live: Awaited<ReturnType<typeof data.getTopupConfig>>): ReadSettings["autoTopup"] {
  if (!live.amount) return UNSET;
  const adopted = adopt(AUTO_TOPUP, live);
  if (adopted.state !== "adopted" || live.disabledReason === null) return adopted;
  const reason = `Cloudflare has disabled it: ${cite(live.disabledReason, 200)}. The program declares it all the same. Its values do nothing until you enable it again in the dashboard.`;
  return { ...adopted, state: "disabled", reason };
}

function adoptSpendingLimit(live: Awaited<ReturnType<typeof data.getSpendingLimit>>): ReadSettings["spendingLimit"] {
  return live.enabled ? adopt(SPENDING_LIMIT, live) : UNSET;
}

function adopt<Values>(schema: z.ZodType<Values>, live: object): ReadSetting<Values> {
  const parsed = schema.safeParse(live);
  if (parsed.success) return { state: "adopted", declared: parsed.data, reason: null };
  const property = String(parsed.error.issues[0]?.path[0]);
  const value = quote(new Map(Object.entries(live)).get(property));
  const reason = `A program cannot declare it: the provider does not accept its ${property}, which is ${value}. Manage it in the dashboard.`;
  return { state: "failed", declared: null, reason };
}

const unread = ({ state, reason }: Unknown) => ({
  state: state === "forbidden" ? ("forbidden" as const) : ("failed" as const),
  declared: null,
  reason: withoutRay(reason),
});

/** It differs each time, and the same account must give the same file. */
const withoutRay = (reason: string) => reason.replace(/ \(cf-ray [^\s)]+\)|; cf-ray [^\s;)]+/g, "");
