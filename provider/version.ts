import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of this package. */
export const PACKAGE_ROOT = join(__dirname, "..", "..");

/** The version of this package, as its package.json says. */
export const VERSION: string = JSON.parse(readFileSync(join(PACKAGE_ROOT, "package.json"), "utf8")).version;
