/** The sentences that the lifecycles and the preview share. */
import { creditsPage } from "../contract/dashboard.js";
import { cite } from "../contract/quote.js";
import type { Declaration, Kind, Refusal } from "./kind.js";

/** The first sentence of an error about a write that Cloudflare has closed. */
export function refused(action: string, cause: Refusal, why: string): string {
  if (cause === undefined) return `Cannot ${action}: ${why}`;
  const { status, code, ray } = cause.facts;
  const said = [`${status}`, code === undefined ? "" : `code ${code}`, ray === undefined ? "" : `cf-ray ${ray}`].filter(
    (part) => part !== "",
  );
  return `Could not ${action}: Cloudflare answered ${said.join(", ")}. ${why}`;
}

/** The error for a live value that `create` must not replace. */
export function differs<D extends Declaration, S extends object, T extends object>(
  kind: Kind<D, S, T>,
  accountId: string,
  live: S,
  declared: S,
): string {
  const sentences = [
    `Account ${accountId} already has another ${kind.noun}: live is ${kind.describe(live)}; declared is ${kind.describe(declared)}.`,
    kind.askUnit(declared),
    "Declare the live values to adopt it. Or set allowOverwrite: true to replace it, if Cloudflare lets these credentials write.",
  ];
  return sentences.filter(Boolean).join(" ");
}

/** A setting that exists but does nothing. */
export function outOfForce(noun: string, accountId: string, reason: string): string {
  return `Cloudflare has disabled the ${noun} of account ${accountId}: ${cite(reason, 200)}. Its values do nothing until you enable it again in the ${creditsPage(accountId)}.`;
}
