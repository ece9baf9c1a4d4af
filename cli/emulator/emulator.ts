import type { ApplicationContext } from "@stricli/core";
import type { ApiGeneration } from "../../emulator/index.js";
import { createEmulator } from "../../emulator/index.js";
import { EMULATOR } from "../texts.js";

export interface EmulatorFlags {
  /** A TCP port on 127.0.0.1; 0 is a free one. */
  readonly port: number;
  readonly api: ApiGeneration;
}

/** Starts an emulator, which keeps the process alive until a signal stops it. */
export async function serveEmulator(this: ApplicationContext, { port, api }: EmulatorFlags): Promise<void> {
  const emulator = await createEmulator({ port, api }).catch((error: unknown) => {
    throw isPortTaken(error) ? new Error(EMULATOR.portTaken(port)) : error;
  });
  this.process.stdout.write(`${emulator.url}\n`);
  this.process.stderr.write(EMULATOR.guide(emulator.url, api));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void emulator.close());
  }
}

const isPortTaken = (error: unknown) =>
  typeof error === "object" && error !== null && "code" in error && error.code === "EADDRINUSE";
