/**
 * Whether Cloudflare lets these credentials write. The answer to a closed write looks like a missing permission. The
 * eligibility call tells the two apart: it needs the same permission, changes nothing, and exists only in the newer
 * generation of the API.
 */
import type { Client } from "../billing/client.js";
import { getTopupEligibility } from "../billing/endpoints.js";
import { BillingError, isBillingError, PermissionError } from "../contract/errors.js";
import type { Refusal } from "./kind.js";

export type WriteAccess =
  /** The older generation: a token with the permission may write. */
  | "open"
  /** The newer generation, and the permission is there: what it closes is closed. */
  | "closed"
  | "noPermission"
  | "unknown";

export async function askWriteAccess(client: Client, accountId: string): Promise<WriteAccess> {
  try {
    await getTopupEligibility(client, accountId);
    return "closed";
  } catch (error) {
    if (isBillingError(error, "NotFoundError")) return "open";
    if (isBillingError(error, "PermissionError")) return "noPermission";
    return isBillingError(error, "DashboardOnlyError") ? "closed" : "unknown";
  }
}

/** Gives a refused write its meaning; hands every other error back as it is. */
export async function nameRefusal(
  error: unknown,
  closed: (cause: Refusal) => BillingError,
  client: Client,
  accountId: string,
): Promise<unknown> {
  if (!(error instanceof BillingError)) return error;
  const saysSo = error.name === "DashboardOnlyError" || error.name === "SpendingLimitRetiredError";
  if (!saysSo && error.name !== "PermissionError") return error;
  const access = await askWriteAccess(client, accountId);
  if (saysSo || access === "closed") return closed(error);
  if (access !== "unknown") return error;
  return new PermissionError(
    `${error.message} Or Cloudflare allows this change only in its dashboard: the call that tells the two cases apart got no answer.`,
    error.facts,
  );
}
