/** What belongs to one process of the provider, and dies with it. */
import { randomUUID } from "node:crypto";
import type { Connected } from "../billing/connected.js";
import type { Moment } from "../contract/clock.js";

export interface ProviderProcess {
  /** The marks of the purchases that this process has recorded and not yet tried to charge, and when it recorded them. */
  readonly marks: Map<string, Moment>;
  newMark(): string;
  /** The purchases whose charges were removed from the state in this run. */
  readonly forgotten: Set<string>;
  /**
   * Whether the engine that started this process still lives. A provider outlives an engine that is killed, and
   * must not charge a card when nobody is left to write it down.
   */
  engineIsAlive(): Promise<boolean>;
}

export function createProviderProcess(engineIsAlive: () => Promise<boolean>) {
  return {
    marks: new Map<string, Moment>(),
    forgotten: new Set<string>(),
    newMark: randomUUID,
    engineIsAlive,
  } satisfies ProviderProcess;
}

/** What a purchase works with. */
export interface Purchasing extends Connected {
  readonly provider: ProviderProcess;
}
