/** The resources that this pack judges, by the tokens of both families: the dynamic one and the plugin's. */

/** The kinds with our inputs. The component CreditTopup passes its inputs to a TopupIntent and a TopupCharge. */
const KINDS = ["AutoTopupConfig", "SpendingLimit", "TopupIntent", "TopupCharge"] as const;

const COMPONENT = "cloudflare-ai-gateway-billing:index:CreditTopup";

export type Kind = (typeof KINDS)[number] | "CreditTopup" | "AiGateway";

const TOKENS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...KINDS.flatMap((kind): [string, Kind][] => [
    [`pulumi-nodejs:dynamic/cloudflare-ai-gateway-billing:${kind}`, kind],
    [`cloudflare-ai-gateway-billing:index:${kind}`, kind],
  ]),
  [COMPONENT, "CreditTopup"],
  ["cloudflare:index/aiGateway:AiGateway", "AiGateway"],
]);

/** What the pack knows about a resource, in resource policies and in stack policies. */
export interface Judged {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly props: Readonly<Record<string, unknown>>;
}

/** The kind of a resource; undefined for resources that this pack does not judge. */
export const kindOf = ({ type }: Pick<Judged, "type">): Kind | undefined => TOKENS.get(type);

/** Whether a resource is of one of the kinds. */
export function isOneOf(resource: Pick<Judged, "type">, ...kinds: readonly Kind[]): boolean {
  const kind = kindOf(resource);
  return kind !== undefined && kinds.includes(kind);
}

/** A resource as messages name it: `TopupIntent "credit-intent"`. */
export const nameOf = (resource: Judged): string => `${kindOf(resource)} "${resource.name}"`;

/** The stack of a resource. `pulumi.getStack()` does not know it in a pack that runs as an executable. */
export const stackOf = ({ urn }: Pick<Judged, "urn">): string => (urn.split("::")[0] ?? "").replace("urn:pulumi:", "");

/** Whether a CreditTopup has made the resource. The URN has the types of its parents. */
export const isInCreditTopup = ({ urn }: Pick<Judged, "urn">): boolean =>
  (urn.split("::")[2] ?? "").split("$").slice(0, -1).includes(COMPONENT);

/** The sentence about a value that a preview does not know. It is a violation: an unknown value never passes. */
export const notKnown = (resource: Judged, property: string, advice: string): string =>
  `${nameOf(resource)}: ${property} is not known at preview; ${advice}`;
