/**
 * Client and emulator, held against the wire types of Cloudflare's own client. Judged by the compiler, which
 * names the field that differs; nothing here is run. The two endpoints that the package lacks are left aside.
 */
import type * as Billing from "cloudflare/resources/ai-gateway/billing/billing";
import type * as Limit from "cloudflare/resources/ai-gateway/billing/spending-limit";
import type * as Config from "cloudflare/resources/ai-gateway/billing/topup/config";
import type * as Topup from "cloudflare/resources/ai-gateway/billing/topup/topup";
import { expectTypeOf } from "expect-type";
import type { z } from "zod";
import type { Answer } from "../../../emulator/answer";
import type { ROUTES } from "../../../emulator/billing";
import type * as schema from "../../../provider/billing/schema";

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

// the emulator answers what the official client expects
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

// the client understands everything that the official types let Cloudflare answer
expectTypeOf<Billing.BillingCreditBalanceResponse>().toExtend<z.input<typeof schema.creditBalance>>();
expectTypeOf<Billing.BillingUsageHistoryResponse>().toExtend<z.input<typeof schema.usageHistory>>();
expectTypeOf<Billing.BillingInvoiceHistoryResponse>().toExtend<z.input<typeof schema.invoiceHistory>>();
expectTypeOf<Billing.BillingInvoicePreviewResponse>().toExtend<z.input<typeof schema.invoicePreview>>();
expectTypeOf<Topup.TopupCreateResponse>().toExtend<z.input<typeof schema.topup>>();
expectTypeOf<Topup.TopupStatusResponse>().toExtend<z.input<typeof schema.topupStatus>>();
expectTypeOf<Config.ConfigGetResponse>().toExtend<z.input<typeof schema.topupConfig>>();
expectTypeOf<Limit.SpendingLimitGetResponse>().toExtend<z.input<typeof schema.spendingLimit>>();

// the client sends what the official client sends
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
