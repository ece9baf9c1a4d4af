// Finds or makes a folder with a Pulumi CLI and prints it as the last line; with --languages, one with the language hosts
// of YAML, Python and Go and the generator of SDKs, too, or with those of the languages that are named after it. Everything
// else goes to stderr, so that `$(npm run -s pulumi:setup)` works.
import { findPulumi, findPulumiWithLanguages } from "./find.mjs";

const [flag, ...languages] = process.argv.slice(2);
const say = (line) => console.error(line);
const found = await (flag === "--languages" ? findPulumiWithLanguages(languages, { say }) : findPulumi({ say }));
if (found.folder === undefined) {
  console.error(found.reason);
  process.exit(1);
}
console.log(found.folder);
