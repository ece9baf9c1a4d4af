import type { StricliProcess } from "@stricli/core";
import { run } from "@stricli/core";
import { systemClock } from "../provider/billing/systemClock.js";
import type { Clock } from "../provider/contract/clock.js";
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
  clock: Clock = systemClock,
): Promise<number> {
  const child: StricliProcess = { stdout, stderr };
  await run(application, separateValues(args), { process: child, clock });
  // The framework has codes of its own for wrong calls.
  return child.exitCode === EXIT.done || child.exitCode === EXIT.refused ? child.exitCode : EXIT.failed;
}
