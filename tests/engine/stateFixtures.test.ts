/**
 * States as released versions wrote them: every later version must preview them without changes, refresh and
 * destroy them. A new version adds its own file: WRITE_STATE_FIXTURE=1 npx jest --selectProjects engine stateFixtures
 */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ApiGeneration } from "../../emulator/index";
import { withStack } from "../support/engine";
import { GENERATIONS, testSome } from "../support/full";
import { ACCOUNT, declare, LIMIT, OTHER_ACCOUNT, TOPUP } from "../support/programs";
import { fixtureText } from "../support/stateFixture";

const FIXTURES = resolve(__dirname, "../fixtures/state");
const { version } = require("../../package.json");
const CURRENT = `${version}.json`;

/** All kinds, with and without what may be left out. */
const program = `${declare({ topup: TOPUP, limit: { ...LIMIT, allowOverwrite: true } })}
new AutoTopupConfig("disabled", { accountId: "${OTHER_ACCOUNT}", amount: 1000, threshold: 500, allowOverwrite: false });
const { CreditTopup } = require("pulumi-cloudflare-ai-gateway-billing");
new CreditTopup("credit", { accountId: "${ACCOUNT}", amount: 5000, purchase: "2026-11", reason: "TICKET-7" });
new CreditTopup("adopted", { accountId: "${OTHER_ACCOUNT}", amount: 1000, purchase: "x", adoptInvoiceId: "in_emulator_first" });`;

const accounts = {
  [ACCOUNT]: {
    topupConfig: { amount: 5000, threshold: 1000 },
    spendingLimit: { amount: 25000, duration: "monthly", strategy: "fixed" },
  },
  [OTHER_ACCOUNT]: {
    topupConfig: {
      amount: 1000,
      threshold: 500,
      disabledReason: "card_declined",
      error: "declined",
      lastFailedAt: 1790000000,
    },
  },
};

const options = (api: ApiGeneration) => ({ api, program, byEnvironment: true, seed: { accounts } });

const NAMES = ["adopted-charge", "adopted-intent", "credit-charge", "credit-intent", "disabled", "limit", "topup"];

if (process.env.WRITE_STATE_FIXTURE === "1") {
  // The purchase waits its real minute: the environment knows no shorter times.
  test("writes the state of this version", async () => {
    await withStack(options("2026-05"), async (stack) => {
      expect(await stack.up()).toMatchObject({ exitCode: 0 });
      const { output } = await stack.pulumi("stack", "export");
      writeFileSync(join(FIXTURES, CURRENT), fixtureText(JSON.parse(output)));
    });
  });
}

test("this version has a state", () => expect(existsSync(join(FIXTURES, CURRENT))).toBe(true));

const released = readdirSync(FIXTURES).flatMap((file) =>
  GENERATIONS.map(([api]): [file: string, api: ApiGeneration] => [file, api]),
);

testSome(released.length / GENERATIONS.length, released)(
  "the state of %s previews without changes, refreshes and destroys (%s)",
  async (file, api) => {
    await withStack(options(api), async (stack) => {
      expect(await stack.pulumi("stack", "import", "--file", join(FIXTURES, file))).toMatchObject({ exitCode: 0 });
      expect(await stack.preview("--expect-no-changes")).toMatchObject({ exitCode: 0, errors: [] });
      expect(await stack.driftGate()).toMatchObject({ exitCode: 0 });
      expect(await stack.refresh()).toMatchObject({ exitCode: 0, errors: [] });
      expect(Object.keys(stack.resources()).sort()).toEqual(NAMES);
      if (api === "2026-10") {
        // Cloudflare lets go of these in the dashboard alone
        for (const id of [ACCOUNT, OTHER_ACCOUNT]) stack.emulator.patchAccount(id, { topupConfig: null });
      }
      expect(await stack.destroy()).toMatchObject({ exitCode: 0, errors: [] });
      expect(stack.emulator.state().accounts[ACCOUNT]).toMatchObject({ topupConfig: null, spendingLimit: null });
      expect(stack.resources()).toEqual({});
    });
  },
);
