// check, then all of jest; the last line counts what passed and failed.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPulumi } from "./pulumi/find.mjs";
import { step, tool } from "./run.mjs";

const found = await findPulumi({ say: (line) => console.error(line) });
if (found.folder === undefined) {
  console.error(`${found.reason}\n\n*** THE ENGINE TESTS ARE SKIPPED: there is no Pulumi CLI (see above). ***\n`);
  if (process.env.CI === "true") {
    console.log("0 passed, 1 failed");
    process.exit(1);
  }
}

// It builds, too: what it packs.
step("check", [process.execPath, "tools/check.mjs"]);

const folder = mkdtempSync(join(tmpdir(), "jest-"));
const report = join(folder, "report.json");
const projects = found.folder === undefined ? ["--selectProjects", "unit", "hosts", "labs"] : [];
const [program, ...args] = tool("jest", "--json", "--outputFile", report, ...projects, ...process.argv.slice(2));
// With --json jest writes its report to stdout too; the readable one goes to stderr.
const { status } = spawnSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });
const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, numPendingTests } = JSON.parse(
  readFileSync(report, "utf8"),
);
rmSync(folder, { recursive: true, force: true });
// A file that could not be run has no tests to count.
const failed = numFailedTests + numRuntimeErrorTestSuites;
const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped (tests/README.md says why)` : "";
console.log(`${numPassedTests} passed, ${failed} failed${skipped}`);
process.exit(status ?? 1);
