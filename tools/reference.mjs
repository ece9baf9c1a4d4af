// Writes the API reference under docs/api; with --check only compares it with what the code says.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tool } from "./run.mjs";

const TARGET = "docs/api";

const folder = mkdtempSync(join(tmpdir(), "reference-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const [program, ...args] = tool("typedoc", "--out", folder, "--logLevel", "Warn");
const { status } = spawnSync(program, args, { stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);

if (!process.argv.includes("--check")) {
  rmSync(TARGET, { recursive: true, force: true });
  cpSync(folder, TARGET, { recursive: true });
} else if (contents(folder) !== contents(TARGET)) {
  console.error(`${TARGET} differs from the code: run \`npm run docs\`.`);
  process.exit(1);
}

/** Every file with its text, in one string. */
function contents(root) {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return paths.map((path) => `${path.slice(root.length)}\n${readFileSync(path, "utf8")}`).join("\n");
}
