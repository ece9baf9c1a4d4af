/** The calls that are under way: how each ends early, and what it says to the user meanwhile. */
import { ConfigurationError } from "../../contract/errors.js";
import type { Surroundings } from "../../contract/lifecycle.js";
import type { Log } from "./engine.js";

/** What a call gets. */
export type Call = Pick<Surroundings, "signal" | "inform" | "warn">;

/** What a call is about. */
export interface About {
  /** The resource; empty for a function. */
  readonly urn: string;
  /** The user's customTimeouts for it; 0 without one. */
  readonly seconds: number;
  /** Takes secrets out of a text. */
  readonly hide: (text: string) => string;
}

export interface Calls {
  /**
   * Runs a call. When it has ended, everything that it said has reached the engine.
   *
   * @param work does it. Neither what it says nor how it fails shows what is hidden
   */
  run<Result>(about: About, work: (call: Call) => Promise<Result>): Promise<Result>;
  /** Ends all calls early, also later ones. */
  cancel(): void;
  isIdle(): boolean;
  /** Resolves when no call is under way. */
  whenIdle(): Promise<void>;
}

/** Node fires a longer timer at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export function createCalls(log: Log): Calls {
  const underWay = new Set<AbortController>();
  let waiting: Array<() => void> = [];
  let isCancelled = false;
  const abort = (controller: AbortController) => controller.abort(new Error("the run was cancelled"));
  return {
    async run({ urn, seconds, hide }, work) {
      if (seconds < 0)
        throw new ConfigurationError(
          `The option customTimeouts allows ${seconds} s. Give it more than 0 s, or remove it.`,
        );
      const controller = new AbortController();
      if (isCancelled) abort(controller);
      underWay.add(controller);
      const timer =
        seconds > 0
          ? setTimeout(
              () => controller.abort(new Error(`the ${seconds} s that customTimeouts allows are over`)),
              Math.min(seconds * 1000, LONGEST_TIMER_MS),
            )
          : undefined;
      // One after the other, in the order in which they were said.
      let said = Promise.resolve();
      const say = (severity: "info" | "warning") => (line: string) => {
        said = said.then(() => log(severity, hide(line), urn));
      };
      try {
        return await work({ signal: controller.signal, inform: say("info"), warn: say("warning") });
      } catch (error) {
        if (error instanceof Error) {
          error.message = hide(error.message);
          error.stack = hide(error.stack ?? "");
        }
        throw error;
      } finally {
        clearTimeout(timer);
        await said;
        underWay.delete(controller);
        if (underWay.size === 0) {
          for (const idle of waiting) idle();
          waiting = [];
        }
      }
    },
    cancel() {
      isCancelled = true;
      for (const controller of underWay) abort(controller);
    },
    isIdle: () => underWay.size === 0,
    whenIdle: () =>
      new Promise((idle) => {
        if (underWay.size === 0) idle();
        else waiting.push(idle);
      }),
  };
}
