/** The configuration of a stack, which only the Pulumi CLI can decrypt. */
import { execFile } from "node:child_process";
import { z } from "zod";
import type { ReadConfig } from "../../provider/config/config.js";
import { ConfigurationError } from "../../provider/contract/errors.js";
import { cite } from "../../provider/contract/quote.js";

const configuration = z.record(z.string(), z.object({ value: z.string().optional() }));

const LARGEST_BYTES = 64 * 1024 * 1024;

/** Reads the configuration of a stack of the project in this folder. What it returns holds secrets. */
export async function readStackConfiguration(stack: string): Promise<ReadConfig> {
  const text = await runPulumi(stack, ["config", "--json", "--show-secrets"]);
  const parsed = configuration.safeParse(parseJson(text));
  if (!parsed.success)
    throw new ConfigurationError(
      `Could not read the configuration of stack ${cite(stack, 200)}: \`pulumi config --json\` printed something else. Update the Pulumi CLI, or leave out --stack and set CLOUDFLARE_API_TOKEN.`,
    );
  const values = new Map(Object.entries(parsed.data).map(([key, { value }]) => [key, value]));
  return (key) => values.get(key);
}

/** Runs a command of the Pulumi CLI on a stack, and returns what it prints. Its output may hold secrets, and is in no error. */
export function runPulumi(stack: string, args: readonly string[]): Promise<string> {
  const command = args.filter((arg) => !arg.startsWith("--")).join(" ");
  return new Promise((resolve, reject) => {
    execFile(
      "pulumi",
      [...args, "--non-interactive", "--stack", stack],
      { maxBuffer: LARGEST_BYTES },
      (error, stdout, stderr) => {
        if (error === null) return resolve(stdout);
        const what = `Could not run \`pulumi ${command}\` for stack ${cite(stack, 200)}`;
        const why =
          error.code === "ENOENT"
            ? "the Pulumi CLI is not installed, or not in PATH. Install it, or leave out --stack and set CLOUDFLARE_API_TOKEN."
            : `${(cite(stderr) || "it said nothing").replace(/\.?$/, ".")} Run the command in the folder of the stack's project, after \`pulumi login\`.`;
        reject(new ConfigurationError(`${what}: ${why}`));
      },
    );
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
