/** A copy of an example, made as examples/README.md says. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { execute } from "./engine";
import type { PackedPackage } from "./pack";

const EXAMPLES = join(resolve(__dirname, "../.."), "examples");

/** The lines of shell of the page. */
const LINES = [...readFileSync(join(EXAMPLES, "README.md"), "utf8").matchAll(/^```bash\n([\s\S]*?)^```$/gm)]
  .map(([, text = ""]) => text.trim())
  .join("\n")
  .split("\n");

/**
 * Copies an example into a folder, and installs the packed package there. The name of the project is the test's.
 *
 * @param otherwise what another package manager takes instead of the line of the page
 */
export async function installExample(name: string, folder: string, tarball: PackedPackage, otherwise?: string) {
  const [copy, enter, login, install = "", init, ...more] = LINES;
  expect([copy, enter, login, init, ...more]).toEqual([
    "cp -r examples/quickstart /somewhere/my-program",
    "cd /somewhere/my-program",
    "pulumi login --local",
    "pulumi stack init dev",
  ]);
  const filter = (path: string) => !path.includes("node_modules");
  cpSync(join(EXAMPLES, name), folder, { recursive: true, filter });
  edit(join(folder, "Pulumi.yaml"), /^name: .*/, "name: engine-test");
  expect(install).toBe(`npm install /path/to/${basename(tarball.path)}`);
  const line = otherwise ?? withCache(install).replace(/\/path\S*/, tarball.path);
  const { exitCode, output } = await execute("bash", ["-ec", line], folder, process.env);
  if (exitCode !== 0) throw new Error(output);
}

/** Replaces a text that must be there. */
export function edit(file: string, text: string | RegExp, other: string) {
  const before = readFileSync(file, "utf8");
  expect(before).toMatch(text);
  writeFileSync(
    file,
    before.replace(text, () => other),
  );
}

/** Documented lines of shell, with npm's cache before its registry. */
export const withCache = (lines = "") =>
  lines.replaceAll("npm install", "npm install --no-audit --no-fund --prefer-offline");
