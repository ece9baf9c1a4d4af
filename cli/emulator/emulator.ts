import type { ApplicationContext } from "@stricli/core";
import { createEmulator } from "../../emulator/index.js";
import { EMULATOR } from "../texts.js";
import type { EmulatorFlags } from "./command.js";

/** Starts an emulator, which keeps the process alive until a signal stops it. */
export async function serveEmulator(this: ApplicationContext, { port, api }: EmulatorFlags): Promise<void> {
  const emulator = await createEmulator({ port, api }).catch((error: unknown) => {
    throw isPortTaken(error) ? new Error(EMULATOR.portTaken(port)) : error;
  });
  this.process.stdout.write(`${emulator.url}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void emulator.close());
  }
}

const isPortTaken = (error: unknown) =>
  typeof error === "object" && error !== null && "code" in error && error.code === "EADDRINUSE";
