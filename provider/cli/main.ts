#!/usr/bin/env node
import { parseArgs } from "node:util";
import { createEmulator } from "../../emulator/index.js";

const USAGE = `Usage: pulumi-cloudflare-ai-gateway-billing emulator [--port 8787] [--api 2026-10|2026-05]

Serves an emulated Cloudflare AI Gateway billing API on 127.0.0.1 until it is stopped, and prints its base URL first.`;

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: "string", default: "8787" },
      api: { type: "string", default: "2026-10" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const port = values.port === "" ? Number.NaN : Number(values.port);
  const { api } = values;
  if (
    positionals.length !== 1 ||
    positionals[0] !== "emulator" ||
    !Number.isInteger(port) ||
    port < 0 ||
    port > 65535 ||
    (api !== "2026-05" && api !== "2026-10")
  ) {
    throw new Error(USAGE);
  }
  const emulator = await createEmulator({ port, api });
  console.log(emulator.url);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void emulator.close());
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
