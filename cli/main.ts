#!/usr/bin/env node
import { messageOf } from "../provider/contract/errors.js";
import { EMULATOR_USAGE, runEmulator } from "./emulator/emulator.js";
import { GATE_USAGE, runGate } from "./gate/command.js";

const USAGE = `${EMULATOR_USAGE}\n\n${GATE_USAGE}`;

/** @returns the exit code */
async function main([command, ...args]: readonly string[]): Promise<number> {
  if (command === "emulator") return runEmulator(args);
  if (command === "gate") return runGate(args);
  const isHelp = command === "--help" || command === "-h";
  (isHelp ? console.log : console.error)(USAGE);
  return isHelp ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(messageOf(error));
    process.exitCode = 1;
  },
);
