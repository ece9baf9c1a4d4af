/** Tables and notes in plain text. */
import { cite } from "../provider/contract/quote.js";

/** Rows as lines, with each column as wide as its widest cell. */
export function inColumns(rows: ReadonlyArray<readonly string[]>): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** A blank line and the reasons with their numbers; nothing without any. */
export const footnotes = (reasons: readonly string[]): string[] =>
  reasons.length === 0 ? [] : ["", ...reasons.map((reason, index) => `[${index + 1}] ${cite(reason, 1000)}`)];
