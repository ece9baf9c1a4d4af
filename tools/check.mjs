// Every check that does not run the code: style, types, layers, dead code, the packages.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { step, tool } from "./run.mjs";

step("style and correctness", tool("biome", "ci", "--colors=off", "."));
step("types", tool("tsc", "-p", "tsconfig.json"));
step("types of the policies", tool("tsc", "--noEmit", "-p", "policy/tsconfig.json"));
step("layers", tool("depcruise", "--config", ".dependency-cruiser.cjs", "provider", "emulator", "cli"));
step("what is reachable", tool("depcruise", "--config", ".dependency-cruiser.reach.cjs", "provider", "emulator"));
step("tables of the documentation", [process.execPath, "tools/docs.mjs", "--check"]);
step("reference", [process.execPath, "tools/reference.mjs", "--check"]);
step("dead code and dependencies", tool("knip"));

const folder = mkdtempSync(join(tmpdir(), "package-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
step("pack", ["npm", "pack", "--silent", "--pack-destination", folder]);
const [tarball] = readdirSync(folder).map((name) => join(folder, name));
step("package", tool("publint", "--strict", tarball));
step("types of the package", tool("attw", tarball, "--format", "table-flipped"));
step("package of the command line", tool("publint", "--strict", "cli"));
