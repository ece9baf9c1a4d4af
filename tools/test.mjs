// check, build, then all of jest; the last line counts what passed and failed.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPulumi } from "./pulumi/find.mjs";
import { step, tool } from "./run.mjs";

step("check", [process.execPath, "tools/check.mjs"]);
step("build", [process.execPath, "tools/build.mjs"]);

const args = process.argv.slice(2);
const found = await findPulumi({ say: (line) => console.error(line) });
if (found.folder === undefined) {
  console.error(found.reason);
  console.error("\n*** THE ENGINE TESTS ARE SKIPPED: there is no Pulumi CLI (see above). ***\n");
  if (process.env.CI === "true") process.exit(1);
  args.push("--selectProjects", "unit", "host");
}

const folder = mkdtempSync(join(tmpdir(), "jest-"));
const report = join(folder, "report.json");
const [program, ...rest] = tool("jest", "--json", "--outputFile", report, ...args);
// With --json jest writes its report to stdout too; the readable one goes to stderr.
const { status } = spawnSync(program, rest, { stdio: ["ignore", "ignore", "inherit"] });
const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests } = JSON.parse(
  readFileSync(report, "utf8"),
);
rmSync(folder, { recursive: true, force: true });
const failed = numFailedTests === 0 && numFailedTestSuites > 0 ? numFailedTestSuites : numFailedTests;
console.log(`${numPassedTests} passed, ${failed} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ""}`);
process.exit(status ?? 1);
