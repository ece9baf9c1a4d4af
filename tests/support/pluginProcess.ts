/**
 * The compiled plugin in a process of its own, driven as the engine drives it, in milliseconds. At its end, everything that it
 * has told the engine and written is searched for its credentials.
 */
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { open } from "../../provider/hosts/plugin/values";
import { searchFor } from "./secrets";

const MAIN = join(resolve(__dirname, "../.."), "dist/provider/hosts/plugin/main.js");

export interface Told {
  readonly severity: number;
  readonly message: string;
  readonly urn: string;
}

export interface PluginProcess {
  readonly child: ChildProcess;
  readonly port: number;
  readonly client: ResourceProviderClient;
  /** What it has told the engine. */
  readonly told: Told[];
  /** What it has written to stderr so far. */
  stderr(): string;
  /** Calls one verb. */
  call<Response>(
    start: (
      client: ResourceProviderClient,
      done: (error: grpc.ServiceError | null, response: Response) => void,
    ) => unknown,
  ): Promise<Response>;
  /** Stops the engine, as if it were killed: it is not there any more. */
  killEngine(): void;
  /** Resolves with the exit code, -1 after a signal. */
  readonly ended: Promise<number>;
  close(): Promise<void>;
}

export const struct = (values: object) => Struct.fromJavaScript(values as Record<string, JavaScriptValue>);

export const urnOf = (kind: string, name = "topup") =>
  `urn:pulumi:test::project::cloudflare-ai-gateway-billing:index:${kind}::${name}`;

/** Starts a plugin beside an engine that only logs. With `config`, it is configured too. */
export async function startPlugin(
  config?: object,
  env: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
): Promise<PluginProcess> {
  const told: Told[] = [];
  const engine = new grpc.Server();
  engine.addService(EngineService, {
    log: ({ request }: { request: LogRequest }, done: grpc.sendUnaryData<Empty>) => {
      told.push({ severity: request.getSeverity(), message: request.getMessage(), urn: request.getUrn() });
      done(null, new Empty());
    },
  });
  const address = await new Promise<string>((bound, failed) => {
    engine.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error === null ? bound(`127.0.0.1:${port}`) : failed(error),
    );
  });
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("CLOUDFLARE_")));
  const child = spawn(process.execPath, [MAIN, ...flags, address], { env: { ...clean, ...env } });
  const ended = once(child, "close").then(([code]) => code ?? -1);
  const errors: string[] = [];
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [line] = await once(child.stdout.setEncoding("utf8"), "data");
  const port = Number(line);
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const plugin: PluginProcess = {
    child,
    port,
    client,
    told,
    stderr: () => stderr,
    call: (start) =>
      new Promise((done, failed) => {
        start(client, (error, response) => {
          if (error === null) return done(response);
          errors.push(error.message);
          failed(error);
        });
      }),
    killEngine: () => engine.forceShutdown(),
    ended,
    async close() {
      client.close();
      engine.forceShutdown();
      child.kill("SIGKILL");
      await ended;
      searchFor(credentialsIn(config ?? {}, env), [
        ["stderr", stderr],
        ["an error", JSON.stringify(errors)],
        ["the engine's log", JSON.stringify(told)],
      ]);
    },
  };
  if (config !== undefined) {
    const request = new messages.ConfigureRequest();
    request.setArgs(struct(config));
    await plugin.call<messages.ConfigureResponse>((to, done) => to.configure(request, done));
  }
  return plugin;
}

/** What a plugin with this configuration and environment may show nobody. */
function credentialsIn(config: object, env: Readonly<Record<string, string>>): string[] {
  const { apiToken, apiKey } = open(struct(config)).values;
  return [apiToken, apiKey, env.CLOUDFLARE_API_TOKEN, env.CLOUDFLARE_API_KEY].filter(
    (value) => typeof value === "string",
  );
}
