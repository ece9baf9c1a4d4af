/** The engine that has started this process, as far as the plugin talks to it. */
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { cite } from "../../contract/quote.js";
import { grpc } from "./sdk.js";

const SEVERITIES = { info: LogSeverity.INFO, warning: LogSeverity.WARNING } as const;

/** Shows a line to the user, on a resource or, without a URN, on the stack. Never rejects. */
export type Log = (severity: keyof typeof SEVERITIES, line: string, urn?: string) => Promise<void>;

/** A dead engine answers nothing. */
const PATIENCE_MS = 5_000;

/** Pulumi does not show what a plugin writes to stderr. */
export function logTo(address: string): Log {
  const client = new EngineClient(address, grpc.credentials.createInsecure());
  return (severity, line, urn = "") => {
    const request = new LogRequest();
    request.setSeverity(SEVERITIES[severity]);
    request.setMessage(cite(line, Number.POSITIVE_INFINITY));
    request.setUrn(urn);
    return new Promise((resolve) => {
      client.log(request, new grpc.Metadata(), { deadline: Date.now() + PATIENCE_MS }, () => resolve());
    });
  };
}
