/** What a run needs besides Cloudflare: Node, Pulumi, the package, and the way to the network. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { proxyOf } from "../../provider/billing/proxy.js";
import { environmentVariable } from "../../provider/config/config.js";
import { messageOf } from "../../provider/contract/errors.js";
import type { Finding, Topic } from "../model/diagnosis.js";

const PACKAGE = "pulumi-cloudflare-ai-gateway-billing";
/** The oldest Pulumi that the package takes. */
const OLDEST_PULUMI = [3, 216] as const;

export async function diagnoseMachine(folder: string): Promise<Finding[]> {
  return [
    nodeOf(process.versions.node),
    pulumiOf(await pulumiVersion()),
    ...packageIn(folder),
    proxy(),
    ...certificates(),
  ];
}

const finding =
  (state: Finding["state"]) =>
  (topic: Topic, text: string): Finding => ({ topic, state, text });
const [good, bad, note, unknown] = [finding("good"), finding("bad"), finding("note"), finding("unknown")];

function nodeOf(version: string): Finding {
  return Number.parseInt(version, 10) >= 22
    ? good("node", `Node.js ${version}.`)
    : note("node", `Node.js ${version}. With 22 or later, Pulumi shows the error of a failed output at once.`);
}

export function pulumiOf(version: string | undefined): Finding {
  if (version === undefined)
    return note(
      "pulumi",
      "There is no Pulumi CLI in PATH. The commands work without it, but for --stack; programs need it.",
    );
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version) ?? [];
  if (major === undefined) return unknown("pulumi", "The version of the Pulumi CLI could not be told.");
  const [oldestMajor, oldestMinor] = OLDEST_PULUMI;
  const isOld = Number(major) < oldestMajor || (Number(major) === oldestMajor && Number(minor) < oldestMinor);
  const name = `Pulumi CLI ${version.replace(/^v/, "")}`;
  return isOld
    ? bad("pulumi", `${name} is too old. Install ${OLDEST_PULUMI.join(".")} or later.`)
    : good("pulumi", `${name}.`);
}

const pulumiVersion = () =>
  new Promise<string | undefined>((resolve) => {
    execFile("pulumi", ["version"], { timeout: 10_000 }, (error, stdout) =>
      resolve(error === null ? stdout.trim().slice(0, 40) : undefined),
    );
  });

/** As Pulumi loads it: from the folder of the program. */
function packageIn(folder: string): Finding[] {
  const project = findProject(folder);
  if (project === undefined)
    return [
      note(
        "package",
        "This folder is not in a Pulumi project, so no package was looked for. Run doctor in the program's folder.",
      ),
    ];
  try {
    const found = createRequire(join(project, "index.js")).resolve(`${PACKAGE}/package.json`);
    const { version } = JSON.parse(readFileSync(found, "utf8"));
    return [good("package", `${PACKAGE} ${String(version).slice(0, 40)} is found from the program's folder.`)];
  } catch {
    const install = `Install it there: npm install ${PACKAGE}. A program in YAML needs the plugin instead.`;
    return [note("package", `${PACKAGE} is not found from the program's folder. ${install}`)];
  }
}

function findProject(folder: string): string | undefined {
  if (["Pulumi.yaml", "Pulumi.yml"].some((file) => existsSync(join(folder, file)))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : findProject(parent);
}

/** Its host is not told. */
function proxy(): Finding {
  try {
    return proxyOf(new URL("https://api.cloudflare.com/")) === undefined
      ? good("proxy", "Requests to Cloudflare go there directly.")
      : note("proxy", "Requests to Cloudflare go through the proxy of HTTPS_PROXY or ALL_PROXY.");
  } catch (error) {
    return bad("proxy", messageOf(error));
  }
}

function certificates(): Finding[] {
  if (environmentVariable("NODE_TLS_REJECT_UNAUTHORIZED") === "0")
    return [bad("certificates", "NODE_TLS_REJECT_UNAUTHORIZED is 0: anybody on the way can read the token. Unset it.")];
  const extra = environmentVariable("NODE_EXTRA_CA_CERTS");
  if (extra === undefined) return [good("certificates", "Those of Node.js.")];
  return existsSync(extra)
    ? [note("certificates", "Those of Node.js, and those of NODE_EXTRA_CA_CERTS.")]
    : [bad("certificates", "NODE_EXTRA_CA_CERTS names a file that is not there. Node.js ignores it.")];
}
