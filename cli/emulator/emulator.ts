import { parseArgs } from "node:util";
import { createEmulator } from "../../emulator/index.js";

export const EMULATOR_USAGE = `Usage: pulumi-cloudflare-ai-gateway-billing emulator [--port 8787] [--api 2026-10|2026-05]

Serves an emulated Cloudflare AI Gateway billing API on 127.0.0.1 until it is stopped, and prints its base URL first.`;

/** Starts an emulator, which keeps the process alive. */
export async function runEmulator(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: "string", default: "8787" },
      api: { type: "string", default: "2026-10" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    console.log(EMULATOR_USAGE);
    return 0;
  }
  const port = values.port === "" ? Number.NaN : Number(values.port);
  const { api } = values;
  if (!Number.isInteger(port) || port < 0 || port > 65535 || (api !== "2026-05" && api !== "2026-10")) {
    throw new Error(EMULATOR_USAGE);
  }
  const emulator = await createEmulator({ port, api });
  console.log(emulator.url);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void emulator.close());
  }
  return 0;
}
