/** The workflows of this repository: read by GitHub's own parser, pinned, and with rights where they are needed alone. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";

const REPOSITORY = resolve(__dirname, "../../..");
const WORKFLOWS = [
  ...readdirSync(join(REPOSITORY, ".github/workflows")).map((name) => `.github/workflows/${name}`),
  "examples/pipelines/github-actions.yml",
];

/** Pulumi's own parser. */
const yaml: { load(text: string): unknown } = createRequire(require.resolve("@pulumi/pulumi"))("js-yaml");
const text = (file: string) => readFileSync(join(REPOSITORY, file), "utf8");
const node = (cwd: string, ...args: string[]) => spawnSync(process.execPath, args, { cwd, encoding: "utf8" });

test.each(WORKFLOWS)("GitHub's own parser finds nothing wrong with %s", (file) => {
  expect(node(REPOSITORY, "tests/support/parseWorkflow.mjs", file).stdout).toBe("[]\n");
});

test.each(WORKFLOWS)("%s names every action by its commit, with the version beside it", (file) => {
  const actions = text(file).match(/uses:.*/g) ?? [];
  expect(actions.length).toBeGreaterThan(0);
  for (const action of actions) expect(action).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

const rights = z.record(z.string(), z.string());
const job = z.object({
  needs: z.string().optional(),
  permissions: rights.optional(),
  steps: z.array(z.object({ uses: z.string().optional(), run: z.string().optional() })),
});
const release = z
  .object({ permissions: rights, jobs: z.object({ pack: job, publish: job }).strict() })
  .parse(yaml.load(text(".github/workflows/release.yml")));
const commands = ({ steps }: z.output<typeof job>) => steps.flatMap(({ run }) => run ?? []);

test("tests run without the right to publish, and the job that has it runs npm on what was packed, and nothing else", () => {
  const { pack, publish } = release.jobs;
  expect([release.permissions, pack.permissions]).toEqual([{ contents: "read" }, undefined]);
  expect(commands(pack)).toContain("npm ci && npm run test:full");
  expect(publish).toMatchObject({ needs: "pack", permissions: { "id-token": "write" } });
  expect(publish.steps.map(({ uses = "" }) => uses.split("@")[0])).not.toContain("actions/checkout");
  expect(commands(publish)).toEqual([
    'for package in packed/*.tgz; do npm publish --provenance --access public --ignore-scripts "./$package"; done',
  ]);
});

const PACKAGES = ["package.json", "policy/package.json", "cli/package.json"];

/** The package files in a folder of their own, each with these fields. */
function withPackages<T>(fields: object, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "release-"));
  try {
    for (const file of ["tools/releasable.mjs", "README.md", ...PACKAGES]) {
      mkdirSync(join(folder, dirname(file)), { recursive: true });
      cpSync(join(REPOSITORY, file), join(folder, file));
    }
    for (const file of PACKAGES)
      writeFileSync(join(folder, file), JSON.stringify({ ...JSON.parse(text(file)), ...fields }));
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("what is packed is every package that can be published", () => {
  const command = commands(release.jobs.pack).find((run) => run.includes("npm pack")) ?? "false";
  withPackages({}, (folder) => {
    expect(spawnSync("bash", ["-ec", command], { cwd: folder, encoding: "utf8" })).toMatchObject({ status: 0 });
    expect(readdirSync(join(folder, "packed")).sort()).toEqual(
      PACKAGES.map((file) => JSON.parse(text(file)))
        .map(({ name, version }) => `${name}-${version}.tgz`)
        .sort(),
    );
  });
});

test("a release stops before its tests when provenance is not possible, or a version is not the tag's", () => {
  const check = (folder: string, tag = "v1.2.3") => node(folder, "tools/releasable.mjs", tag, "acme/billing");
  const from = (url: string) => ({ version: "1.2.3", repository: { type: "git", url } });
  const steps = commands(release.jobs.pack);
  expect(steps.indexOf('node tools/releasable.mjs "$GITHUB_REF_NAME" "$GITHUB_REPOSITORY"')).toBe(0);

  withPackages(from("git+https://github.com/acme/billing.git"), (folder) => {
    expect(check(folder)).toMatchObject({ status: 0, stderr: "" });
    const { status, stderr } = check(folder, "v1.2.4");
    expect(status).toBe(1);
    for (const file of PACKAGES)
      expect(stderr).toContain(`${file} has the version 1.2.3, and the tag is v1.2.4: make them equal.\n`);
  });
  withPackages({ version: "1.2.3", repository: undefined }, (folder) => {
    const { status, stderr } = check(folder);
    expect(status).toBe(1);
    for (const file of PACKAGES)
      expect(stderr).toContain(
        `${file} has no "repository". npm publishes with provenance only from the repository that a package names. Add "repository": { "type": "git", "url": "git+https://github.com/acme/billing.git" }.\n`,
      );
  });
  withPackages(from("git+https://github.com/acme/other.git"), (folder) => {
    expect(check(folder).stderr).toContain(
      "package.json names the repository git+https://github.com/acme/other.git. npm publishes",
    );
  });
});
