/** Cloudflare's own client against the emulator, through every method. The types are held in contract.types.ts. */
import Cloudflare from "cloudflare";
import type { ApiGeneration, Emulator } from "../../../emulator/index";
import { createEmulator } from "../../../emulator/index";

const ID = "0123456789abcdef0123456789abcdef";
const account_id = ID;

describe.each(["2026-05", "2026-10"] as const)(
  "the official client, through every method (%s)",
  (api: ApiGeneration) => {
    let emulator: Emulator;
    let billing: Cloudflare["aiGateway"]["billing"];
    beforeEach(async () => {
      emulator = await createEmulator({ api });
      billing = new Cloudflare({ apiToken: "test-token-write", baseURL: emulator.url, maxRetries: 0 }).aiGateway
        .billing;
    });
    afterEach(() => emulator.close());

    /** The status that a refused call ends with, and 200 for one that is not refused. */
    const statusOf = (call: PromiseLike<unknown>) =>
      call.then(
        () => 200,
        (error: { status: number }) => error.status,
      );

    test("reads", async () => {
      emulator.use(ID, 250);
      expect(await billing.creditBalance({ account_id })).toMatchObject({
        balance: 750,
        has_default_payment_method: true,
      });
      expect(await billing.invoicePreview({ account_id })).toMatchObject({ status: "draft", amount_due: 250 });
      expect((await billing.invoiceHistory({ account_id, type: "manual" })).invoices).toMatchObject([
        { id: "in_emulator_first", status: "paid" },
      ]);
      expect((await billing.invoiceHistory({ account_id, type: "auto" })).pagination).toEqual({
        has_more: false,
        page: 1,
        per_page: 20,
        total_count: 0,
      });
      const times = { start_time: Date.now() - 86_400_000, end_time: Date.now() + 86_400_000 };
      expect(
        (await billing.usageHistory({ account_id, value_grouping_window: "day", ...times })).history,
      ).toMatchObject([{ aggregated_value: 250 }]);
      expect(await billing.topup.config.get({ account_id })).toMatchObject({ amount: null });
      expect(await billing.spendingLimit.get({ account_id })).toMatchObject({ enabled: false });
    });

    test("a top-up and its status", async () => {
      const { payment_intent_id } = await billing.topup.create({ account_id, amount: 2000 });
      expect(await billing.topup.status({ account_id, payment_intent_id })).toEqual({
        payment_intent_id,
        status: "pending",
      });
      emulator.advance(2000);
      expect(await billing.topup.status({ account_id, payment_intent_id })).toEqual({
        payment_intent_id,
        status: "completed",
      });
      expect(emulator.state().charges).toMatchObject([{ amount: 2000, charged: 2100, status: "completed" }]);
    });

    test("writes, as far as the generation lets them", async () => {
      const open = api === "2026-05";
      const config = { account_id, amount: 5000, threshold: 1000 };
      const limit = { account_id, amount: 100, duration: "daily", strategy: "fixed" } as const;
      expect(await statusOf(billing.topup.config.create(config))).toBe(open ? 200 : 403);
      expect((await billing.topup.config.get({ account_id })).amount).toBe(open ? 5000 : null);
      expect(await statusOf(billing.topup.config.delete({ account_id }))).toBe(open ? 200 : 403);
      expect(await statusOf(billing.spendingLimit.create(limit))).toBe(open ? 200 : 403);
      expect((await billing.spendingLimit.get({ account_id })).enabled).toBe(open);
      expect(await statusOf(billing.spendingLimit.delete({ account_id }))).toBe(200);
    });
  },
);
