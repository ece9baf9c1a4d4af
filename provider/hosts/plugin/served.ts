/** Which resource a call is about, and whether the plugin serves it. */
import { OWN } from "../../config/config.js";
import type { KindName, Lifecycles } from "../lifecycles.js";
import { pluginType, TOPUP_TYPE } from "../tokens.js";
import { NotServedError } from "./notServed.js";

export interface Subject {
  readonly kind: KindName;
  readonly life: Lifecycles[KindName];
  /** The name in the program. */
  readonly name: string;
  /** Whether it is a half of a CreditTopup, but not in one. */
  readonly isAlone: boolean;
}

/** Throws a NotServedError for a type that the plugin does not know. */
export function subjectIn(lifecycles: Lifecycles, urn: string): Subject {
  const [, , types = "", ...name] = urn.split("::");
  const [type = "", parent] = types.split("$").reverse();
  const kind = (Object.keys(lifecycles) as KindName[]).find((kind) => type === pluginType(kind));
  if (kind === undefined) throw new NotServedError(notServed(type));
  const isHalf = kind === "TopupIntent" || kind === "TopupCharge";
  return { kind, life: lifecycles[kind], name: name.join("::"), isAlone: isHalf && parent !== TOPUP_TYPE };
}

export const notServed = (type: string) =>
  type === TOPUP_TYPE
    ? "A CreditTopup is a component, and cannot be imported. To take over an invoice without a charge, declare the CreditTopup with adoptInvoiceId."
    : `The plugin ${OWN} has no resource of the type ${type}. It has ${["AutoTopupConfig", "SpendingLimit", "CreditTopup"].map(pluginType).join(", ")}.`;
