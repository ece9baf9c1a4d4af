/** A purchase under the real engine where the CLI has flags of its own, or is stopped with Ctrl-C twice. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withStack } from "../support/engine";
import { isFull, testInFull } from "../support/full";
import { buy, QUICK_CONFIG, stopTwice } from "../support/purchases";

const START = { api: "2026-10", config: QUICK_CONFIG, program: buy({ purchase: "2026-11" }) } as const;

const folder = mkdtempSync(join(tmpdir(), "trace-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// These flags stand before the engine's address on the provider's command line.
testInFull.each([
  [["--tracing", `file:${join(folder, "up.trace")}`]],
  [["--logflow", "-v", "1"]],
  [["--logtostderr", "--logflow", "-v", "1"]],
])("with %p the provider finds its engine, and the card is charged once", async (flags) => {
  await withStack(START, async (stack) => {
    expect(await stack.up(...flags)).toMatchObject({ exitCode: 0, errors: [] });
    expect(stack.outputs()).toMatchObject({ status: "completed", origin: "charged" });
    expect(stack.emulator.state().charges).toHaveLength(1);
  });
});

const PENDING = /interrupted while being created|pending CREATE operations/i;

test("after Ctrl-C twice the purchase is finished by the next up, and the warning stays until the pending creation is cleared", async () => {
  await withStack(START, async (stack) => {
    await stopTwice(stack, "hang-after-commit");
    const finished = await stack.up();
    expect(finished).toMatchObject({ exitCode: 0, errors: [] });
    expect(finished.output).toMatch(PENDING);
    expect(stack.outputs()).toMatchObject({ status: "completed", origin: "adopted" });

    const again = await stack.up();
    expect(again).toMatchObject({ exitCode: 0, steps: { "credit-intent": "same", "credit-charge": "same" } });
    expect(again.output).toMatch(PENDING);
    if (isFull) {
      expect(await stack.refresh("--clear-pending-creates")).toMatchObject({ exitCode: 0 });
      const quiet = await stack.up();
      expect(quiet).toMatchObject({ exitCode: 0, steps: { "credit-charge": "same" } });
      expect(quiet.output).not.toMatch(PENDING);
    }
    expect(stack.emulator.state().charges).toHaveLength(1);
  });
});

testInFull(
  "a pending creation that is cleared first changes nothing: the next up still looks for the charge",
  async () => {
    await withStack(START, async (stack) => {
      await stopTwice(stack, "hang-after-commit");
      expect(await stack.refresh("--clear-pending-creates")).toMatchObject({ exitCode: 0 });
      expect(await stack.up()).toMatchObject({ exitCode: 0, steps: { "credit-charge": "create" } });
      expect(stack.outputs()).toMatchObject({ status: "completed", origin: "adopted" });
      expect(stack.emulator.state().charges).toHaveLength(1);
    });
  },
);
