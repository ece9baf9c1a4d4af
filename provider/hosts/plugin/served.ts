/** Which resource a call is about, and whether the plugin serves it. */

import { OWN } from "../../config/config.js";
import { createProviderProcess } from "../../purchase/providerProcess.js";
import { engineIsAlive } from "../engineIsAlive.js";
import type { KindName } from "../lifecycles.js";
import { lifecyclesOf } from "../lifecycles.js";
import { NotServedError } from "./notServed.js";

const LIFECYCLES = lifecyclesOf(createProviderProcess(engineIsAlive));

const SERVED: readonly KindName[] = ["AutoTopupConfig", "SpendingLimit"];

/** The type token of a kind, as states know it. Frozen. */
const tokenOf = (kind: string) => `${OWN}:index:${kind}`;

export interface Subject {
  readonly kind: KindName;
  readonly life: (typeof LIFECYCLES)[KindName];
  /** The name in the program. */
  readonly name: string;
}

/** Throws a NotServedError for every other type of resource. */
export function subjectOf(urn: string): Subject {
  const [, , types = "", ...name] = urn.split("::");
  const type = types.split("$").at(-1) ?? "";
  const kind = SERVED.find((kind) => type === tokenOf(kind));
  if (kind !== undefined) return { kind, life: LIFECYCLES[kind], name: name.join("::") };
  throw new NotServedError(
    ["CreditTopup", "TopupIntent", "TopupCharge"].some((kind) => type === tokenOf(kind))
      ? PURCHASES
      : `The plugin ${OWN} has no resource of the type ${type}. It has ${SERVED.map(tokenOf).join(" and ")}.`,
  );
}

/** Why a purchase is refused. */
export const PURCHASES =
  "The plugin does not serve purchases yet. Nothing was charged. Declare CreditTopup of pulumi-cloudflare-ai-gateway-billing in a Node.js program: it needs no plugin.";
