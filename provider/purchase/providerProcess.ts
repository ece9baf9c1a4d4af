/** What belongs to one process of the provider, and ends with it. */
import { randomUUID } from "node:crypto";
import type { Connected } from "../billing/connected.js";
import type { Moment } from "../contract/clock.js";

export interface ProviderProcess {
  /** The marks of the purchases that this process has recorded but not yet tried to charge, each with its time. */
  readonly marks: Map<string, Moment>;
  newMark(): string;
  /** The purchases whose charges this run has removed from the state. */
  readonly forgotten: Set<string>;
  /**
   * Whether the engine that started this process still lives. A provider outlives an engine that is killed. It must
   * not charge a card when no engine is left to save the charge.
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
