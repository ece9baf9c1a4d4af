/**
 * Programs under the real Pulumi engine, against an emulator. After each program, every file that the
 * engine left (state, history, stack files) and everything it printed is searched for the credentials.
 */
import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { ApiGeneration, Emulator, Seed, TokenSeed } from "../../emulator/index.js";
import { createEmulator } from "../../emulator/index.js";
import { PASSPHRASE, writeFreshStack } from "./freshStack.js";
import { isFull } from "./full.js";
import type { HostName } from "./host.js";
import { HOST, installPlugin, onHost } from "./host.js";
import { searchFor } from "./secrets.js";

const REPOSITORY = resolve(__dirname, "../..");
const PACKAGE = "pulumi-cloudflare-ai-gateway-billing";

/** Distinctive, so that a search for them cannot hit anything else. */
export const SECRETS = {
  token: "secret-token-7f3a91c2e4",
  readToken: "secret-read-token-51d0b8aa37",
  key: "secret-global-key-c94e6612f0",
  email: "secret.owner.88412@example.com",
  /** What `POST /topup` answers beside the invoice. */
  client: "_secret_emulator",
  /** A token that Cloudflare does not know. */
  unknownToken: "secret-unknown-token-0b7d",
};

/**
 * Tokens that a program gives as plain text. They stay in the program and in the engine's history, and Pulumi's SDK shows
 * them in a verbose log. Everything else is searched for them, too.
 */
export const PLAIN_TOKENS = {
  right: "plain-token-right-81c2d4",
  wrong: "plain-token-wrong-0f6d72",
};

const TOKENS: readonly TokenSeed[] = [
  { value: SECRETS.token, permission: "write" },
  { value: SECRETS.readToken, permission: "read" },
  { value: SECRETS.key, email: SECRETS.email, permission: "write" },
];

/**
 * The types of every example and of every program in the documentation are checked without an engine. In `npm test` the
 * engine does not do it again in each run.
 */
const UNCHECKED: Readonly<Record<string, string>> = isFull ? {} : { PULUMI_NODEJS_TRANSPILE_ONLY: "true" };

/** For a program whose types the engine is to check. */
export const CHECKED: Readonly<Record<string, string>> = { PULUMI_NODEJS_TRANSPILE_ONLY: "false" };

export interface Outcome {
  readonly exitCode: number;
  /** Everything printed, without colour. */
  readonly output: string;
  /** What happened to each resource, by its name: `create`, `update`, `same`, `replace`, `delete`, … */
  readonly steps: Readonly<Record<string, string>>;
  /** How each changed property differs, by the resource's name and the property: `update`, `update-replace`, … Of a provider that says it. */
  readonly diffs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The diagnostics, one text each. */
  readonly infos: readonly string[];
  readonly warnings: readonly string[];
  readonly errors: readonly string[];
}

/** A program that has been started. */
export interface Running {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined;
  /** What it has printed so far. */
  output(): string;
  hasEnded(): boolean;
  /** The exit code is -1 when it was killed. */
  readonly done: Promise<{ exitCode: number; output: string }>;
}

export interface StackOptions {
  readonly api: ApiGeneration;
  /** The program, as JavaScript or TypeScript. */
  readonly program: string;
  /** Which host serves it; `HOST` unless given. */
  readonly host?: HostName;
  readonly typescript?: boolean;
  /** Plain stack configuration, by full key. */
  readonly config?: Readonly<Record<string, string>>;
  /** Secret stack configuration; the token with write permission unless told otherwise. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly seed?: Seed;
  /** The emulator's clock; the system's unless given. */
  readonly now?: () => number;
  /** Environment variables of the CLI, beside those it needs. */
  readonly env?: Readonly<Record<string, string>>;
  /** Gives URL and token by the environment and not by the stack configuration, so that the state holds neither. */
  readonly byEnvironment?: boolean;
  /** Provides the program's node_modules; links to this repository's otherwise. */
  readonly install?: (folder: string) => Promise<void>;
}

export interface TestStack {
  readonly emulator: Emulator;
  readonly folder: string;
  up(...args: string[]): Promise<Outcome>;
  preview(...args: string[]): Promise<Outcome>;
  refresh(...args: string[]): Promise<Outcome>;
  destroy(...args: string[]): Promise<Outcome>;
  /** `pulumi refresh --preview-only --expect-no-changes`. */
  driftGate(): Promise<Outcome>;
  /** Any other command. */
  pulumi(...args: string[]): Promise<Outcome>;
  /** Starts a command of the CLI and does not wait for it. */
  start(...args: string[]): Running;
  /** A line of shell in the program's folder, with the CLI on its PATH. */
  shell(line: string, env?: Readonly<Record<string, string>>): Promise<{ exitCode: number; output: string }>;
  /** Replaces the program. */
  write(program: string): void;
  /** The resources in the state, by name; without the stack, components and the engine's provider entries. */
  resources(): Readonly<
    Record<string, { id: string; inputs: Record<string, unknown>; outputs: Record<string, unknown> }>
  >;
  outputs(): Record<string, unknown>;
  /** The requests since the last time, as `METHOD /path below billing`. */
  newRequests(): string[];
}

/** Runs a test with a stack of its own, and cleans up. */
export async function withStack(options: StackOptions, test: (stack: TestStack) => Promise<void>): Promise<void> {
  const emulator = await createEmulator({
    api: options.api,
    seed: { tokens: TOKENS, ...options.seed },
    ...(options.now ? { now: options.now } : {}),
  });
  const root = mkdtempSync(join(tmpdir(), "engine-"));
  const printed: string[] = [];
  try {
    const stack = await createStack(options, emulator, root, printed);
    await test(stack);
    searchForSecrets(root, printed);
  } finally {
    await emulator.close();
    rmSync(root, { recursive: true, force: true });
  }
}

async function createStack(
  options: StackOptions,
  emulator: Emulator,
  root: string,
  printed: string[],
): Promise<TestStack> {
  const { byEnvironment = false, host = HOST } = options;
  const folder = join(root, "program");
  const backend = join(root, "backend");
  for (const path of [folder, backend, join(root, "home")]) mkdirSync(path, { recursive: true });
  const file = options.typescript ? "index.ts" : "index.js";
  writeFileSync(
    join(folder, "Pulumi.yaml"),
    `name: engine-test\nruntime:\n  name: nodejs\n  options: { typescript: ${options.typescript ?? false} }\n`,
  );
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "engine-test", main: file }));
  writeFileSync(join(folder, file), onHost(host, options.program));
  await (options.install ?? linkModules)(folder);
  if (host === "plugin" && options.install === undefined) installPlugin(folder);
  const env: Record<string, string | undefined> = {
    ...process.env,
    PULUMI_HOME: join(root, "home"),
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_DEBUG_COMMANDS: "true", // --event-log is hidden behind it
    NO_COLOR: "1",
    ...UNCHECKED,
    ...options.env,
  };
  const given: Record<string, string> = byEnvironment
    ? { CLOUDFLARE_BASE_URL: emulator.url, CLOUDFLARE_API_TOKEN: SECRETS.token }
    : {};
  for (const name of Object.keys(env))
    if (name.startsWith("CLOUDFLARE_") && !(name in (options.env ?? {}))) delete env[name];
  Object.assign(env, given);

  let eventLogs = 0;
  async function run(...args: string[]): Promise<Outcome> {
    eventLogs += 1;
    const log = join(root, `events-${eventLogs}.json`);
    const operation = ["up", "preview", "refresh", "destroy"].includes(args[0] ?? "");
    const all = [...args, "--color", "never", "--non-interactive", ...(operation ? ["--event-log", log] : [])];
    const { exitCode, output } = await execute("pulumi", all, folder, env);
    printed.push(output);
    const events = operation ? readEvents(log, output) : [];
    return { exitCode, output, ...digest(events) };
  }

  function start(...args: string[]): Running {
    const running = launch("pulumi", [...args, "--color", "never", "--non-interactive"], folder, env);
    running.done.then(
      ({ output }) => printed.push(output),
      () => {},
    );
    return running;
  }

  const url = { "cloudflare-ai-gateway-billing:baseUrl": emulator.url };
  const token = { "cloudflare-ai-gateway-billing:apiToken": SECRETS.token };
  writeFreshStack({
    folder,
    backend,
    home: join(root, "home"),
    project: "engine-test",
    config: { ...(byEnvironment ? {} : url), ...options.config },
    secrets: options.secrets ?? (byEnvironment ? {} : token),
  });

  let seen = 0;
  const stateFile = join(backend, ".pulumi", "stacks", "engine-test", "test.json");
  const deployment = () => JSON.parse(readFileSync(stateFile, "utf8")).checkpoint.latest;
  return {
    emulator,
    folder,
    up: (...args) => run("up", "--yes", "--skip-preview", ...args),
    preview: (...args) => run("preview", ...args),
    refresh: (...args) => run("refresh", "--yes", "--skip-preview", ...args),
    destroy: (...args) => run("destroy", "--yes", "--skip-preview", ...args),
    driftGate: () => run("refresh", "--preview-only", "--expect-no-changes"),
    pulumi: run,
    start,
    async shell(line, more) {
      const outcome = await execute("bash", ["-ec", line], folder, { ...env, ...more });
      printed.push(outcome.output);
      return outcome;
    },
    write: (program) => writeFileSync(join(folder, file), onHost(host, program)),
    resources() {
      const ours = (deployment()?.resources ?? []).filter(
        ({ type, custom }: { type: string; custom: boolean }) =>
          custom && /^pulumi-nodejs:dynamic\/|^cloudflare-ai-gateway-billing:index:|aiGateway:AiGateway$/.test(type),
      );
      return Object.fromEntries(
        ours.map(({ urn, id, inputs, outputs }: { urn: string; id: string; inputs: object; outputs: object }) => [
          urn.split("::").at(-1),
          { id, inputs, outputs },
        ]),
      );
    },
    outputs: () => deployment().resources.find(({ type }: { type: string }) => type === "pulumi:pulumi:Stack").outputs,
    newRequests() {
      const { requests } = emulator.state();
      const fresh = requests.slice(seen).map(({ method, path }) => `${method} ${path.replace(/^.*\/billing/, "")}`);
      seen = requests.length;
      return fresh;
    },
  };
}

/** The modules that the program may import: this package, by its name, and Pulumi's. */
async function linkModules(folder: string) {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@pulumi"), { recursive: true });
  symlinkSync(REPOSITORY, join(modules, PACKAGE));
  for (const name of ["@pulumi/pulumi", "typescript", "@types"])
    symlinkSync(join(REPOSITORY, "node_modules", name), join(modules, name));
}

/** Runs a program to its end. */
export function execute(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ exitCode: number; output: string }> {
  return launch(program, args, cwd, env).done;
}

/** Starts a program. */
function launch(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Running {
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => chunks.push(text));
  const output = () => chunks.join("");
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const done = new Promise<{ exitCode: number; output: string }>((ended, failed) => {
    child.on("error", failed);
    child.on("close", (code) => ended({ exitCode: code ?? -1, output: output() }));
  });
  return { pid: child.pid, output, hasEnded, done };
}

function readEvents(log: string, output: string): EngineEvent[] {
  if (!existsSync(log)) throw new Error(`The engine did not start: ${output}`);
  const lines = readFileSync(log, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

function digest(events: readonly EngineEvent[]): Pick<Outcome, "steps" | "diffs" | "infos" | "warnings" | "errors"> {
  const steps: Record<string, string> = {};
  const diffs: Record<string, Record<string, string>> = {};
  const texts = { info: [] as string[], warning: [] as string[], error: [] as string[] };
  for (const { resourcePreEvent, diagnosticEvent } of events) {
    const metadata = resourcePreEvent?.metadata;
    if (
      metadata !== undefined &&
      /(dynamic\/|::)cloudflare-ai-gateway-billing:|aiGateway:AiGateway/.test(metadata.urn)
    ) {
      const name = metadata.urn.split("::").at(-1) ?? "";
      steps[name] = steps[name] === undefined ? metadata.op : `${steps[name]} ${metadata.op}`;
      const detailed = Object.entries(metadata.detailedDiff ?? {});
      if (detailed.length > 0) diffs[name] = Object.fromEntries(detailed.map(([key, { diffKind }]) => [key, diffKind]));
    }
    const severity = diagnosticEvent?.severity;
    if (diagnosticEvent && (severity === "info" || severity === "warning" || severity === "error"))
      texts[severity].push(withoutColour(diagnosticEvent.message));
  }
  return { steps, diffs, infos: texts.info, warnings: texts.warning, errors: texts.error };
}

/** The engine marks colours as `<{%reset%}>`. */
const withoutColour = (text: string) => text.replace(/<\{%[a-z0-9 -]*%\}>/gi, "").trim();

/** What a program has installed. */
const INSTALLED = ["node_modules", "venv"];

/** Not what is linked, such as this repository: from Node 22 on, readdir follows links by itself. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return INSTALLED.includes(entry.name) ? [] : filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}

/** Throws when a credential stands in what was printed, or in a file that the engine has left. */
export function searchForSecrets(root: string, printed: readonly string[]) {
  const output = printed.map((text) => ["the output", text] as const);
  const files = filesIn(root).map((file) => [file, readFileSync(file, "utf8")] as const);
  searchFor(Object.values(SECRETS), [...output, ...files]);
  const keepsPlain = ["program/index", "program/Pulumi.yaml", "backend/.pulumi/history"].map((path) =>
    join(root, path),
  );
  const others = files
    .filter(([file]) => !keepsPlain.some((path) => file.startsWith(path)))
    .map(([file, text]) => [file, text.replace(DEBUG_EVENT, "")] as const);
  searchFor(Object.values(PLAIN_TOKENS), [...output, ...others]);
}

/** An event that only a verbose log shows. */
const DEBUG_EVENT = /^\{"sequence":.*"severity":"debug".*$/gm;
