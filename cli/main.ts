#!/usr/bin/env node
import { messageOf } from "../provider/contract/errors.js";
import { EXIT } from "./exitCodes.js";
import { runCommandLine } from "./run.js";

runCommandLine(process.argv.slice(2), process).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(messageOf(error));
    process.exitCode = EXIT.failed;
  },
);
