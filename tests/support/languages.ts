/** Programs in other languages on the plugin: their language hosts are built for them. `npm test` has YAML alone. */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { isFull } from "./full";

const REPOSITORY = resolve(__dirname, "../..");

/** What a program in the language needs on this machine, beside Pulumi. */
const TOOLS = {
  yaml: [process.execPath, "--version"],
  python: ["python3", "-c", "import ensurepip, venv"],
  go: ["go", "version"],
} as const;

/**
 * The folder with Pulumi's host of a language. Undefined where the machine cannot run the language: that is said
 * loudly, and a failure with CI=true. In `npm test`, every language but YAML is undefined, too.
 */
export function languageHost(language: keyof typeof TOOLS): string | undefined {
  if (!isFull && language !== "yaml") return undefined;
  const [tool, ...args] = TOOLS[language];
  const needed = spawnSync(tool, args, { encoding: "utf8" });
  const setup = ["tools/pulumi/setup.mjs", "--languages", language];
  const found =
    needed.status === 0 ? spawnSync(process.execPath, setup, { cwd: REPOSITORY, encoding: "utf8" }) : undefined;
  // The last line is the folder.
  if (found?.status === 0) return found.stdout.trim().split("\n").at(-1);
  const reason = found === undefined ? `\`${[tool, ...args].join(" ")}\` does not run` : found.stderr;
  console.error(`*** PROGRAMS IN ${language.toUpperCase()} ARE SKIPPED: this machine cannot run them. ***\n${reason}`);
  if (process.env.CI === "true") throw new Error(`This machine cannot run programs in ${language}.`);
  return undefined;
}
