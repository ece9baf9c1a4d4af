// Stops a release that npm would refuse, or that has the wrong version: `node tools/releasable.mjs TAG OWNER/NAME`.
import { readFileSync } from "node:fs";

const [tag, repository] = process.argv.slice(2);
const problems = ["package.json", "policy/package.json", "cli/package.json"].flatMap((file) => {
  const { version, repository: source } = JSON.parse(readFileSync(file, "utf8"));
  const url = typeof source === "string" ? source : (source?.url ?? "");
  return [
    ...(`v${version}` === tag ? [] : [`${file} has the version ${version}, and the tag is ${tag}: make them equal.`]),
    ...(/[^/:]+\/[^/]+$/.exec(url.replace(/\.git$/, ""))?.[0] === repository
      ? []
      : [
          `${file} ${url === "" ? `has no "repository"` : `names the repository ${url}`}. npm publishes with provenance only from the repository that a package names. Add "repository": { "type": "git", "url": "git+https://github.com/${repository}.git" }.`,
        ]),
  ];
});
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
