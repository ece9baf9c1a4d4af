/**
 * The interface between hosts and kinds of resource: every host calls it, and every kind implements it. A host knows no
 * kind, and a kind knows no host. This file knows neither, and not Cloudflare; a kind may need more surroundings.
 */
import type { Clock } from "./clock.js";

export type Properties = Readonly<Record<string, unknown>>;

/** What a lifecycle gets for one call, whatever its kind. A host makes it for each call. */
export interface Surroundings {
  readonly clock: Clock;
  /** Tells the user what is happening to the resource of this call. */
  readonly inform: (line: string) => void;
  /** Warns the user about the resource of this call. */
  readonly warn: (line: string) => void;
  /**
   * Aborted when nobody waits for the call any more: the run is cancelled, or its time is over. Its reason is an Error
   * that says which. After that, nothing more is sent.
   */
  readonly signal: AbortSignal;
  /** The settings that the program of this run declares. Deleting an older resource must not remove them. */
  readonly declared: Declared;
}

/** What is declared, by keys that only kinds understand. */
export interface Declared {
  add(key: string): void;
  has(key: string): boolean;
}

/** An input that breaks a rule. */
export interface CheckFailure {
  readonly property: string;
  /** A whole sentence: the property, its rule, the given value, and what to do. */
  readonly reason: string;
}

export interface CheckRequest {
  readonly news: Properties;
  /** The inputs of the last run; empty when the resource is new. */
  readonly olds: Properties;
  /** Whether the engine does not know this value yet. */
  readonly isUnknown: (value: unknown) => boolean;
  /** The account to use if the declaration names none. */
  readonly accountId?: string | undefined;
}

export interface Checked {
  /** The inputs, with the account filled in. */
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

/** A property that differs from what was recorded. */
export interface Change {
  readonly property: string;
  /** Whether the change needs a new resource. */
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
  /** The recorded outputs, if there are any and the host knows them. A program does not. */
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
  /** Its name in sentences: `auto top-up`. */
  readonly noun: string;
  /** The outputs that are not inputs. They are unknown until a create or an update has run. */
  readonly computed: readonly string[];
  /** Validates, and fills in the account. Sends nothing. Values that are not known yet pass. */
  check(request: CheckRequest): Checked;
  /** Compares what is recorded with what is declared now. Sends nothing. */
  diff(recorded: Properties, declared: Properties, around: Pick<Around, "declared">): Change[];
  /** Compares what is declared with the live account, and says what the step will do. Changes nothing. */
  preview(request: PreviewRequest, around: Around): Promise<Finding[]>;
  create(declared: Properties, around: Around): Promise<{ id: string; outputs: object }>;
  update(declared: Properties, around: Around, recorded: Properties): Promise<object>;
  /** Reads the live values; undefined when it is gone. Without recorded outputs it is an import. */
  read(id: string, recorded: Properties | undefined, around: Around): Promise<Observed | undefined>;
  delete(id: string, around: Around, recorded: Properties): Promise<void>;
}
