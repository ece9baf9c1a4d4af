/**
 * Which writes Cloudflare has closed to these credentials. At the door a closed one looks like a missing
 * permission; the eligibility call tells them apart: it needs the same permission, changes nothing, and
 * exists in the newer generation of the API alone.
 */
import type { Client } from "./billing/client.js";
import { getTopupEligibility } from "./billing/endpoints.js";
import { BillingError, isBillingError } from "./errors.js";
import type { Refusal } from "./kinds/kind.js";

export type Doors =
  /** The older generation: a token with the permission may write. */
  | { readonly are: "open" }
  /** The newer generation, and the permission is there. */
  | { readonly are: "closed" }
  /** The permission is missing. */
  | { readonly are: "locked"; readonly error: BillingError }
  | { readonly are: "unknown" };

export async function askDoors(client: Client, accountId: string): Promise<Doors> {
  try {
    await getTopupEligibility(client, accountId);
    return { are: "closed" };
  } catch (error) {
    if (isBillingError(error, "NotFoundError")) return { are: "open" };
    if (isBillingError(error, "PermissionError")) return { are: "locked", error };
    return { are: "unknown" };
  }
}

/** Gives a refused write its meaning; hands every other error back as it is. */
export async function nameRefusal(
  error: unknown,
  closed: ((cause: Refusal) => BillingError) | undefined,
  client: Client,
  accountId: string,
): Promise<unknown> {
  if (!(error instanceof BillingError) || closed === undefined) return error;
  const saysSo = isBillingError(error, "DashboardOnlyError") || isBillingError(error, "SpendingLimitRetiredError");
  if (!saysSo && !isBillingError(error, "PermissionError")) return error;
  const doors = await askDoors(client, accountId);
  return saysSo || doors.are === "closed" ? closed(error) : error;
}
