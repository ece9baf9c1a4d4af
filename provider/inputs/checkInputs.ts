/** What `check` says of inputs that break their schema. */
import type { z } from "zod";
import { quote } from "../contract/quote.js";

export type Properties = Readonly<Record<string, unknown>>;

export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** One failure for each property; a value that `isUnknown` tells of passes. */
export function checkInputs(
  name: string,
  schema: z.ZodType & { readonly shape: Properties },
  news: Properties,
  isUnknown: (value: unknown) => boolean,
): CheckFailure[] {
  const parsed = schema.safeParse(news);
  if (parsed.success) return [];
  const failures = new Map<string, string>();
  for (const issue of parsed.error.issues) {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) failures.set(key, unknownProperty(name, key, Object.keys(schema.shape)));
      continue;
    }
    const property = String(issue.path[0]);
    if (isUnknown(news[property]) || failures.has(property)) continue;
    failures.set(property, `${property} ${issue.message}`);
  }
  return [...failures].map(([property, reason]) => ({ property, reason }));
}

function unknownProperty(name: string, key: string, properties: readonly string[]): string {
  const letters = (word: string) => word.replace(/[^a-z]/gi, "").toLowerCase();
  const meant = properties.find((property) => letters(property) === letters(key));
  return `${quote(key)} is not a property of ${name}, which has ${properties.join(", ")}. ${meant === undefined ? "Remove it." : `Write ${meant}.`}`;
}
