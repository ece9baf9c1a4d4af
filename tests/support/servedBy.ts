/** Who serves a resource: its lifecycle alone, or the plugin above it, over Pulumi's own protocol. The calls are the same. */
import type { ServiceError } from "@grpc/grpc-js";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { Emulator } from "../../emulator/index";
import { systemClock } from "../../provider/billing/systemClock";
import type { Timing } from "../../provider/config/config";
import type { Observed, Properties } from "../../provider/contract/lifecycle";
import { FUNCTIONS } from "../../provider/data/functions";
import type { KindName } from "../../provider/hosts/lifecycles";
import { lifecyclesOf } from "../../provider/hosts/lifecycles";
import { serve } from "../../provider/hosts/plugin/server";
import { open, secret } from "../../provider/hosts/plugin/values";
import { createProviderProcess } from "../../provider/purchase/providerProcess";
import { ACCOUNT, clientOf } from "./client";
import { struct, urnOf } from "./pluginProcess";
import { surroundings } from "./surroundings";

/** A process of the provider: what it has recorded, it may charge without looking first. */
export interface Process {
  of(kind: KindName, timing: Timing): Life;
  /** Calls a data function. */
  ask(name: string, args: Properties, timing: Timing): Promise<Properties>;
  /** The marks of what it has recorded and not tried to charge. */
  readonly marks: Pick<ReadonlySet<string>, "has" | "size">;
  close(): Promise<void>;
}

/** The life of a resource. */
export interface Life {
  /** Resolves with the outputs, and so does `update`. */
  create(declared: object): Promise<object>;
  update(declared: object, recorded: object): Promise<object>;
  read(id: string, recorded: object): Promise<Observed | undefined>;
  delete(id: string, recorded: object): Promise<void>;
}

/**
 * Starts a process.
 *
 * @param tell gets what it says to the user
 * @param engineIsAlive what it hears when it asks whether its engine lives
 */
export type Host = (
  emulator: Emulator,
  tell: (line: string) => void,
  engineIsAlive?: () => Promise<boolean>,
) => Promise<Process>;

/** What the plugin answers in place of a result. Of an error, only the text gets through. */
export class Refusal extends Error {}

/** No retry comes by chance before another request or after it. */
Object.assign(systemClock, { random: () => 0.02 });

const alive = async () => true;

export const lifecycles: Host = async (emulator, tell, engineIsAlive = alive) => {
  const provider = createProviderProcess(engineIsAlive);
  const lives = lifecyclesOf(provider);
  const client = (timing: Timing) => clientOf(emulator, { timing, clock: systemClock, say: tell });
  return {
    of(kind, timing) {
      const life = lives[kind];
      const around = () => surroundings(client(timing), { tell });
      return {
        create: async (declared) => (await life.create({ ...declared }, around())).outputs,
        update: (declared, recorded) => life.update({ ...declared }, around(), { ...recorded }),
        read: (id, recorded) => life.read(id, { ...recorded }, around()),
        delete: (id, recorded) => life.delete(id, around(), { ...recorded }),
      };
    },
    async ask(name, args, timing) {
      const result = await functionOf(name).ask({ accountId: ACCOUNT, client: client(timing) }, args);
      return { ...result };
    },
    marks: provider.marks,
    close: async () => {},
  };
};

function functionOf(name: string) {
  const found = Object.entries(FUNCTIONS).find(([key]) => key === name)?.[1];
  if (found === undefined) throw new Error(`There is no function ${name}.`);
  return found;
}

export const plugin: Host = async (emulator, tell, engineIsAlive = alive) => {
  const provider = createProviderProcess(engineIsAlive);
  const log = async (_severity: string, line: string) => tell(line);
  const { port, close } = await serve(log, new Set<string>(), lifecyclesOf(provider));
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  const call = <Response>(start: (done: (error: ServiceError | null, response: Response) => void) => unknown) =>
    new Promise<Response>((done, failed) => {
      start((error, response) => (error ? failed(new Refusal(error.details)) : done(response)));
    });
  async function configure(timing: Timing) {
    const request = new messages.ConfigureRequest();
    const config = { apiToken: secret("test-token-write"), baseUrl: emulator.url, timing: JSON.stringify(timing) };
    request.setArgs(struct(config));
    await call<messages.ConfigureResponse>((done) => client.configure(request, done));
  }
  return {
    of(kind, timing) {
      const urn = urnIn(kind);
      return {
        async create(declared) {
          await configure(timing);
          const request = new messages.CreateRequest();
          request.setUrn(urn);
          request.setProperties(struct(declared));
          const response = await call<messages.CreateResponse>((done) => client.create(request, done));
          return open(response.getProperties()).values;
        },
        async update(declared, recorded) {
          await configure(timing);
          const request = new messages.UpdateRequest();
          request.setUrn(urn);
          request.setNews(struct(declared));
          request.setOlds(struct(recorded));
          const response = await call<messages.UpdateResponse>((done) => client.update(request, done));
          return open(response.getProperties()).values;
        },
        async read(id, recorded) {
          await configure(timing);
          const request = new messages.ReadRequest();
          request.setUrn(urn);
          request.setId(id);
          request.setProperties(struct(recorded));
          const response = await call<messages.ReadResponse>((done) => client.read(request, done));
          if (response.getId() === "") return undefined;
          return { inputs: open(response.getInputs()).values, outputs: open(response.getProperties()).values };
        },
        async delete(id, recorded) {
          await configure(timing);
          const request = new messages.DeleteRequest();
          request.setUrn(urn);
          request.setId(id);
          request.setProperties(struct(recorded));
          await call<unknown>((done) => client.delete(request, done));
        },
      };
    },
    async ask(name, args, timing) {
      await configure(timing);
      const request = new messages.InvokeRequest();
      request.setTok(`cloudflare-ai-gateway-billing:index:${name}`);
      request.setArgs(struct({ accountId: ACCOUNT, ...args }));
      const response = await call<messages.InvokeResponse>((done) => client.invoke(request, done));
      return open(response.getReturn()).values;
    },
    marks: provider.marks,
    async close() {
      client.close();
      await close();
    },
  };
};

/** The halves of a purchase are in a component. */
const urnIn = (kind: KindName) =>
  kind.startsWith("Topup")
    ? urnOf(kind).replace("::cloudflare", "::cloudflare-ai-gateway-billing:index:CreditTopup$cloudflare")
    : urnOf(kind);
