import type { ApplicationContext } from "@stricli/core";
import type { Clock } from "../provider/contract/clock.js";

/** What a command gets from outside: where it prints, and the time. */
export interface CommandContext extends ApplicationContext {
  readonly clock: Clock;
}
