#!/usr/bin/env node
/** The plugin. Pulumi starts it with the address of its engine, and reads the port from stdout. */
import { setTimeout as sleep } from "node:timers/promises";
import { createProviderProcess } from "../../purchase/providerProcess.js";
import { declaredInRun } from "../declaredInRun.js";
import { engineAddress, engineIsAlive } from "../engineIsAlive.js";
import { lifecyclesOf } from "../lifecycles.js";
import { whenEngineIsGone } from "../whenEngineIsGone.js";
import { logTo } from "./engine.js";
import { serve } from "./server.js";

/** How long a process that got a SIGINT waits until the engine says that the run is over. */
const MOST_MS_UNTOLD = 2000;

async function main() {
  const address = engineAddress();
  if (address === undefined) {
    console.error(
      "This is a Pulumi plugin, and Pulumi starts it by itself. docs/plugin.md of pulumi-cloudflare-ai-gateway-billing says how.",
    );
    process.exitCode = 1;
    return;
  }
  // What is under way must not end because of something else that has failed, or because nobody reads stderr any more.
  process.on("unhandledRejection", (reason) => console.error(reason));
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  const declared = declaredInRun(address);
  const lifecycles = lifecyclesOf(createProviderProcess(engineIsAlive));
  const { port, calls, cancelled, close } = await serve(logTo(address), declared, lifecycles);
  process.on("exit", declared.forget);
  whenEngineIsGone(engineIsAlive, calls.isIdle, () => process.exit(0));
  // Pulumi sends it at the end of every run, and waits. A terminal sends it at Ctrl-C, maybe in the middle of a write.
  // If a plugin ends before Pulumi has told it to, Pulumi reports a crash.
  process.on("SIGINT", async () => {
    calls.cancel();
    await Promise.race([cancelled, sleep(MOST_MS_UNTOLD)]);
    await close();
    process.exit(0);
  });
  console.log(port);
}

void main();
