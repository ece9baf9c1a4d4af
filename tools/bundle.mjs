// Bundles the command line into one file, with the rooms and libraries it uses, so that npx fetches nothing else. The
// licences of the libraries lie beside it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/** @param {string} folder where the bundle goes */
export async function bundleCommandLine(folder) {
  const { metafile } = await build({
    entryPoints: ["cli/main.ts"],
    outfile: join(folder, "main.js"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    // A stack in a bug report should name our functions, and the framework finds its errors by their class names.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
  });
  writeFileSync(join(folder, "LICENSES.txt"), licensesOf(Object.keys(metafile.inputs)));
}

/** @param {readonly string[]} files the sources of the bundle */
function licensesOf(files) {
  const packages = new Set(files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []));
  const texts = [...packages].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? "" : `\n\n${readFileSync(join(folder, file), "utf8").trim()}`;
    return `${name} ${version}, ${license}${text}`;
  });
  return `${texts.join("\n\n---\n\n")}\n`;
}
