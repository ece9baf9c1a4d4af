/** How far a long command is: on a terminal, one line that changes; elsewhere, a line now and then. */
import type { CommandContext } from "./context.js";
import { PROGRESS } from "./texts.js";

export interface Progress {
  /** @param count how many there are */
  begin(count: number): void;
  /** One more is done. */
  step(): void;
  /** Prints a line of text. */
  say(line: string): void;
  /** Takes the changing line away. */
  end(): void;
}

/** What takes less is not worth a line, in milliseconds. */
const QUIET_MS = { terminal: 2_000, elsewhere: 10_000 };
const CLEAR = "\r\u001b[K";

export function createProgress({ process: { stderr }, clock }: CommandContext): Progress {
  const isTerminal = "isTTY" in stderr && stderr.isTTY === true;
  let total = 0;
  let done = 0;
  let isShown = false;
  let since = 0;
  const clear = () => {
    if (isShown) stderr.write(CLEAR);
    isShown = false;
  };
  return {
    begin(count) {
      total = count;
      since = clock.monotonic();
    },
    step() {
      done += 1;
      const quietMs = isTerminal ? QUIET_MS.terminal : QUIET_MS.elsewhere;
      if (done === total || clock.monotonic() - since < quietMs) return;
      clear();
      stderr.write(isTerminal ? PROGRESS(done, total) : `${PROGRESS(done, total)}\n`);
      isShown = isTerminal;
      if (!isTerminal) since = clock.monotonic();
    },
    say(line) {
      clear();
      stderr.write(`${line}\n`);
    },
    end: clear,
  };
}
