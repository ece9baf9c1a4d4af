// Puts the Pulumi CLI on PATH for the engine tests.
import { delimiter } from "node:path";
import { findPulumi } from "../../tools/pulumi/find.mjs";

export default async function pulumiOnPath() {
  const found = await findPulumi({ say: (line) => console.error(line) });
  if (found.folder === undefined) throw new Error(found.reason);
  process.env.PATH = found.folder + delimiter + process.env.PATH;
}
