/**
 * Pulumi's real dynamic host, driven without an engine: the calls that the engine makes, in milliseconds. At its end,
 * everything that it has written is searched for its credentials.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { searchFor } from "./secrets";

export type Properties = Record<string, unknown>;

export interface DynamicHost {
  check(
    news: Properties,
    olds?: Properties,
  ): Promise<{ inputs: Properties; failures: Array<{ property: string; reason: string }> }>;
  diff(id: string, olds: Properties, news: Properties): Promise<{ changes: boolean; replaces: string[] }>;
  create(properties: Properties): Promise<{ id: string; properties: Properties }>;
  read(id: string, properties: Properties): Promise<{ id: string; properties: Properties; inputs: Properties }>;
  update(id: string, olds: Properties, news: Properties): Promise<{ properties: Properties }>;
  delete(id: string, properties: Properties): Promise<void>;
  /** What the host wrote to stderr so far: it comes by another way than the answers, and may come later. */
  stderr(): string;
  /** Waits until stderr matches. */
  stderrMatches(pattern: RegExp): Promise<void>;
  /** Closes the other end of its stderr, as a CLI does that is killed. */
  hangUp(): void;
  /** Stops the engine, as if it were killed: it is not there any more. */
  killEngine(): void;
  /** How many files the host has for other processes of its run. */
  files(): number;
  /** The errors that nobody in the process has caught. */
  uncaught(): string;
  close(): Promise<void>;
}

const REPOSITORY = resolve(__dirname, "../..");

/** Starts a host that is configured with this stack configuration. */
export async function startDynamicHost(config: Readonly<Record<string, string>>): Promise<DynamicHost> {
  const folder = mkdtempSync(join(tmpdir(), "host-"));
  mkdirSync(join(folder, "node_modules", "@pulumi"), { recursive: true });
  symlinkSync(REPOSITORY, join(folder, "node_modules", "pulumi-cloudflare-ai-gateway-billing"));
  symlinkSync(join(REPOSITORY, "node_modules/@pulumi/pulumi"), join(folder, "node_modules/@pulumi/pulumi"));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: host-test\nruntime: nodejs\n");
  // The host is given the address of an engine, which it never calls.
  const engine = createServer().listen(0, "127.0.0.1");
  await once(engine, "listening");
  const address = engine.address();
  const engineAddress = `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  const env: Record<string, string | undefined> = { ...process.env, TMPDIR: folder };
  for (const name of Object.keys(env)) if (name.startsWith("CLOUDFLARE_")) delete env[name];
  const uncaught = join(folder, "uncaught.txt");
  writeFileSync(uncaught, "");
  const monitor = join(folder, "monitor.cjs");
  writeFileSync(
    monitor,
    `process.on("uncaughtExceptionMonitor", ({ message }) => require("node:fs").appendFileSync(${JSON.stringify(uncaught)}, message + "\\n"));`,
  );
  const program = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
  const child = spawn(process.execPath, ["--require", monitor, program, engineAddress], { cwd: folder, env });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [port] = await once(child.stdout.setEncoding("utf8"), "data");
  const client = new ResourceProviderClient(`127.0.0.1:${Number(port)}`, grpc.credentials.createInsecure());

  const errors: string[] = [];
  const call = <Response>(start: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown) =>
    new Promise<Response>((done, failed) => {
      start((error, response) => {
        if (error === null) return done(response);
        errors.push(error.message);
        failed(error);
      });
    });

  const configure = new messages.ConfigureRequest();
  configure.setArgs(struct(config));
  await call<messages.ConfigureResponse>((done) => client.configure(configure, done));

  return {
    async check(news, olds = {}) {
      const request = new messages.CheckRequest();
      request.setOlds(struct(olds));
      request.setNews(struct(news));
      const response = await call<messages.CheckResponse>((done) => client.check(request, done));
      return {
        inputs: response.getInputs()?.toJavaScript() ?? {},
        failures: response
          .getFailuresList()
          .map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() })),
      };
    },
    async diff(id, olds, news) {
      const request = new messages.DiffRequest();
      request.setId(id);
      request.setOlds(struct(olds));
      request.setNews(struct(news));
      const response = await call<messages.DiffResponse>((done) => client.diff(request, done));
      return {
        changes: response.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME,
        replaces: response.getReplacesList(),
      };
    },
    async create(properties) {
      const request = new messages.CreateRequest();
      request.setProperties(struct(properties));
      const response = await call<messages.CreateResponse>((done) => client.create(request, done));
      return { id: response.getId(), properties: response.getProperties()?.toJavaScript() ?? {} };
    },
    async read(id, properties) {
      const request = new messages.ReadRequest();
      request.setId(id);
      request.setProperties(struct(properties));
      const response = await call<messages.ReadResponse>((done) => client.read(request, done));
      return {
        id: response.getId(),
        properties: response.getProperties()?.toJavaScript() ?? {},
        inputs: response.getInputs()?.toJavaScript() ?? {},
      };
    },
    async update(id, olds, news) {
      const request = new messages.UpdateRequest();
      request.setId(id);
      request.setOlds(struct(olds));
      request.setNews(struct(news));
      const response = await call<messages.UpdateResponse>((done) => client.update(request, done));
      return { properties: response.getProperties()?.toJavaScript() ?? {} };
    },
    async delete(id, properties) {
      const request = new messages.DeleteRequest();
      request.setId(id);
      request.setProperties(struct(properties));
      await call<unknown>((done) => client.delete(request, done));
    },
    stderr: () => stderr,
    async stderrMatches(pattern) {
      for (let tries = 0; tries < 200 && !pattern.test(stderr); tries += 1) await sleep(25);
      if (!pattern.test(stderr)) throw new Error(`stderr does not match ${pattern}: ${stderr}`);
    },
    hangUp: () => void child.stderr.destroy(),
    killEngine: () => void engine.close(),
    files: () => readdirSync(join(folder, `cloudflare-ai-gateway-billing-${userInfo().uid}`)).length,
    uncaught: () => readFileSync(uncaught, "utf8"),
    async close() {
      client.close();
      engine.close();
      child.kill("SIGKILL");
      await once(child, "close");
      rmSync(folder, { recursive: true, force: true });
      const credentials = Object.keys(config).filter((key) => /:api(Token|Key)$/.test(key));
      searchFor(
        credentials.map((key) => String(config[key])),
        [
          ["stderr", stderr],
          ["an error", JSON.stringify(errors)],
        ],
      );
    },
  };
}

function struct(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as Record<string, JavaScriptValue>);
}
