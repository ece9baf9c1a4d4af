/**
 * A state with a purchase in every stage, as each released version wrote it: every later version must finish what was
 * begun, once. A new version adds its own file: WRITE_STATE_FIXTURE=1 npx jest --selectProjects engine purchaseStages
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { TestStack } from "../support/engine";
import { withStack } from "../support/engine";
import { QUICK_CONFIG, stopTwice } from "../support/purchases";
import { fixtureText, THEN } from "../support/stateFixture";

const FIXTURES = resolve(__dirname, "../fixtures/purchases");
const { version } = require("../../package.json");
const CURRENT = join(FIXTURES, `${version}.json`);

/** The invoice that every account of the emulator has. */
const FIRST = { invoiceId: "in_emulator_first" };

/** Each stage is a purchase of its own, of an account of its own. */
const PURCHASES = {
  completed: { reason: "TICKET-7" },
  adopted: { amount: 1000, adoptInvoiceId: FIRST.invoiceId },
  /** It waits for the bank. */
  pending: { settleWithinSeconds: 0 },
  /** The purchase before it was declined, and given up. */
  abandoned: { abandonPurchase: "2026-10" },
  /** Recorded, and the card was declined. */
  declined: {},
  /** Recorded, and killed before the charge arrived. */
  recorded: {},
  /** Charged, and killed before the answer arrived. */
  lost: {},
};
type Stage = keyof typeof PURCHASES;

const STAGES = Object.keys(PURCHASES) as Stage[];
const accountOf = (stage: Stage) => `${STAGES.indexOf(stage) + 1}`.repeat(32);

function program(stages: readonly Stage[], changes: object = {}) {
  const declared = stages.map((stage) => [
    stage,
    { accountId: accountOf(stage), amount: 5000, purchase: "2026-11", ...PURCHASES[stage], ...changes },
  ]);
  return `
const { CreditTopup } = require("pulumi-cloudflare-ai-gateway-billing");
for (const [name, args] of ${JSON.stringify(declared)}) new CreditTopup(name, args);`;
}

const START = Date.now();

const OPTIONS = {
  api: "2026-10",
  program: program(STAGES),
  config: QUICK_CONFIG,
  byEnvironment: true,
  seed: { accounts: Object.fromEntries(STAGES.map((stage) => [accountOf(stage), { settleMs: 0 }])) },
  now: () => THEN + Date.now() - START,
} as const;

if (process.env.WRITE_STATE_FIXTURE === "1") {
  test("writes the state of this version", async () => {
    await withStack(OPTIONS, async (stack) => {
      await reachEveryStage(stack);
      const { output } = await stack.pulumi("stack", "export");
      writeFileSync(CURRENT, fixtureText({ charges: stack.emulator.state().charges, state: JSON.parse(output) }));
    });
  });
}

/** One after the other, so that each invoice always has the same id. */
async function reachEveryStage(stack: TestStack) {
  const { emulator } = stack;
  const pay = (stage: Stage, payments: "succeed" | "are declined" | "wait for the bank") =>
    emulator.patchAccount(accountOf(stage), { payments });
  const upTo = (stage: Stage, changes?: object) =>
    stack.write(program(STAGES.slice(0, STAGES.indexOf(stage) + 1), changes));

  upTo("adopted");
  expect(await stack.up()).toMatchObject({ exitCode: 0 });
  pay("pending", "wait for the bank");
  upTo("pending");
  expect(await stack.up()).toMatchObject({ exitCode: 0 });
  pay("abandoned", "are declined");
  stack.write(program(["abandoned"], { purchase: "2026-10", abandonPurchase: undefined }));
  expect((await stack.up("--target", "**abandoned**")).errors.join()).toContain("declined");
  pay("abandoned", "succeed");
  upTo("abandoned");
  expect(await stack.up()).toMatchObject({ exitCode: 0 });
  pay("declined", "are declined");
  upTo("declined");
  expect((await stack.up()).errors.join()).toContain("declined");
  upTo("recorded");
  await stopTwice(stack, "hang-before", "--target", "**recorded**");
  upTo("lost");
  await stopTwice(stack, "hang-after-commit", "--target", "**lost**");
}

test("this version has a state", () => expect(existsSync(CURRENT)).toBe(true));

/** A stack with a state, and the accounts as they were then. The import drops the creation that was under way. */
async function withStages(file: string, test: (stack: TestStack) => Promise<void>) {
  const { charges, state } = JSON.parse(readFileSync(join(FIXTURES, file), "utf8"));
  await withStack(OPTIONS, async (stack) => {
    const snapshot = stack.emulator.snapshot();
    stack.emulator.restore({ ...snapshot, store: { ...snapshot.store, charges } });
    writeFileSync(join(stack.folder, "state.json"), JSON.stringify(state));
    expect(await stack.pulumi("stack", "import", "--file", "state.json")).toMatchObject({ exitCode: 0 });
    await test(stack);
  });
}

const purchaseIn = (stack: TestStack, stage: Stage) => stack.resources()[`${stage}-charge`]?.outputs;

const released = readdirSync(FIXTURES);

test.each(released)(
  "the purchases of %s are finished, each with one charge, and then stay as they are",
  async (file) => {
    await withStages(file, async (stack) => {
      const { emulator } = stack;
      const preview = await stack.preview();
      expect(preview).toMatchObject({ exitCode: 0, warnings: [], errors: [] });
      const changes = Object.entries(preview.steps).filter(([, step]) => step !== "same");
      expect(Object.fromEntries(changes)).toEqual({
        "pending-charge": "update",
        "declined-charge": "create",
        "recorded-charge": "create",
        "lost-charge": "create",
      });

      expect(await stack.refresh()).toMatchObject({ exitCode: 0, warnings: [], errors: [] });
      expect(purchaseIn(stack, "pending")).toMatchObject({ status: "pending" });

      emulator.bank(accountOf("pending"), "confirms");
      expect(await stack.up()).toMatchObject({ exitCode: 0, warnings: [], errors: [] });
      for (const stage of STAGES) {
        const charges = emulator.state().charges.filter(({ accountId }) => accountId === accountOf(stage));
        expect([stage, ...charges]).toMatchObject([stage, ...(stage === "adopted" ? [] : [{ status: "completed" }])]);
        expect(purchaseIn(stack, stage)).toMatchObject({
          purchase: "2026-11",
          status: "completed",
          origin: stage === "adopted" || stage === "lost" ? "adopted" : "charged",
          invoiceId: (charges[0] ?? FIRST).invoiceId,
        });
      }

      expect(await stack.preview("--expect-no-changes")).toMatchObject({ exitCode: 0, warnings: [], errors: [] });
      expect(await stack.driftGate()).toMatchObject({ exitCode: 0 });
    });
  },
);

test.each(released)("the purchases of %s are destroyed where they stand, and nothing is sent", async (file) => {
  await withStages(file, async (stack) => {
    const { charges } = stack.emulator.state();
    const destroyed = await stack.destroy();
    expect(destroyed).toMatchObject({ exitCode: 0, errors: [] });
    const [, said] = destroyed.output.split("Diagnostics:");
    for (const stage of ["completed", "adopted", "pending", "abandoned"] as const) {
      const { invoiceId } = charges.find(({ accountId }) => accountId === accountOf(stage)) ?? FIRST;
      expect(said).toContain(`Purchase "2026-11" (${invoiceId}) is forgotten. Nothing is sent`);
    }
    // the declined one, the recorded one and the lost one
    expect(said?.match(/is forgotten, and this state has no charge for it\. If it was not finished/g)).toHaveLength(3);
    expect(stack.resources()).toEqual({});
    expect(stack.newRequests()).toEqual([]);
  });
});
