/** Hands resources to policies in the shape that Pulumi's server does: unknown values throw, defaults are filled in. */
import type { PolicyResource, ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { unknownCheckingProxy } from "@pulumi/policy";
import { policies } from "../../../policy/src/policies/index";

/** What the engine sends for a value that is not known. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export const ACCOUNT = "0123456789abcdef0123456789abcdef";
export const OTHER = "fedcba9876543210fedcba9876543210";

export const DYNAMIC = "pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:";
export const PLUGIN = "cloudflare-ai-gateway-billing:index:";
export const CREDIT_TOPUP = `${PLUGIN}CreditTopup`;
export const GATEWAY = "cloudflare:index/aiGateway:AiGateway";

export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly props?: Readonly<Record<string, unknown>>;
  /** The types of what it stands in. */
  readonly within?: readonly string[];
  readonly stack?: string;
  readonly protect?: boolean;
}

const PROVIDER = { __provider: "exports.handler=()=>{}" };

export const autoTopup = (props: object = {}, more: Partial<Resource> = {}): Resource => ({
  type: `${DYNAMIC}AutoTopupConfig`,
  name: "topup",
  props: { ...PROVIDER, accountId: ACCOUNT, amount: 5000, threshold: 1000, ...props },
  ...more,
});

export const legacyLimit = (props: object = {}, more: Partial<Resource> = {}): Resource => ({
  type: `${DYNAMIC}SpendingLimit`,
  name: "limit",
  props: { ...PROVIDER, accountId: ACCOUNT, amount: 25_000, duration: "monthly", strategy: "fixed", ...props },
  ...more,
});

const PURCHASE = { ...PROVIDER, accountId: ACCOUNT, amount: 5000, purchase: "2026-11" };

export const intent = (props: object = {}, more: Partial<Resource> = {}): Resource => ({
  type: `${DYNAMIC}TopupIntent`,
  name: "credit-intent",
  props: { ...PURCHASE, ...props },
  within: [CREDIT_TOPUP],
  ...more,
});

export const charge = (props: object = {}, more: Partial<Resource> = {}): Resource => ({
  type: `${DYNAMIC}TopupCharge`,
  name: "credit-charge",
  props: { ...PURCHASE, record: UNKNOWN, ...props },
  within: [CREDIT_TOPUP],
  ...more,
});

export const creditTopup = (more: Partial<Resource> = {}): Resource => ({
  type: CREDIT_TOPUP,
  name: "credit",
  props: {},
  ...more,
});

/** A rule that holds for everything: US$250.00 a month. */
export const rule = (props: object = {}) => ({
  id: "cap",
  limit: 250,
  limitType: "cost",
  window: 2_592_000,
  technique: "fixed",
  ...props,
});

export const gateway = (rules: unknown, props: object = {}, more: Partial<Resource> = {}): Resource => ({
  type: GATEWAY,
  name: "gateway",
  props: { accountId: ACCOUNT, aiGatewayId: "gateway", spendLimits: { enabled: true, rules }, ...props },
  ...more,
});

/** What is not ours, though it has all the names. */
export const stranger: Resource = {
  type: "other:index:AutoTopupConfig",
  name: "stranger",
  props: { accountId: OTHER, amount: 10_000_000, threshold: 1, disabledReason: "x", spendLimits: { enabled: true } },
};

/** The violations of one policy, each with what it is about. */
export async function judge(name: string, resources: readonly Resource[], config: object = {}): Promise<string[]> {
  const policy = find(name);
  const found: string[] = [];
  if ("validateStack" in policy) {
    const all = resources.map(asPolicyResource);
    await policy.validateStack({ ...shared(name, config), resources: all }, (message, urn) => {
      // Without a resource, it is about the stack.
      if (urn !== undefined && !all.some((resource) => resource.urn === urn))
        throw new Error(`No resource has ${urn}.`);
      found.push(message);
    });
    return found;
  }
  const { validateResource } = policy;
  if (typeof validateResource !== "function") throw new Error(`${name} judges no resource`);
  for (const resource of resources) {
    await validateResource(asArguments(name, resource, config), (message) => found.push(message));
  }
  return found;
}

export function find(name: string) {
  const policy = policies.find((candidate) => candidate.name === name);
  if (policy === undefined) throw new Error(`There is no policy ${name}.`);
  return policy;
}

/** What a remediation returns. The engine leaves secrets wrapped there. */
export function remediate(name: string, resource: Resource, config: object = {}) {
  const args = asArguments(name, resource, config);
  const { remediateResource } = find(name) as ResourceValidationPolicy;
  return { args, result: remediateResource?.(args) };
}

function asArguments(name: string, resource: Resource, config: object): ResourceValidationArgs {
  return { ...asPolicyResource(resource), ...shared(name, config) } as ResourceValidationArgs;
}

function asPolicyResource({ type, name, props, within, stack, protect }: Resource): PolicyResource {
  return {
    type,
    name,
    urn: `urn:pulumi:${stack ?? "dev"}::project::${[...(within ?? []), type].join("$")}::${name}`,
    props: unknownCheckingProxy({ ...props }),
    opts: {
      protect: protect ?? false,
      ignoreChanges: [],
      aliases: [],
      customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
      additionalSecretOutputs: [],
    },
    dependencies: [],
    propertyDependencies: {},
    isType: () => false,
    asType: () => undefined,
  };
}

function shared(name: string, config: object) {
  const defaults = Object.entries(find(name).configSchema?.properties ?? {}).flatMap(([key, schema]) =>
    schema.default === undefined ? [] : [[key, schema.default]],
  );
  const all = { ...Object.fromEntries(defaults), ...config };
  return {
    stackTags: new Map<string, string>(),
    getConfig: <T extends object>() => all as T,
    notApplicable: (): never => {
      throw new Error("not applicable");
    },
  };
}
