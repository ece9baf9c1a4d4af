/** The provider that this process serves: its configuration, and what it remembers of the run. */
import type { Connected } from "../../billing/connected.js";
import { systemClock } from "../../billing/systemClock.js";
import type { ReadConfig } from "../../config/config.js";
import { ConfigurationError } from "../../contract/errors.js";
import type { Declared, Properties } from "../../contract/lifecycle.js";
import type { Lifecycles } from "../lifecycles.js";
import type { Call, Calls } from "./calls.js";
import { readFrom } from "./configuration.js";
import type { Log } from "./engine.js";

export interface Provider {
  /** @param reference how the engine calls this provider */
  configure(values: Properties, reference: string | undefined): void;
  /** How a resource names this provider as its own; undefined with an older engine. */
  reference(): string | undefined;
  /** Reads the configuration. The environment is read when a call is made. Throws before `configure`. */
  read: ReadConfig;
  readonly calls: Calls;
  readonly lifecycles: Lifecycles;
  readonly declared: Declared;
  /** The URN of the first declaration of each kind and account in this run. */
  readonly claims: Map<string, string>;
  /** What previews have already said in this run, after the account. What concerns a whole account is said once. */
  readonly said: Set<string>;
  surroundings(call: Call): Promise<Connected>;
}

export function createProvider(calls: Calls, log: Log, declared: Declared, lifecycles: Lifecycles): Provider {
  let config: ReadConfig | undefined;
  let own: string | undefined;
  // Without a configuration, the credentials of the environment would be used, whatever account they belong to.
  const read: ReadConfig = (key) => {
    if (config === undefined) throw new ConfigurationError("Pulumi has not configured this provider. Run it again.");
    return config(key);
  };
  return {
    configure(values, reference) {
      config = readFrom(values);
      own = reference;
    },
    reference: () => own,
    read,
    calls,
    lifecycles,
    declared,
    claims: new Map(),
    said: new Set(),
    async surroundings(call) {
      // Loaded when something is sent. Every `up` calls check and diff for every resource, and these need no HTTP.
      const { connect } = await import("../../billing/connect.js");
      const client = connect(read, (line) => void log("info", line)).within(call.signal);
      return { ...call, client, clock: systemClock, declared };
    },
  };
}
