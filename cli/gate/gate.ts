/**
 * The purchase gate: what in a plan, the output of `pulumi preview --json`, would move money, and whether each item is
 * allowed. An unknown value is listed as unknown: nothing passes silently.
 */

import { z } from "zod";
import { UNKNOWN } from "../../provider/contract/facts.js";
import { citeLines } from "../../provider/contract/quote.js";

/** The two families of type tokens: dynamic resources, and the plugin's. */
const TOKEN = /^(?:pulumi-nodejs:dynamic\/cloudflare-ai-gateway-billing:|cloudflare-ai-gateway-billing:index:)(\w+)$/;

/** Operations that never create anything at Cloudflare. Every other operation may, also one that is new to us. */
const CREATES_NOTHING = new Set([
  "same",
  "update",
  "delete",
  "delete-replaced",
  "read",
  "read-replacement",
  "refresh",
  "discard",
  "discard-replaced",
  "remove-pending-replace",
  "import",
  "import-replacement",
]);

const properties = z.record(z.string(), z.unknown()).default({});
const state = z.object({ inputs: properties, outputs: properties });
const step = z.object({
  op: z.string(),
  urn: z.string().regex(/^urn:pulumi:.+::.+::.+::./s),
  oldState: state.nullish(),
  newState: state.nullish(),
});
const plan = z.object({
  steps: z.array(step),
  changeSummary: z.record(z.string(), z.number()),
  diagnostics: z.array(z.object({ severity: z.string(), message: z.string() })).default([]),
});

/** What `--save-plan` writes. */
const updatePlan = z.object({ resourcePlans: z.record(z.string(), z.unknown()) });

const FROM_ANYTHING = "Make it with `pulumi preview --refresh --json`.";
const FROM_UPDATE_PLAN =
  "It is an update plan, which `--save-plan` writes for `pulumi up --plan`. One run makes both: `pulumi preview --refresh --json --save-plan update-plan.json > preview.json`. Give preview.json to the gate.";

type Step = z.output<typeof step>;
export type Plan = z.output<typeof plan>;

/** Something that moves money. A value that is not in the plan is undefined. */
export interface Money {
  readonly what: "purchase" | "auto top-up";
  readonly how: "created" | "replaced" | "raised" | "switched on again";
  /** The name of the resource in the program. */
  readonly resource: string;
  /** The purchase word. */
  readonly word?: string | undefined;
  readonly account: string | undefined;
  /** The credit, in US cents, without the fee. */
  readonly amount: number | undefined;
  /** The balance below which an auto top-up buys, in US cents. */
  readonly threshold?: number | undefined;
  /** What an auto top-up was before it is raised. */
  readonly before?: { readonly amount: number | undefined; readonly threshold: number | undefined };
}

/** What the user has allowed by name. */
export interface Allowed {
  /** Words, or `account/word`. */
  readonly purchases: readonly string[];
  readonly autoTopups: readonly string[];
}

export interface Verdict extends Money {
  readonly allowed: boolean;
  /** The name to allow it by; undefined if the plan does not tell. */
  readonly name: string | undefined;
}

/**
 * Reads the output of `pulumi preview --json`.
 *
 * @throws Error for a text that is not a preview, or for a failed preview
 */
export function parsePlan(text: string): Plan {
  const json = parseJson(text);
  const parsed = plan.safeParse(json);
  if (!parsed.success)
    throw new Error(
      `This is not the output of \`pulumi preview --json\`. ${updatePlan.safeParse(json).success ? FROM_UPDATE_PLAN : FROM_ANYTHING}`,
    );
  const errors = parsed.data.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    const told = errors.map(({ message }) => message.trim()).join("\n");
    throw new Error(`The preview failed. Fix this first:\n${citeLines(told)}`);
  }
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Everything that would move money, once for each resource. */
export function findMoney({ steps }: Plan): Money[] {
  const found = new Map<string, Money>();
  for (const one of steps) {
    const money = moneyOf(one);
    if (money !== undefined) found.set(one.urn, money);
  }
  return [...found.values()];
}

function moneyOf(one: Step): Money | undefined {
  const [, , types = "", ...name] = one.urn.split("::");
  const kind = TOKEN.exec(types.split("$").at(-1) ?? "")?.[1];
  const resource = name.join("::");
  if (kind === "TopupCharge") return purchaseOf(one, resource);
  if (kind === "AutoTopupConfig") return autoTopupOf(one, resource);
  return undefined;
}

/** An update of a charge only reads the status of its payment. */
function purchaseOf(one: Step, resource: string): Money | undefined {
  if (CREATES_NOTHING.has(one.op)) return undefined;
  const { purchase, accountId, amount } = one.newState?.inputs ?? {};
  return {
    what: "purchase",
    how: howMade(one),
    resource,
    word: known(purchase),
    account: known(accountId),
    amount: cents(amount),
  };
}

function autoTopupOf(one: Step, resource: string): Money | undefined {
  const { accountId, amount, threshold } = one.newState?.inputs ?? {};
  const now = { amount: cents(amount), threshold: cents(threshold) };
  const declared = { what: "auto top-up", resource, account: known(accountId), ...now } as const;
  if (!CREATES_NOTHING.has(one.op)) return { ...declared, how: howMade(one) };
  if (one.op !== "update") return undefined;
  // The outputs are what the account had, the inputs what was declared.
  const recorded = { ...one.oldState?.inputs, ...one.oldState?.outputs };
  const before = { amount: cents(recorded.amount), threshold: cents(recorded.threshold) };
  if (isRaised(before.amount, now.amount) || isRaised(before.threshold, now.threshold))
    return { ...declared, how: "raised", before };
  // Any write switches a disabled auto top-up on again.
  if ((recorded.disabledReason ?? null) !== null) return { ...declared, how: "switched on again" };
  return undefined;
}

const howMade = ({ oldState }: Step) => (oldState ? "replaced" : "created");

/** An unknown value may be anything. */
const isRaised = (before: number | undefined, now: number | undefined) =>
  before === undefined || now === undefined || now > before;

const cents = (value: unknown) => (typeof value === "number" && value > 0 ? value : undefined);

/** The engine writes `[secret]` for a secret, and a marker for a value that is not known yet. */
const known = (value: unknown) =>
  typeof value === "string" && value !== "" && value !== "[secret]" && value !== UNKNOWN ? value : undefined;

/** Whether each item is allowed: an auto top-up by its account, a purchase by its word. If several purchases share a word, it needs the account, too. */
export function judge(money: readonly Money[], allowed: Allowed): Verdict[] {
  return money.map((one) => {
    const { what, word, account } = one;
    if (what === "auto top-up") return verdict(one, allowed.autoTopups, account);
    const ofAccount = word === undefined || account === undefined ? undefined : `${account}/${word}`;
    const isShared = money.some((other) => other !== one && other.what === what && other.word === word);
    return isShared ? verdict(one, allowed.purchases, ofAccount) : verdict(one, allowed.purchases, word, ofAccount);
  });
}

/** The first name is the one that the report offers. */
function verdict(one: Money, allowed: readonly string[], ...names: readonly (string | undefined)[]): Verdict {
  return { ...one, name: names[0], allowed: names.some((name) => name !== undefined && allowed.includes(name)) };
}
