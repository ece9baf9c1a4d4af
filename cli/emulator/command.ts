import type { ApplicationContext } from "@stricli/core";
import { buildCommand } from "@stricli/core";
import { EMULATOR } from "../texts.js";
import type { EmulatorFlags } from "./emulator.js";

export const emulatorCommand = buildCommand<EmulatorFlags, [], ApplicationContext>({
  docs: EMULATOR,
  parameters: {
    flags: {
      port: { kind: "parsed", parse: parsePort, placeholder: "PORT", brief: EMULATOR.port, default: "8787" },
      api: { kind: "enum", values: ["2026-10", "2026-05"], brief: EMULATOR.api, default: "2026-10" },
    },
  },
  loader: async () => (await import("./emulator.js")).serveEmulator,
});

function parsePort(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65535)) throw new Error(EMULATOR.wrongPort);
  return port;
}
