/** What the resources of a stack declare for each account, as far as it can be known. */
import type { GatewayRule, LegacyLimit } from "./exposure.js";
import type { Judged, Kind } from "./resources.js";
import { kindOf } from "./resources.js";
import { read, readAccount, readNumber, UNKNOWN } from "./values.js";

/** The periods of a legacy limit. */
export const LEGACY_SECONDS: ReadonlyMap<unknown, number> = new Map([
  ["daily", 86_400],
  ["weekly", 604_800],
  ["monthly", 2_592_000],
]);

/** A resource that may limit spending. */
export interface Limiter<Limit> {
  readonly resource: Judged;
  /** The limits that are on and have no filters. */
  readonly limits: readonly Limit[];
  /** Whether there may be more limits. They can only make the limit smaller. */
  readonly mayHaveMore: boolean;
}

/** A resource that charges the card. */
export interface Payment {
  readonly resource: Judged;
  /** US cents. */
  readonly amount: number | typeof UNKNOWN;
}

export interface Account {
  readonly id: string;
  readonly gateways: Limiter<GatewayRule>[];
  readonly legacyLimits: Limiter<LegacyLimit>[];
  readonly autoTopups: Payment[];
  readonly charges: Payment[];
}

export interface Accounts {
  /** In the order of their ids. */
  readonly accounts: readonly Account[];
  /** Resources whose account is not known. */
  readonly strays: readonly Judged[];
}

/** Groups the resources of a stack by account, in a fixed order: the engine gives them in any order. */
export function accountsOf(resources: readonly Judged[]): Accounts {
  const accounts = new Map<string, Account>();
  const strays: Judged[] = [];
  for (const resource of [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1))) {
    const kind = kindOf(resource);
    const enter = kind === undefined ? undefined : ENTRIES[kind];
    if (enter === undefined) continue;
    const id = readAccount(resource.props);
    if (id === UNKNOWN) {
      strays.push(resource);
      continue;
    }
    const account = accounts.get(id) ?? { id, gateways: [], legacyLimits: [], autoTopups: [], charges: [] };
    accounts.set(id, account);
    enter(account, resource);
  }
  return { accounts: [...accounts.values()].sort((a, b) => (a.id < b.id ? -1 : 1)), strays };
}

const ENTRIES: { readonly [kind in Kind]?: (account: Account, resource: Judged) => void } = {
  AiGateway: ({ gateways }, resource) => gateways.push(gatewayLimit(resource)),
  SpendingLimit: ({ legacyLimits }, resource) => legacyLimits.push(legacyLimit(resource)),
  AutoTopupConfig: ({ autoTopups }, resource) => autoTopups.push(payment(resource)),
  TopupCharge: ({ charges }, resource) => charges.push(payment(resource)),
};

/** A missing amount is read from Cloudflare later. */
function payment(resource: Judged): Payment {
  const amount = readNumber(resource.props, "amount");
  return { resource, amount: typeof amount === "number" && Number.isFinite(amount) ? amount : UNKNOWN };
}

/** The limit of a gateway: `spendLimits.enabled` is false by default, a rule's `enabled` true. */
function gatewayLimit(resource: Judged): Limiter<GatewayRule> {
  const spendLimits = read(resource.props, "spendLimits");
  const isOn = read(spendLimits, "enabled");
  const rules = isOn === true ? read(spendLimits, "rules") : undefined;
  const verdicts = elements(rules).map(ruleOf);
  return {
    resource,
    limits: verdicts.filter((verdict) => typeof verdict === "object"),
    mayHaveMore: [spendLimits, isOn, rules, ...verdicts].includes(UNKNOWN),
  };
}

/** The legacy limit of an account. A live one may be off, or have an unknown period. */
function legacyLimit(resource: Judged): Limiter<LegacyLimit> {
  const { props } = resource;
  const amount = readNumber(props, "amount");
  const duration = read(props, "duration");
  const windowSeconds = LEGACY_SECONDS.get(duration);
  const strategy = read(props, "strategy");
  const isOff = read(props, "enabled") === false;
  const isKnown = typeof amount === "number" && amount > 0 && windowSeconds !== undefined && strategy !== UNKNOWN;
  return {
    resource,
    limits:
      isKnown && !isOff
        ? [{ limitCents: amount, windowSeconds, technique: strategy === "sliding" ? "sliding" : "fixed" }]
        : [],
    mayHaveMore: !isOff && [amount, duration, strategy].includes(UNKNOWN),
  };
}

/** A rule without filters; undefined for one that is off, filtered or invalid; UNKNOWN if a preview does not tell. */
function ruleOf(rule: unknown): GatewayRule | undefined | typeof UNKNOWN {
  const enabled = read(rule, "enabled");
  const limitUsd = readNumber(rule, "limit");
  const windowSeconds = readNumber(rule, "window");
  const technique = read(rule, "technique");
  const filters = ["model", "aiGatewayProvider", "metadata"].map((filter) => read(rule, filter));
  if (enabled === false || filters.some(isFilter)) return undefined;
  if ([rule, enabled, limitUsd, windowSeconds, technique, ...filters].includes(UNKNOWN)) return UNKNOWN;
  if (!(Number(limitUsd) > 0 && Number(windowSeconds) > 0)) return undefined;
  return {
    limitUsd: Number(limitUsd),
    windowSeconds: Number(windowSeconds),
    technique: technique === "fixed" ? "fixed" : "sliding",
  };
}

/** A provider may return an empty map for no filter. With metadata that partitions, each value has its own limit. */
const isFilter = (filter: unknown) => typeof filter === "object" && filter !== null && Object.keys(filter).length > 0;

/** The elements of an array, some of which may be unknown. */
export function elements(array: unknown): unknown[] {
  return Array.isArray(array) ? Array.from({ length: array.length }, (_, index) => read(array, index)) : [];
}
