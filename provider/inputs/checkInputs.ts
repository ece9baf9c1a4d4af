/** What `check` returns: the inputs with the account filled in, and the properties that break their schema. */
import type { z } from "zod";
import type { Checked, CheckRequest, Properties } from "../contract/lifecycle.js";
import { quote } from "../contract/quote.js";

/** Gives one failure for each invalid property. A value that is not known yet passes. */
export function checkInputs(
  name: string,
  schema: z.ZodType & { readonly shape: Properties },
  { news, isUnknown, accountId }: CheckRequest,
): Checked {
  const inputs = news.accountId === undefined && accountId !== undefined ? { ...news, accountId } : news;
  const parsed = schema.safeParse(inputs);
  if (parsed.success) return { inputs, failures: [] };
  const failures = new Map<string, string>();
  for (const issue of parsed.error.issues) {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) failures.set(key, unknownProperty(name, key, Object.keys(schema.shape)));
      continue;
    }
    const property = String(issue.path[0]);
    if (isUnknown(inputs[property]) || failures.has(property)) continue;
    failures.set(property, `${property} ${issue.message}`);
  }
  return { inputs, failures: [...failures].map(([property, reason]) => ({ property, reason })) };
}

function unknownProperty(name: string, key: string, properties: readonly string[]): string {
  const letters = (word: string) => word.replace(/[^a-z]/gi, "").toLowerCase();
  const meant = properties.find((property) => letters(property) === letters(key));
  return `${quote(key)} is not a property of ${name}, which has ${properties.join(", ")}. ${meant === undefined ? "Remove it." : `Write ${meant}.`}`;
}
