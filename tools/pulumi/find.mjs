// A Pulumi CLI anywhere: from PATH, else by Pulumi's own installer, else built from Go modules.
import { execFile, spawn } from "node:child_process";
import { constants } from "node:fs";
import { access, chmod, copyFile, mkdir, mkdtemp, readdir, realpath, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import semver from "semver";

const run = promisify(execFile);
const require = createRequire(import.meta.url);

/** The version that is installed or built; executable policy packs need at least MINIMUM. */
export const VERSION = "3.259.0";
export const MINIMUM = "3.255.0";

const BINARIES = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

const MODULES = [
  {
    output: "pulumi",
    wrapper: "cli",
    source: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    flags: ["-tags", "osusergo,grpcnotrace"],
  },
  {
    output: "pulumi-language-nodejs",
    wrapper: "language-nodejs",
    source: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    flags: [],
  },
];

const GENERATOR = {
  output: "pulumi-generate-sdk",
  wrapper: "generate-sdk",
  source: ".",
  flags: [],
};

/** What each language needs beside the CLI. Pulumi's own download has all but the generator. */
const LANGUAGES = {
  yaml: [
    {
      output: "pulumi-language-yaml",
      wrapper: "language-yaml",
      source: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
      flags: [],
    },
  ],
  python: [
    {
      output: "pulumi-language-python",
      wrapper: "language-python",
      source: "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python",
      flags: [],
    },
    {
      output: "pulumi-language-python-exec",
      wrapper: "language-python",
      script: "python/cmd/pulumi-language-python-exec",
    },
    GENERATOR,
  ],
  go: [
    {
      output: "pulumi-language-go",
      wrapper: "language-go",
      source: "github.com/pulumi/pulumi/sdk/v3/go/pulumi-language-go",
      flags: [],
    },
    GENERATOR,
  ],
};

/**
 * A CLI with what these languages need; without any, with all languages. What the CLI lacks is built, when somebody
 * needs it, into a folder that serves all of them.
 *
 * @param {readonly string[]} languages of LANGUAGES
 * @param {{ say: (line: string) => void }} options
 * @returns {Promise<{ folder: string } | { folder: undefined, reason: string }>}
 */
export async function findPulumiWithLanguages(languages, { say }) {
  const unknown = languages.find((name) => !Object.hasOwn(LANGUAGES, name));
  if (unknown !== undefined)
    return { folder: undefined, reason: `${unknown} is none of ${Object.keys(LANGUAGES).join(", ")}` };
  const parts = (languages.length > 0 ? languages : Object.keys(LANGUAGES)).flatMap((name) => LANGUAGES[name]);
  const names = [...new Set([...BINARIES, ...parts.map(({ output }) => output)])];
  const found = await findPulumi({ say });
  if (found.folder === undefined || (await missing(names, found.folder)).length === 0) return found;
  const version = await versionOf(join(found.folder, "pulumi"));
  const target = join(cacheRoot(), `pulumi-${version}-languages`);
  const wanted = await missing(names, target);
  if (wanted.length === 0) return { folder: target };
  // Beside the CLI they are found without a warning.
  const toBuild = await missing(wanted, found.folder);
  if (toBuild.length > 0 && (await goVersion()) === undefined)
    return { folder: undefined, reason: `${found.folder} has no ${toBuild[0]}, and there is no \`go\` on PATH` };
  say(`Building ${toBuild.join(", ")} from Go modules. Each takes a minute on two cores, once.`);
  return fillFolder(target, async (work) => {
    for (const name of wanted) {
      const part = parts.find(({ output }) => output === name);
      if (!toBuild.includes(name)) await copyFile(join(found.folder, name), join(work, name));
      else if (part.script !== undefined) await copyScript(part, work);
      else await goBuild(part, work, say);
    }
  });
}

/**
 * @param {{ say: (line: string) => void }} options `say` gets the progress, a line at a time
 * @returns {Promise<{ folder: string } | { folder: undefined, reason: string }>}
 */
export async function findPulumi({ say }) {
  const onPath = await fromPath();
  if (onPath.folder !== undefined) return onPath;

  const built = join(cacheRoot(), `pulumi-${VERSION}-go`);
  if (await isComplete(built)) return { folder: built };

  const installed = await fromInstaller(say);
  if (installed.folder !== undefined) return installed;

  const compiled = await fromGoModules(built, say);
  if (compiled.folder !== undefined) return compiled;

  return {
    folder: undefined,
    reason: [
      `No Pulumi CLI (at least ${MINIMUM}) was found. Three ways were tried:`,
      `  1. on PATH: ${onPath.reason}`,
      `  2. Pulumi's installer for ${VERSION}: ${installed.reason}`,
      `  3. a build from Go modules: ${compiled.reason}`,
      "Install the Pulumi CLI (https://www.pulumi.com/docs/install/) or Go 1.26 and run this again.",
    ].join("\n"),
  };
}

async function fromPath() {
  let reason = "no `pulumi` there";
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const candidate = join(folder, "pulumi");
    if (folder === "" || !(await isExecutable(candidate))) continue;
    // A package manager puts links on PATH; the language host stands beside the real file.
    const real = dirname(await realpath(candidate));
    const complete = (await isComplete(real)) ? real : (await isComplete(folder)) ? folder : undefined;
    if (complete === undefined) {
      reason = `${candidate} has no Node.js language host beside it`;
      continue;
    }
    const version = await versionOf(candidate);
    if (version !== undefined && semver.gte(version, MINIMUM)) return { folder: complete };
    reason = `${candidate} is ${version ?? "of unknown version"}`;
  }
  return { folder: undefined, reason };
}

async function fromInstaller(say) {
  const root = join(cacheRoot(), `pulumi-${VERSION}`);
  const folder = join(root, "bin");
  if (await isComplete(folder)) return { folder };
  say(`Getting Pulumi ${VERSION} from Pulumi's own download …`);
  try {
    const { PulumiCommand } = require("@pulumi/pulumi/automation");
    await mkdir(root, { recursive: true });
    await PulumiCommand.install({ version: new semver.SemVer(VERSION), root });
  } catch (error) {
    return { folder: undefined, reason: firstLine(error) };
  }
  if (await isComplete(folder)) return { folder };
  return { folder: undefined, reason: "the download is not complete" };
}

async function fromGoModules(target, say) {
  const go = await goVersion();
  if (go === undefined) return { folder: undefined, reason: "no `go` on PATH" };
  say(`The download cannot be reached; building Pulumi ${VERSION} from Go modules (${go}).`);
  say("This takes about four minutes on two cores, once; the result is cached.");
  return fillFolder(target, async (work) => {
    for (const module of MODULES) await goBuild(module, work, say);
    const script = join(work, "pulumi-resource-pulumi-nodejs");
    await copyFile(
      join(dirname(require.resolve("@pulumi/pulumi/package.json")), "pulumi-resource-pulumi-nodejs"),
      script,
    );
    await chmod(script, 0o755);
    await writeFile(join(work, "VERSION"), `${VERSION}\n`);
  });
}

/** Fills another folder, and moves each file that is whole. So a build that dies, or two at once, never leaves half a file. */
async function fillFolder(target, fill) {
  await mkdir(target, { recursive: true });
  const work = await mkdtemp(join(cacheRoot(), "building-"));
  try {
    await fill(work);
    for (const name of await readdir(work)) await rename(join(work, name), join(target, name));
  } catch (error) {
    return { folder: undefined, reason: firstLine(error) };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return { folder: target };
}

/** A script of the module that the same wrapper builds. */
async function copyScript({ output, wrapper, script }, folder) {
  const args = ["mod", "download", "-json", "github.com/pulumi/pulumi/sdk/v3"];
  const { stdout } = await run("go", args, { cwd: wrapperFolder(wrapper) });
  await copyFile(join(JSON.parse(stdout).Dir, script), join(folder, output));
  await chmod(join(folder, output), 0o755);
}

const wrapperFolder = (wrapper) => join(dirname(fileURLToPath(import.meta.url)), wrapper);

function goBuild({ output, wrapper, source, flags }, folder, say) {
  const version = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${VERSION}`;
  const args = [
    "build",
    "-v",
    "-trimpath",
    ...flags,
    "-ldflags",
    `-s -w ${version}`,
    "-o",
    join(folder, output),
    source,
  ];
  const cwd = wrapperFolder(wrapper);
  return new Promise((resolve, reject) => {
    const child = spawn("go", args, { cwd, stdio: ["ignore", "ignore", "pipe"] });
    let compiled = 0;
    let last = "";
    const started = Date.now();
    const progress = () =>
      say(`  ${output}: ${compiled} packages compiled, ${Math.round((Date.now() - started) / 1000)} s`);
    const timer = setInterval(progress, 15_000);
    child.stderr.setEncoding("utf8").on("data", (text) => {
      const lines = text.split("\n").filter((line) => line.trim() !== "");
      compiled += lines.filter((line) => !line.startsWith("go: ")).length;
      last = lines.at(-1) ?? last;
    });
    child.on("error", (error) => {
      clearInterval(timer);
      reject(error);
    });
    child.on("close", (code) => {
      clearInterval(timer);
      progress();
      if (code === 0) resolve(undefined);
      else reject(new Error(`go build of ${source} failed: ${last}`));
    });
  });
}

function cacheRoot() {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return join(base, "pulumi-cloudflare-ai-gateway-billing");
}

const isComplete = async (folder) => (await missing(BINARIES, folder)).length === 0;

/** Those of the names that are no executable of the folder. */
async function missing(names, folder) {
  const present = await Promise.all(names.map((name) => isExecutable(join(folder, name))));
  return names.filter((_, index) => !present[index]);
}

const isExecutable = (path) =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

async function versionOf(binary) {
  try {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { stdout } = await run(binary, ["version"], { env, timeout: 30_000 });
    return semver.coerce(stdout.trim())?.version;
  } catch {
    return undefined;
  }
}

async function goVersion() {
  try {
    return (await run("go", ["version"])).stdout.trim();
  } catch {
    return undefined;
  }
}

const firstLine = (error) =>
  String(error?.message ?? error)
    .split("\n")
    .find((line) => line.trim() !== "") ?? "unknown";
