import type { StricliProcess } from "@stricli/core";
import { run } from "@stricli/core";
import { application } from "./application.js";
import { separateValues } from "./arguments.js";
import { EXIT } from "./exitCodes.js";

/**
 * Runs a command line: what follows the name of the program.
 *
 * @returns the exit code, one of {@link EXIT}
 */
export async function runCommandLine(
  args: readonly string[],
  { stdout, stderr }: Pick<StricliProcess, "stdout" | "stderr">,
): Promise<number> {
  const child: StricliProcess = { stdout, stderr };
  await run(application, separateValues(args), { process: child });
  // The framework has codes of its own for wrong calls.
  return child.exitCode === EXIT.done || child.exitCode === EXIT.refused ? child.exitCode : EXIT.failed;
}
