/** How far a long command is, on a terminal and elsewhere. */
import { createProgress } from "../../../cli/progress";
import { systemClock } from "../../../provider/billing/systemClock";

/** Ten steps of a second and a half each, and a line of text in between. */
function run(isTTY: boolean): string {
  let printed = "";
  let time = 0;
  const stream = {
    isTTY,
    write(text: string) {
      printed += text;
    },
  };
  const progress = createProgress({
    process: { stdout: stream, stderr: stream },
    clock: { ...systemClock, monotonic: () => time },
  });
  progress.begin(10);
  for (let step = 1; step <= 10; step += 1) {
    time += 1500;
    progress.step();
    if (step === 3) progress.say("Waiting 9 s.");
  }
  progress.end();
  return printed;
}

test("a terminal has one line, from two seconds on, which is gone in the end", () => {
  const shown = run(true).split("\r\u001b[K");
  expect(shown.slice(0, 3)).toEqual([
    "Read 2 of 10 accounts.",
    "Read 3 of 10 accounts.",
    "Waiting 9 s.\nRead 4 of 10 accounts.",
  ]);
  expect(shown.slice(-2)).toEqual(["Read 9 of 10 accounts.", ""]);
});

test("elsewhere there is a line every ten seconds, and no control character", () => {
  expect(run(false)).toBe("Waiting 9 s.\nRead 7 of 10 accounts.\n");
});
