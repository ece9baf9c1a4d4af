import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "../..");

export interface PackedPackage {
  /** The tarball. */
  readonly path: string;
  remove(): void;
}

/** A package of this repository as it would be published; without a folder, the provider's. */
export function packPackage(source = "."): PackedPackage {
  const folder = mkdtempSync(join(tmpdir(), "pack-"));
  // Without scripts: dist/ is there, and other tests are reading it.
  const args = ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder];
  const name = execFileSync("npm", args, { cwd: join(REPOSITORY, source), encoding: "utf8" });
  return { path: join(folder, name.trim()), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
