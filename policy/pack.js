#!/usr/bin/env node
// Starts the policy pack without a language host: `--policy-pack <absolute path of this file>`, from CLI 3.255.
// The SDK reads the pack's version from the package.json of the working directory.
process.chdir(__dirname);
require("./dist/index.js");
