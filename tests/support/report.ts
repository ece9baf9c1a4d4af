import { appendFileSync } from "node:fs";
import { HOST } from "./host";

/** The figures of a laboratory: for the reader, and in the full run for bench/RESULTS.md. Past jest, which would put a stack beside them. */
export function report(laboratory: string, figures: string) {
  const name = HOST === "plugin" ? `${laboratory}, on the plugin` : laboratory;
  process.stderr.write(`${name}: ${figures}\n`);
  if (process.env.REPORT) appendFileSync(process.env.REPORT, `| ${name} | ${figures} |\n`);
}
