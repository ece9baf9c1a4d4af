// All tests, with every laboratory in its full form, and those of a life, of a purchase and of kills on the plugin, too;
// what they report goes into bench/RESULTS.md.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Their programs are the same for both hosts. */
const ON_PLUGIN = [
  ...["autoTopupConfig", "spendingLimit", "creditTopup", "interruptedPurchase", "purchaseStages"].map(
    (suite) => `tests/engine/${suite}.test`,
  ),
  "tests/labs/kill/autoTopupConfig",
  "tests/labs/kill/creditTopup",
];

const folder = mkdtempSync(join(tmpdir(), "report-"));
const report = join(folder, "report");
writeFileSync(report, "");
const env = { ...process.env, FULL: "true", REPORT: report };
const run = (args, more = {}) =>
  spawnSync(process.execPath, ["tools/test.mjs", ...args], { stdio: "inherit", env: { ...env, ...more } }).status ?? 1;
const given = process.argv.slice(2);
const runs = [run(given), ...(given.length === 0 ? [run(ON_PLUGIN, { HOST: "plugin" })] : [])];
const status = Math.max(...runs);
const rows = readFileSync(report, "utf8").split("\n").filter(Boolean).sort();
rmSync(folder, { recursive: true, force: true });

const page = "bench/RESULTS.md";
const table = `| laboratory | last full run (\`npm run test:full\`) |\n| --- | --- |\n${rows.join("\n")}\n`;
const section = /(<!-- laboratories -->\n)[\s\S]*(<!-- \/laboratories -->)/;
if (status === 0)
  writeFileSync(
    page,
    readFileSync(page, "utf8").replace(section, (_, open, close) => open + table + close),
  );
process.exit(status);
