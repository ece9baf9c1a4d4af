/**
 * What `pulumi stack init test` and `pulumi config set-all` leave behind, written without them: each takes the CLI half
 * a second, and hundreds of tests begin with both. `engine/freshStack.test.ts` holds it against the real CLI.
 */
import { createCipheriv, createHash, pbkdf2Sync, randomBytes } from "node:crypto";
import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const PASSPHRASE = "passphrase";
const SALT = Buffer.from("ai-gw-bi");

let key: Buffer | undefined;

/** A secret as the passphrase provider writes it: AES-256-GCM under a key of a million rounds. */
function encrypt(text: string): string {
  key ??= pbkdf2Sync(PASSPHRASE, SALT, 1_000_000, 32, "sha256");
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
}

export interface FreshStack {
  /** The program's folder, with its Pulumi.yaml. */
  readonly folder: string;
  /** The folder of the file backend. */
  readonly backend: string;
  /** PULUMI_HOME. */
  readonly home: string;
  readonly project: string;
  readonly config: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Makes and selects the stack `test`. */
export function writeFreshStack({ folder, backend, home, project, config, secrets }: FreshStack) {
  const salt = `v1:${SALT.toString("base64")}:${encrypt("pulumi")}`;
  const name = `organization/${project}/test`;
  const lines = [
    `encryptionsalt: ${salt}`,
    ...(Object.keys(config).length + Object.keys(secrets).length > 0 ? ["config:"] : []),
    ...Object.entries(config).map(([path, value]) => `  ${path}: ${JSON.stringify(value)}`),
    ...Object.entries(secrets).map(([path, value]) => `  ${path}:\n    secure: ${encrypt(value)}`),
  ];
  writeFileSync(join(folder, "Pulumi.test.yaml"), `${lines.join("\n")}\n`);

  const stacks = join(backend, ".pulumi", "stacks", project);
  mkdirSync(stacks, { recursive: true });
  writeFileSync(join(backend, ".pulumi", "meta.yaml"), "version: 1\n");
  const latest = {
    manifest: { time: new Date().toISOString(), magic: "", version: "" },
    secrets_providers: { type: "passphrase", state: { salt } },
    metadata: {},
  };
  writeFileSync(join(stacks, "test.json"), JSON.stringify({ version: 3, checkpoint: { stack: name, latest } }));

  const path = createHash("sha1")
    .update(join(realpathSync(folder), "Pulumi.yaml"))
    .digest("hex");
  mkdirSync(join(home, "workspaces"), { recursive: true });
  writeFileSync(
    join(home, "workspaces", `${project}-${path}-workspace.json`),
    JSON.stringify({ stacks: { [`file://${backend}`]: name } }),
  );
}
