/** The engine's resource monitor, to which a component registers what it consists of. */
import type { ServiceError } from "@grpc/grpc-js";
import { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { ConstructRequest } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import type { RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { RegisterResourceOutputsRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { BillingError } from "../../contract/errors.js";
import type { Properties } from "../../contract/lifecycle.js";
import { grpc, MOST_BYTES, Struct } from "./sdk.js";

/** What is registered. Its values are as the engine sent them: with their wrappers. */
export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly parent: string;
  readonly inputs: Properties;
  /** The URNs of the resources that each input comes from. */
  readonly sources: ReadonlyMap<string, readonly string[]>;
  /** For a resource with a provider. A component has none. */
  readonly custom?: {
    readonly provider: string | undefined;
    readonly protect?: boolean;
    /** The type that it has in another host. */
    readonly alias: string;
  };
}

export interface Registered {
  readonly urn: string;
  readonly outputs: Properties;
}

export interface Monitor {
  /** Resolves when the engine has saved the resource. */
  register(registration: Registration): Promise<Registered>;
  /** Ends a component. */
  complete(urn: string, outputs: Properties): Promise<void>;
  close(): void;
}

/** @param request the component's: what it says of dependencies and timeouts holds for all that it consists of */
export function monitorOf(request: ConstructRequest): Monitor {
  const client = new ResourceMonitorClient(request.getMonitorendpoint(), grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": MOST_BYTES,
  });
  return {
    async register(registration) {
      const message = messageFor(registration, request);
      const response = await new Promise<RegisterResourceResponse>((registered, failed) => {
        client.registerResource(message, answer(registered, failed));
      });
      return { urn: response.getUrn(), outputs: response.getObject()?.toJavaScript() ?? {} };
    },
    async complete(urn, outputs) {
      const message = new RegisterResourceOutputsRequest();
      message.setUrn(urn);
      message.setOutputs(Struct.fromJavaScript(outputs as never));
      await new Promise((done, failed) => {
        client.registerResourceOutputs(message, answer(done, failed));
      });
    },
    close: () => client.close(),
  };
}

function messageFor({ type, name, parent, inputs, sources, custom }: Registration, request: ConstructRequest) {
  const message = new RegisterResourceRequest();
  message.setType(type);
  message.setName(name);
  message.setParent(parent);
  message.setObject(Struct.fromJavaScript(inputs as never));
  message.setAcceptsecrets(true);
  message.setAcceptresources(true);
  message.setSupportspartialvalues(true);
  message.setAliasspecs(true);
  message.setDependenciesList([...new Set([...request.getDependenciesList(), ...[...sources.values()].flat()])]);
  for (const [input, urns] of sources) {
    const dependencies = new RegisterResourceRequest.PropertyDependencies();
    dependencies.setUrnsList([...urns]);
    message.getPropertydependenciesMap().set(input, dependencies);
  }
  if (custom === undefined) {
    message.setAliasesList(request.getAliasesList());
    return message;
  }
  message.setCustom(true);
  message.setDeletedwith(request.getDeletedwith());
  if (custom.provider !== undefined) message.setProvider(custom.provider);
  if (custom.protect !== undefined) message.setProtect(custom.protect);
  const alias = new Alias();
  const spec = new Alias.Spec();
  spec.setType(custom.alias);
  alias.setSpec(spec);
  message.setAliasesList([alias]);
  const given = request.getCustomtimeouts();
  if (given !== undefined) {
    const timeouts = new RegisterResourceRequest.CustomTimeouts();
    timeouts.setCreate(given.getCreate());
    timeouts.setUpdate(given.getUpdate());
    timeouts.setDelete(given.getDelete());
    message.setCustomtimeouts(timeouts);
  }
  return message;
}

const answer =
  <Response>(done: (response: Response) => void, failed: (error: Error) => void) =>
  (error: ServiceError | null, response: Response) =>
    error === null ? done(response) : failed(new BillingError(error.details));
