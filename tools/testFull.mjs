// All tests, with every laboratory in its full form; what they report goes into bench/RESULTS.md.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "report-"));
const report = join(folder, "report");
writeFileSync(report, "");
const env = { ...process.env, FULL: "true", REPORT: report };
const { status } = spawnSync(process.execPath, ["tools/test.mjs", ...process.argv.slice(2)], { stdio: "inherit", env });
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
process.exit(status ?? 1);
