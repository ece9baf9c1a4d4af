import { readFileSync } from "node:fs";
import { join } from "node:path";

const MANIFEST = join(__dirname, "..", "..", "package.json");

/** The version of this package, as its package.json says. */
export const VERSION: string = JSON.parse(readFileSync(MANIFEST, "utf8")).version;
