// Compiles provider/ and emulator/ into dist/, and the policies into policy/dist; bundles the command line into cli/dist.
// From scratch.
import { spawnSync } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { bundleCommandLine } from "./bundle.mjs";

const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");

for (const [project, folder] of [
  ["tsconfig.build.json", "dist"],
  ["policy/tsconfig.json", "policy/dist"],
]) {
  rmSync(folder, { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [tsc, "-p", project], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
rmSync("cli/dist", { recursive: true, force: true });
await bundleCommandLine("cli/dist");
chmodSync("dist/provider/hosts/plugin/main.js", 0o755);
chmodSync("cli/dist/main.js", 0o755);
chmodSync("policy/pack.js", 0o755);
