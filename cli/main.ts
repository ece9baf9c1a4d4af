#!/usr/bin/env node
import { messageOf } from "../provider/contract/errors.js";
import { EXIT } from "./exitCodes.js";
import { runCommandLine } from "./run.js";

// A reader such as `head` has seen enough: what was found still decides the exit code.
process.stderr.on("error", () => {});
let isCut = false;
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  if (code === "EPIPE") return;
  isCut = true;
  process.exitCode = EXIT.failed;
  console.error(`Could not write the output: ${code}.`);
});

runCommandLine(process.argv.slice(2), process).then(
  (code) => {
    process.exitCode = isCut ? EXIT.failed : code;
  },
  (error: unknown) => {
    console.error(messageOf(error));
    process.exitCode = EXIT.failed;
  },
);
