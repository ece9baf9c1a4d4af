// Every check that does not run the code: style, types, layers, dead code, the packages. Two at a time; all are told of.
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tool } from "./run.mjs";

const folder = mkdtempSync(join(tmpdir(), "package-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

/** @type {readonly [title: string, command: readonly string[]][]} the long ones first */
const CHECKS = [
  ["reference", [process.execPath, "tools/reference.mjs", "--check"]],
  ["types", tool("tsc", "-p", "tsconfig.json")],
  ["layers", tool("depcruise", "--config", ".dependency-cruiser.cjs", "provider", "emulator", "cli")],
  ["dead code and dependencies", tool("knip")],
  ["types of the policies", tool("tsc", "--noEmit", "-p", "policy/tsconfig.json")],
  ["what is reachable", tool("depcruise", "--config", ".dependency-cruiser.reach.cjs", "provider", "emulator")],
  ["style and correctness", tool("biome", "ci", "--colors=off", ".")],
  ["schema of the plugin", [process.execPath, "tools/schema.mjs", "--check"]],
  ["tables of the documentation", [process.execPath, "tools/docs.mjs", "--check"]],
];

let failed = false;
await inTwoLanes(CHECKS);
await check("pack", ["npm", "pack", "--silent", "--pack-destination", folder]);
const [tarball] = readdirSync(folder).map((name) => join(folder, name));
if (tarball !== undefined)
  await inTwoLanes([
    ["types of the package", tool("attw", tarball, "--format", "table-flipped")],
    ["package", tool("publint", "--strict", tarball)],
    ["package of the command line", tool("publint", "--strict", "cli")],
  ]);
process.exit(failed ? 1 : 0);

async function inTwoLanes(checks) {
  const left = [...checks];
  const lane = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await check(...next);
  };
  await Promise.all([lane(), lane()]);
}

/** Prints what a check says once it has ended. */
function check(title, [program, ...args]) {
  return new Promise((ended) => {
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (said += text));
    child.on("error", (error) => (said += `${error.message}\n`));
    child.on("close", (status) => {
      if (status !== 0) failed = true;
      console.log(`\n› ${title}${status === 0 ? "" : ": FAILED"}\n${said.trimEnd()}`);
      ended();
    });
  });
}
