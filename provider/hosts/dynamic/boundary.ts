/**
 * What crosses into Pulumi's dynamic host. The host writes results as protobuf structs, and errors as gRPC statuses. If
 * it cannot write a value after a create, the resource is missing from the state. A thrown string hangs the engine.
 */
import { BillingError, isBillingError } from "../../contract/errors.js";
import type { Properties } from "../../contract/lifecycle.js";
import { PROVIDER_KEY } from "./text.js";

/** A copy of a result with only what a protobuf struct can hold: no undefined, bigint, function, Date or NaN. */
export function clean(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map((item) => clean(item) ?? null);
  if (typeof value === "object" && value !== null) return cleanRecord(value);
  return typeof value === "string" || typeof value === "boolean" || value === null ? value : undefined;
}

export function cleanRecord(record: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record)
      .map(([key, value]) => [key, clean(value)] as const)
      .filter(([, value]) => value !== undefined),
  );
}

/** Refresh and destroy use the configuration of the last `up`. That surprises a user who has just changed a token. */
const RECORDED_CONFIG =
  " After a change of credentials, `pulumi refresh` and `pulumi destroy` still use those of the last `up`, unless you add --run-program.";

const adviceOn = (error: Error) =>
  isBillingError(error, "AuthenticationError") || isBillingError(error, "PermissionError") ? RECORDED_CONFIG : "";

/**
 * A plain Error without our properties: gRPC would take a property called `code` for its own.
 * For some calls, Pulumi's host prints `${error}: ${error.stack}` to the user, besides the message on the resource. A
 * refusal is not a crash: there, it has no stack, and the message is not repeated.
 * An error with an `id` is a partial failure, which the engine records with its properties.
 */
export function cleanError(thrown: unknown, properties: Properties): Error {
  const error = new Error(thrown instanceof Error ? `${thrown.message}${adviceOn(thrown)}` : inWords(thrown));
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

function inWords(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return "Something was thrown that cannot be shown as text. Run the same command again, and report it if it happens again.";
  }
}
