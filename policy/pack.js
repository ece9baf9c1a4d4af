#!/usr/bin/env node
// Starts the policy pack without a language host: `--policy-pack <absolute path of this file>`, from CLI 3.255.
const { name, version, description } = require("./package.json");

const HELP = `${description}.

Pulumi starts this pack, and it then serves until Pulumi ends it:

  pulumi preview --policy-pack "$PWD/node_modules/${name}/pack.js"

The path must be absolute. The policies and their configuration are in the README of the package.

  -h, --help     Print this help
      --version  Print the version`;

const [word] = process.argv.slice(2);
if (word === "--help" || word === "-h") {
  console.log(HELP);
} else if (word === "--version") {
  console.log(version);
} else {
  // The SDK reads the pack's version from the package.json of the working directory.
  process.chdir(__dirname);
  require("./dist/index.js");
}
