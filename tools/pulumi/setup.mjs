// Finds or makes a folder with a Pulumi CLI and prints it as the last line.
// Everything else goes to stderr, so that `$(npm run -s pulumi:setup)` works.
import { findPulumi } from "./find.mjs";

const found = await findPulumi({ say: (line) => console.error(line) });
if (found.folder === undefined) {
  console.error(found.reason);
  process.exit(1);
}
console.log(found.folder);
