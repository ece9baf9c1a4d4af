/** A Pulumi CLI anywhere: what is taken from PATH and the cache, and what is said when there is none. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "../../..");
const BINARIES = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "find-")));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A folder with a CLI that says it is of this version. */
function folderWith(name: string, version: string, binaries: readonly string[] = BINARIES): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  for (const binary of binaries) {
    writeFileSync(join(folder, binary), `#!/bin/sh\necho v${version}\n`);
    chmodSync(join(folder, binary), 0o755);
  }
  return folder;
}

/** Without `curl`, `sh` and `go` on PATH there is nothing to download or to build with. */
function run(script: string, path: string, env: Record<string, string> = {}, args: readonly string[] = []) {
  return spawnSync(process.execPath, [join(REPOSITORY, script), ...args], {
    cwd: REPOSITORY,
    encoding: "utf8",
    env: { PATH: path, HOME: root, XDG_CACHE_HOME: join(root, "cache"), ...env },
  });
}
const setup = (path: string) => run("tools/pulumi/setup.mjs", path);

test.each(["3.255.0", "3.259.1", "4.0.0"])(
  "version %s on PATH is taken, and its folder is the last line",
  (version) => {
    const folder = folderWith("bin", version);
    const { status, stdout } = setup(folder);
    expect([status, stdout]).toEqual([0, `${folder}\n`]);
  },
);

test("a link on PATH leads to the folder where the language host is", () => {
  const real = folderWith("real", "3.260.0");
  mkdirSync(join(root, "links"));
  symlinkSync(join(real, "pulumi"), join(root, "links", "pulumi"));
  expect(setup(join(root, "links")).stdout).toBe(`${real}\n`);
});

test("an old and an incomplete one are passed over for a good one further on", () => {
  const path = [
    folderWith("old", "3.254.9"),
    folderWith("part", "3.260.0", ["pulumi"]),
    folderWith("good", "3.260.0"),
  ].join(":");
  expect(setup(path).stdout).toBe(`${join(root, "good")}\n`);
});

test("an earlier build is taken from the cache", () => {
  const folder = folderWith("cache/pulumi-cloudflare-ai-gateway-billing/pulumi-3.259.0-go", "3.259.0");
  expect(setup(join(root, "empty")).stdout).toBe(`${folder}\n`);
});

test.each([
  ["nothing", () => join(root, "empty"), "1. on PATH: no `pulumi` there"],
  ["an old one", () => folderWith("old", "3.254.9"), "pulumi is 3.254.9"],
  [
    "one without its language host",
    () => folderWith("part", "3.260.0", ["pulumi"]),
    "pulumi has no Node.js language host beside it",
  ],
])("with %s and no way to get another, it says which three ways were tried", (_, path, first) => {
  const { status, stdout, stderr } = setup(path());
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toContain("No Pulumi CLI (at least 3.255.0) was found. Three ways were tried:");
  expect(stderr).toContain(first);
  expect(stderr).toContain("2. Pulumi's installer for 3.259.0: ");
  expect(stderr).toContain("3. a build from Go modules: no `go` on PATH");
  expect(stderr).toContain("Install the Pulumi CLI");
});

test("in CI the tests fail when there is no CLI, with one loud line and the closing one", () => {
  const { status, stdout, stderr } = run("tools/test.mjs", join(root, "empty"), { CI: "true" });
  expect(status).toBe(1);
  expect(stderr).toContain("*** THE ENGINE TESTS ARE SKIPPED: there is no Pulumi CLI (see above). ***");
  expect(stdout).toBe("0 passed, 1 failed\n");
});

const LANGUAGE_HOSTS = [
  "pulumi-language-yaml",
  "pulumi-language-python",
  "pulumi-language-python-exec",
  "pulumi-language-go",
  "pulumi-generate-sdk",
];
const languages = (path: string, ...names: string[]) =>
  run("tools/pulumi/setup.mjs", path, {}, ["--languages", ...names]);

test("with --languages a CLI with the language host of YAML is taken, and another one only where the host can be built", () => {
  const whole = folderWith("whole", "3.259.0", [...BINARIES, ...LANGUAGE_HOSTS]);
  expect(languages(whole)).toMatchObject({ status: 0, stdout: `${whole}\n` });
  const yaml = folderWith("yaml", "3.259.0", [...BINARIES, "pulumi-language-yaml"]);
  expect(languages(yaml, "yaml")).toMatchObject({ status: 0, stdout: `${yaml}\n` });
  const without = folderWith("without", "3.259.0");
  const { status, stderr } = languages(without);
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: `${without} has no pulumi-language-yaml, and there is no \`go\` on PATH\n`,
  });
});

test("what the CLI has is put beside an earlier build of the rest, and only what nobody has is missing", () => {
  const cache = "cache/pulumi-cloudflare-ai-gateway-billing/pulumi-3.259.0-languages";
  const cached = folderWith(cache, "3.259.0", ["pulumi-generate-sdk"]);
  const path = folderWith("bin", "3.259.0", [...BINARIES, "pulumi-language-go"]);
  expect(languages(path, "go")).toMatchObject({ status: 0, stdout: `${cached}\n` });
  expect(readdirSync(cached).sort()).toEqual([...BINARIES, "pulumi-generate-sdk", "pulumi-language-go"].sort());
  expect(languages(path, "python")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("has no pulumi-language-python, and there is no `go` on PATH"),
  });
  expect(languages(path, "ruby")).toMatchObject({ status: 1, stderr: "ruby is none of yaml, python, go\n" });
});
