/**
 * Client and emulator, held against Cloudflare's own types and client. The types are judged by the compiler,
 * which names the field that differs. The two endpoints that the official package lacks are left aside.
 */
import Cloudflare from "cloudflare";
import type * as Billing from "cloudflare/resources/ai-gateway/billing/billing";
import type * as Limit from "cloudflare/resources/ai-gateway/billing/spending-limit";
import type * as Config from "cloudflare/resources/ai-gateway/billing/topup/config";
import type * as Topup from "cloudflare/resources/ai-gateway/billing/topup/topup";
import { expectTypeOf } from "expect-type";
import type { z } from "zod";
import type { Answer } from "../../../emulator/answer";
import type { ROUTES } from "../../../emulator/billing";
import type { ApiGeneration, Emulator } from "../../../emulator/index";
import { createEmulator } from "../../../emulator/index";
import type * as schema from "../../../provider/billing/schema";

const ID = "0123456789abcdef0123456789abcdef";
const account_id = ID;

/** What the emulator answers when it answers well. */
type Answered<Endpoint extends keyof typeof ROUTES> = Exclude<
  ReturnType<(typeof ROUTES)[Endpoint]["handle"]> extends infer Given
    ? Given extends Answer<infer Result>
      ? Result
      : never
    : never,
  null
>;
/** What goes into a body, by the official client's parameters. */
type Body<Params> = Omit<Params, "account_id">;

test("the emulator answers what the official client expects", () => {
  expectTypeOf<Answered<"GET /credit-balance">>().toExtend<Billing.BillingCreditBalanceResponse>();
  expectTypeOf<Answered<"GET /usage-history">>().toExtend<Billing.BillingUsageHistoryResponse>();
  expectTypeOf<Answered<"GET /invoice-history">>().toExtend<Billing.BillingInvoiceHistoryResponse>();
  expectTypeOf<
    Extract<Answered<"GET /invoice-preview">, { id: unknown }>
  >().toExtend<Billing.BillingInvoicePreviewResponse>();
  expectTypeOf<Answered<"POST /topup">>().toExtend<Topup.TopupCreateResponse>();
  expectTypeOf<Answered<"POST /topup/status">>().toExtend<Topup.TopupStatusResponse>();
  expectTypeOf<Answered<"GET /topup/config">>().toExtend<Config.ConfigGetResponse>();
  expectTypeOf<Answered<"POST /topup/config">>().toExtend<Config.ConfigCreateResponse>();
  expectTypeOf<Answered<"GET /spending-limit">>().toExtend<Limit.SpendingLimitGetResponse>();
  expect(true).toBe(true);
});

test("the client understands everything that the official types let Cloudflare answer", () => {
  expectTypeOf<Billing.BillingCreditBalanceResponse>().toExtend<z.input<typeof schema.creditBalance>>();
  expectTypeOf<Billing.BillingUsageHistoryResponse>().toExtend<z.input<typeof schema.usageHistory>>();
  expectTypeOf<Billing.BillingInvoiceHistoryResponse>().toExtend<z.input<typeof schema.invoiceHistory>>();
  expectTypeOf<Billing.BillingInvoicePreviewResponse>().toExtend<z.input<typeof schema.invoicePreview>>();
  expectTypeOf<Topup.TopupCreateResponse>().toExtend<z.input<typeof schema.topup>>();
  expectTypeOf<Topup.TopupStatusResponse>().toExtend<z.input<typeof schema.topupStatus>>();
  expectTypeOf<Config.ConfigGetResponse>().toExtend<z.input<typeof schema.topupConfig>>();
  expectTypeOf<Limit.SpendingLimitGetResponse>().toExtend<z.input<typeof schema.spendingLimit>>();
  expect(true).toBe(true);
});

test("the client sends what the official client sends", () => {
  expectTypeOf<z.output<typeof schema.topupConfigBody>>().toEqualTypeOf<Body<Config.ConfigCreateParams>>();
  expectTypeOf<z.output<typeof schema.spendingLimitBody>>().toEqualTypeOf<Body<Limit.SpendingLimitCreateParams>>();
  expectTypeOf<z.output<typeof schema.topupBody>>().toEqualTypeOf<Body<Topup.TopupCreateParams>>();
  expectTypeOf<z.output<typeof schema.topupStatusBody>>().toEqualTypeOf<Body<Topup.TopupStatusParams>>();
  expectTypeOf<(typeof schema.WINDOWS)[number]>().toEqualTypeOf<
    Billing.BillingUsageHistoryParams["value_grouping_window"]
  >();
  expectTypeOf<(typeof schema.INVOICE_TYPES)[number]>().toEqualTypeOf<
    NonNullable<Billing.BillingInvoiceHistoryParams["type"]>
  >();
  expect(true).toBe(true);
});

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
