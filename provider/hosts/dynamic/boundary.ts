/** Errors that cross into Pulumi's dynamic host, which writes them as gRPC statuses. A thrown string hangs the engine. */
import { BillingError } from "../../contract/errors.js";
import type { Properties } from "../../contract/lifecycle.js";
import { cleanRecord } from "../clean.js";
import { explained } from "../explained.js";
import { PROVIDER_KEY } from "./text.js";

/**
 * A plain Error without our properties: gRPC would take a property called `code` for its own.
 * For some calls, Pulumi's host prints `${error}: ${error.stack}` to the user, besides the message on the resource. A
 * refusal is not a crash: there, it has no stack, and the message is not repeated.
 * An error with an `id` is a partial failure, which the engine records with its properties.
 */
export function cleanError(thrown: unknown, properties: Properties): Error {
  const error = new Error(explained(thrown));
  if (thrown instanceof Error) {
    error.name = thrown.name;
    error.stack = thrown.stack ?? "";
    if (thrown instanceof BillingError) {
      error.stack = "see the error of the resource.";
      Object.defineProperty(error, "toString", { value: () => thrown.name });
    }
    if (
      "id" in thrown &&
      typeof thrown.id === "string" &&
      "properties" in thrown &&
      typeof thrown.properties === "object" &&
      thrown.properties !== null
    ) {
      const reasons =
        "reasons" in thrown && Array.isArray(thrown.reasons) ? thrown.reasons.map(String) : [thrown.message];
      Object.assign(error, {
        id: thrown.id,
        properties: { ...cleanRecord(thrown.properties), [PROVIDER_KEY]: properties[PROVIDER_KEY] },
        reasons,
      });
    }
  }
  return error;
}
