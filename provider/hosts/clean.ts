/** What a protobuf struct can hold. Hosts answer with such structs. */

/** A copy of a value with only what a protobuf struct can hold: no undefined, bigint, function, Date or NaN. */
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
