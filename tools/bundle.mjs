// Bundles the command line into one file, with the rooms and libraries it uses, so that npx fetches nothing else. The
// licences of the libraries lie beside it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/** zod's messages in fifty languages are 300 kB, and nothing here chooses one; English comes without them. */
const WITHOUT_LANGUAGES = {
  name: "without languages",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: "export {};" }));
  },
};

/**
 * axios brings a library of its own to send forms, which brings the list of all media types: 160 kB. We send no forms, and
 * Node has a FormData.
 */
const WITHOUT_FORMS = {
  name: "without forms",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^form-data$/ }, () => ({ path: "form-data", namespace: "node" }));
    onLoad({ filter: /./, namespace: "node" }, () => ({ contents: "module.exports = FormData;" }));
  },
};

/** @param {string} folder where the bundle goes */
export async function bundleCommandLine(folder) {
  const { metafile } = await build({
    entryPoints: ["cli/main.ts"],
    outfile: join(folder, "main.js"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    // Names are kept: a stack in a bug report should name our functions, and the framework needs its class names.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    plugins: [WITHOUT_LANGUAGES, WITHOUT_FORMS],
    metafile: true,
    logLevel: "warning",
  });
  writeFileSync(join(folder, "LICENSES.txt"), licensesOf(Object.keys(metafile.inputs)));
}

/**
 * Each licence asks for its text. A package that names ours without a text gets ours.
 *
 * @param {readonly string[]} files the sources of the bundle
 */
function licensesOf(files) {
  const packages = new Set(files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []));
  const texts = [...packages].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const text = licenceIn(folder) ?? (license === "Apache-2.0" ? readFileSync("LICENSE", "utf8") : undefined);
    if (text === undefined) throw new Error(`${name} has no licence text to go with the bundle.`);
    return `${name} ${version}, ${license}\n\n${text.trim()}`;
  });
  return `${texts.join("\n\n---\n\n")}\n`;
}

/** Its file, or the section of its README. */
function licenceIn(folder) {
  const files = readdirSync(folder);
  const own = files.find((entry) => /^licen[cs]e/i.test(entry));
  if (own !== undefined) return readFileSync(join(folder, own), "utf8");
  const readme = files.find((entry) => /^readme/i.test(entry));
  if (readme === undefined) return undefined;
  return /\nLicense\n-+\n(.*?)(?=\n\[|$)/s.exec(readFileSync(join(folder, readme), "utf8"))?.[1];
}
