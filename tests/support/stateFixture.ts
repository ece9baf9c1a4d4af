/** A state as a fixture: values that differ between runs or machines are replaced by fixed ones. */

/** The time of everything in a fixture. */
export const THEN = Date.UTC(2026, 10, 21, 12);

/** The text of a fixture. */
export function fixtureText(value: unknown): string {
  const uuids = new Map<string, string>();
  const text = JSON.stringify(value, (key, inner) => settle(key, inner), 2);
  return `${text.replace(UUID, (uuid) => {
    if (!uuids.has(uuid)) uuids.set(uuid, `00000000-0000-4000-8000-${String(uuids.size + 1).padStart(12, "0")}`);
    return uuids.get(uuid) ?? "";
  })}\n`;
}

const UUID = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/g;

const TIMES = ["time", "created", "modified", "recordedAt", "chargedAt"];

function settle(key: string, value: unknown): unknown {
  // Where a resource stands in the source is of no use elsewhere.
  if (key === "sourcePosition" || key === "stackTrace") return undefined;
  // No value is encrypted.
  if (key === "secrets_providers") return undefined;
  if (TIMES.includes(key) && typeof value === "string") return new Date(THEN).toISOString();
  if ((key === "createdAt" || key === "settlesAt") && typeof value === "number") return THEN;
  if (key === "resources" && Array.isArray(value)) return [...value].sort(inOrder);
  return value;
}

/** The engine saves resources as they come; those that are needed stand before those that need them. */
function inOrder(one: Resource, other: Resource): number {
  const rank = ({ type }: Resource) =>
    [/^pulumi:pulumi:Stack$/, /^pulumi:providers:/, /^cloudflare-/, /Intent$/, /./].findIndex((kind) =>
      kind.test(type),
    );
  return rank(one) - rank(other) || (one.urn < other.urn ? -1 : 1);
}

interface Resource {
  readonly urn: string;
  readonly type: string;
}
