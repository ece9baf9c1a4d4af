/** An AutoTopupConfig whose runs are killed: live equals declared in the end, and nothing is charged. */
import type { TestStack } from "../../support/engine";
import { ACCOUNT, TOPUP } from "../../support/programs";
import { orphansAreDone, survive } from "./kill";
import { AUTO_TOPUPS } from "./points";
import { gatedAutoTopup } from "./programs";
import type { Row } from "./sample";
import { describePoints } from "./sample";

describePoints("AutoTopupConfig", AUTO_TOPUPS, "prompt", (point) =>
  survive({ api: "2026-05", program: gatedAutoTopup() }, point, async () => {}, recover),
);

async function recover(stack: TestStack): Promise<Row> {
  const wasSaved = stack.resources().topup !== undefined;
  expect(await stack.up()).toMatchObject({ exitCode: 0, errors: [], steps: { topup: wasSaved ? "same" : "create" } });
  const hasWritten = stack.newRequests().includes("POST /topup/config");
  await orphansAreDone(stack);
  const { accounts, charges } = stack.emulator.state();
  const { accountId, ...setting } = TOPUP;
  expect(accounts[ACCOUNT]?.topupConfig).toMatchObject(setting);
  expect(stack.resources().topup).toMatchObject({ id: accountId, outputs: TOPUP });
  expect(charges).toEqual([]);
  return { end: wasSaved || hasWritten ? "completed" : "adopted", ups: 1, charges: charges.length };
}
