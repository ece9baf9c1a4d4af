/** Pulumi's provider protocol. What is not here answers UNIMPLEMENTED. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type * as grpcTypes from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { CheckRequest, ConfigureRequest, ConstructRequest, DiffRequest } from "@pulumi/pulumi/proto/provider_pb";
import {
  CheckResponse,
  ConfigureResponse,
  DiffResponse,
  GetSchemaResponse,
  ProviderHandshakeResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { BillingError } from "../../contract/errors.js";
import type { Declared } from "../../contract/lifecycle.js";
import { VERSION } from "../../contract/version.js";
import { explained } from "../explained.js";
import type { Lifecycles } from "../lifecycles.js";
import type { Calls } from "./calls.js";
import { createCalls } from "./calls.js";
import { changedKeys, refusalsOf, secretsOf } from "./configuration.js";
import { construct } from "./construct.js";
import type { Log } from "./engine.js";
import { functionVerbs } from "./functions.js";
import { NotServedError } from "./notServed.js";
import { createProvider } from "./provider.js";
import { checkFailure, resourceVerbs } from "./resources.js";
import { Empty, grpc, MOST_BYTES } from "./sdk.js";
import { open, seal } from "./values.js";

/** In the package, seen from this file when it is compiled. */
const SCHEMA = join(__dirname, "../../../../sdk/schema.json");

export interface Serving {
  readonly port: number;
  readonly calls: Calls;
  /** Resolves when the engine has said that the run is over. */
  readonly cancelled: Promise<void>;
  /** Resolves when the calls that are under way have been answered. */
  close(): Promise<void>;
}

/**
 * How long the last answer may take to reach the engine, in milliseconds. grpc-js alone sometimes waits for ever, for a
 * connection on which nothing happens any more. Pulumi would kill the process after two seconds.
 */
const ANSWERED_MS = 100;

/** Serves one provider on a port of its own. */
export async function serve(log: Log, declared: Declared, lifecycles: Lifecycles): Promise<Serving> {
  const calls = createCalls(log);
  let isOver = () => {};
  const cancelled = new Promise<void>((done) => {
    isOver = done;
  });
  const server = new grpc.Server({ "grpc.max_receive_message_length": MOST_BYTES });
  server.addService(
    ResourceProviderService,
    Object.fromEntries(
      Object.entries(verbs(calls, isOver, log, declared, lifecycles)).map(([verb, answer]) => [verb, unary(answer)]),
    ),
  );
  const port = await new Promise<number>((bound, failed) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
      error === null ? bound(port) : failed(error),
    );
  });
  const close = async () => {
    const closed = new Promise<void>((done) => server.tryShutdown(() => done()));
    await Promise.race([closed, calls.whenIdle().then(() => sleep(ANSWERED_MS))]);
  };
  return { port, calls, cancelled, close };
}

function verbs(calls: Calls, isOver: () => void, log: Log, declared: Declared, lifecycles: Lifecycles) {
  const provider = createProvider(calls, log, declared, lifecycles);
  return {
    handshake() {
      const response = new ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      return response;
    },

    getPluginInfo() {
      const info = new PluginInfo();
      info.setVersion(VERSION);
      return info;
    },

    getSchema() {
      const response = new GetSchemaResponse();
      response.setSchema(readFileSync(SCHEMA, "utf8"));
      return response;
    },

    checkConfig(request: CheckRequest) {
      const news = open(request.getNews());
      const response = new CheckResponse();
      response.setInputs(seal(news.values, secretsOf(news)));
      response.setFailuresList(refusalsOf(news.values).map(checkFailure));
      return response;
    },

    /** Nothing replaces a provider: that would replace its resources. But with "no change" Pulumi would keep the old token. */
    diffConfig(request: DiffRequest) {
      const changed = changedKeys(open(request.getOlds()).values, open(request.getNews()).values);
      const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
      const response = new DiffResponse();
      response.setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME);
      response.setDiffsList(changed);
      return response;
    },

    configure(request: ConfigureRequest) {
      const [urn, id] = [request.getUrn(), request.getId()];
      provider.configure(open(request.getArgs()).values, urn && id ? `${urn}::${id}` : undefined);
      const response = new ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      return response;
    },

    ...resourceVerbs(provider),
    ...functionVerbs(provider),

    construct: (request: ConstructRequest) => construct(request, provider),

    /** It also comes at the normal end of every run. The engine hangs up right after the answer. */
    async cancel() {
      calls.cancel();
      // So that the calls that this ends are answered before.
      await new Promise(setImmediate);
      isOver();
      return new Empty();
    },
  };
}

/** How the server answers one verb. */
function unary(answer: (request: never) => unknown): grpcTypes.handleUnaryCall<unknown, unknown> {
  return async ({ request }, done) => {
    try {
      done(null, await answer(request as never));
    } catch (error) {
      done(statusOf(error));
    }
  };
}

/** A refusal has no stack; a crash has one. */
function statusOf(thrown: unknown): { code: number; details: string } {
  if (thrown instanceof NotServedError) return { code: grpc.status.UNIMPLEMENTED, details: thrown.message };
  const isCrash = thrown instanceof Error && !(thrown instanceof BillingError);
  return { code: grpc.status.UNKNOWN, details: isCrash ? (thrown.stack ?? thrown.message) : explained(thrown) };
}
