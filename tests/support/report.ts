import { appendFileSync } from "node:fs";

/** The figures of a laboratory: for the reader, and in the full run for bench/RESULTS.md. Past jest, which would put a stack beside them. */
export function report(laboratory: string, figures: string) {
  process.stderr.write(`${laboratory}: ${figures}\n`);
  if (process.env.REPORT) appendFileSync(process.env.REPORT, `| ${laboratory} | ${figures} |\n`);
}
