// Finds or makes a folder with a Pulumi CLI and prints it as the last line; with --languages, one with the language host of
// YAML, too. Everything else goes to stderr, so that `$(npm run -s pulumi:setup)` works.
import { findPulumi, findPulumiWithLanguages } from "./find.mjs";

const find = process.argv.includes("--languages") ? findPulumiWithLanguages : findPulumi;
const found = await find({ say: (line) => console.error(line) });
if (found.folder === undefined) {
  console.error(found.reason);
  process.exit(1);
}
console.log(found.folder);
