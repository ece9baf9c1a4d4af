/**
 * What every host speaks and every kind of resource implements. A host knows no kind, and a kind knows no host; neither
 * is known here, nor is Cloudflare: the surroundings that a kind needs beyond these are its own matter.
 */
import type { Clock } from "./clock.js";

export type Properties = Readonly<Record<string, unknown>>;

/** What a lifecycle works with in one call, whatever it is about. A host makes them for each call. */
export interface Surroundings {
  readonly clock: Clock;
  /** Tells the user, about the resource of this call, what is going on. */
  readonly inform: (line: string) => void;
  /** Tells the user, about the resource of this call, what they should look at. */
  readonly warn: (line: string) => void;
  /**
   * Aborted when nobody waits for the call any more: the run is cancelled, or the time it was given is over. Its reason
   * is an Error that says which. What is not sent yet is then not sent.
   */
  readonly signal: AbortSignal;
  /** The settings that the program of this run declares, which no delete of an older resource may remove. */
  readonly declared: Set<string>;
}

/** An input that breaks a rule. */
export interface CheckFailure {
  readonly property: string;
  /** A whole sentence that names the property, the rule, what was given and what to do. */
  readonly reason: string;
}

export interface CheckRequest {
  readonly news: Properties;
  /** The inputs of the last run; empty when the resource is new. */
  readonly olds: Properties;
  /** Whether a value is one that the engine does not know yet. */
  readonly isUnknown: (value: unknown) => boolean;
  /** The account that is meant where the declaration names none. */
  readonly accountId?: string | undefined;
}

export interface Checked {
  /** The inputs, with the account that is meant. */
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

/** A property that is not what was recorded. */
export interface Change {
  readonly property: string;
  /** Whether it takes a new resource. */
  readonly replaces: boolean;
}

export interface Observed {
  readonly inputs: object;
  readonly outputs: object;
}

/** What the engine is going to do with a resource, in Pulumi's words. */
export type Step = "create" | "update" | "same";

export interface PreviewRequest {
  readonly step: Step;
  readonly declared: Properties;
  /** The recorded outputs, where there are some and the host knows them: a program does not. */
  readonly recorded?: Properties | undefined;
}

/** What a preview finds out about a step. */
export interface Finding {
  /** `failure`: the step cannot succeed as things are now. */
  readonly severity: "info" | "warning" | "failure";
  /** Whole sentences. */
  readonly text: string;
}

/** The life of one kind of resource. */
export interface Lifecycle<Around extends Surroundings = Surroundings> {
  /** What it is called in sentences: `auto top-up`. */
  readonly noun: string;
  /** Validates, and fills in the account. Sends nothing. Values that are not known yet pass. */
  check(request: CheckRequest): Checked;
  /** Compares what is recorded with what is declared now. Sends nothing. */
  diff(recorded: Properties, declared: Properties, around: Pick<Around, "declared">): Change[];
  /** Compares what is declared with what is there, and says what the step will do. Changes nothing. */
  preview(request: PreviewRequest, around: Around): Promise<Finding[]>;
  create(declared: Properties, around: Around): Promise<{ id: string; outputs: object }>;
  update(declared: Properties, around: Around, recorded: Properties): Promise<object>;
  /** What is there; undefined when it is gone. Without recorded outputs it is an import. */
  read(id: string, recorded: Properties | undefined, around: Around): Promise<Observed | undefined>;
  delete(id: string, around: Around, recorded: Properties): Promise<void>;
}
