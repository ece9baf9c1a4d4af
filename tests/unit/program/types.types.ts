/** The schemas, held equal to the public types. Judged by the compiler; nothing here is run. */
import type { Input, Output, Unwrap } from "@pulumi/pulumi";
import { expectTypeOf } from "expect-type";
import type { z } from "zod";
import type * as data from "../../../provider/data/index";
import type * as functions from "../../../provider/index";
import type {
  AutoTopupConfig,
  AutoTopupConfigArgs,
  AutoTopupConfigState,
} from "../../../provider/program/resources/autoTopupConfig";
import type { ChargedBy, CreditTopup, CreditTopupArgs } from "../../../provider/program/resources/creditTopup";
import type {
  SpendingLimit,
  SpendingLimitArgs,
  SpendingLimitState,
} from "../../../provider/program/resources/spendingLimit";
import type { Outcome } from "../../../provider/purchase/charge/outcome";
import type { ChargeInputs, topupIntentInputs } from "../../../provider/purchase/inputs";
import type { autoTopupConfigInputs } from "../../../provider/settings/autoTopupConfig";
import type * as kinds from "../../../provider/settings/index";
import type { spendingLimitInputs } from "../../../provider/settings/spendingLimit";

/** What the provider gets: every input as a plain value, and the account always there. */
type Declared<Args extends { accountId?: unknown }> = { accountId: string } & {
  [Key in keyof Omit<Args, "accountId">]: Unwrap<Args[Key]>;
};
/** Through an object and into unions and lists, so that aliases compare as what they stand for. */
type Plain<Type> = Type extends object ? { -readonly [Key in keyof Type]: Plain<Type[Key]> } : Type;
type StatusOf<Kind> = Kind extends { statusAfterWrite: infer Status } ? Status : never;
type Values<Resource, Keys extends keyof Resource> = { [Key in Keys]: Unwrap<Resource[Key]> };

expectTypeOf<Plain<z.output<typeof autoTopupConfigInputs>>>().toEqualTypeOf<Plain<Declared<AutoTopupConfigArgs>>>();
expectTypeOf<Plain<z.output<typeof spendingLimitInputs>>>().toEqualTypeOf<Plain<Declared<SpendingLimitArgs>>>();

expectTypeOf<Plain<StatusOf<typeof kinds.AutoTopupConfig>>>().toEqualTypeOf<
  Plain<Values<AutoTopupConfig, "disabledReason" | "error" | "lastFailedAt">>
>();
expectTypeOf<Plain<StatusOf<typeof kinds.SpendingLimit>>>().toEqualTypeOf<Plain<Values<SpendingLimit, "enabled">>>();

expectTypeOf<keyof AutoTopupConfigState>().toEqualTypeOf<
  keyof AutoTopupConfigArgs | "disabledReason" | "error" | "lastFailedAt"
>();
expectTypeOf<keyof SpendingLimitState>().toEqualTypeOf<keyof SpendingLimitArgs | "enabled">();

expectTypeOf<Plain<z.output<typeof topupIntentInputs>>>().toEqualTypeOf<Plain<Declared<CreditTopupArgs>>>();
expectTypeOf<keyof ChargeInputs>().toEqualTypeOf<ChargedBy | "record">();
expectTypeOf<Plain<Outcome>>().toEqualTypeOf<
  Plain<Values<CreditTopup, "invoiceId" | "status" | "origin" | "chargedAt" | "cardBrand" | "cardLast4" | "onboarding">>
>();

/** What each read gives is what its function promises. */
type ResultOf<Name extends keyof typeof data> = (typeof data)[Name] extends (...args: never[]) => Promise<infer Result>
  ? Plain<Result>
  : never;
expectTypeOf<ResultOf<"getCreditBalance">>().toEqualTypeOf<Plain<functions.GetCreditBalanceResult>>();
expectTypeOf<ResultOf<"getUsageHistory">>().toEqualTypeOf<Plain<functions.GetUsageHistoryResult>>();
expectTypeOf<ResultOf<"getInvoicePreview">>().toEqualTypeOf<Plain<functions.GetInvoicePreviewResult>>();
expectTypeOf<ResultOf<"getTopupStatus">>().toEqualTypeOf<Plain<functions.GetTopupStatusResult>>();
expectTypeOf<ResultOf<"getTopupConfig">>().toEqualTypeOf<Plain<functions.GetTopupConfigResult>>();
expectTypeOf<ResultOf<"getSpendingLimit">>().toEqualTypeOf<Plain<functions.GetSpendingLimitResult>>();
expectTypeOf<ResultOf<"getTopupLimits">>().toEqualTypeOf<Plain<functions.GetTopupLimitsResult>>();
expectTypeOf<ResultOf<"getTopupEligibility">>().toEqualTypeOf<Plain<functions.GetTopupEligibilityResult>>();
// Its links are secret outputs, once they are in the program.
type WithoutLinks<Result extends { invoices: unknown[] }> = Plain<Omit<Result["invoices"][number], "invoicePdf">>;
expectTypeOf<WithoutLinks<ResultOf<"getInvoiceHistory">>>().toEqualTypeOf<
  WithoutLinks<functions.GetInvoiceHistoryResult>
>();

/** Inputs may be left out; what a resource shows is there, the account too. */
expectTypeOf<AutoTopupConfigArgs>().toEqualTypeOf<{
  readonly accountId?: Input<string> | undefined;
  readonly amount: Input<number>;
  readonly threshold: Input<number>;
  readonly allowOverwrite?: Input<boolean>;
}>();
expectTypeOf<AutoTopupConfigState["amount"]>().toEqualTypeOf<Input<number> | undefined>();
expectTypeOf<AutoTopupConfig["accountId"]>().toEqualTypeOf<Output<string>>();
expectTypeOf<AutoTopupConfig["allowOverwrite"]>().toEqualTypeOf<Output<boolean | undefined>>();
expectTypeOf<AutoTopupConfig["disabledReason"]>().toEqualTypeOf<Output<string | null>>();
/** A live limit may show another word than those that can be declared; a purchase may not. */
expectTypeOf<SpendingLimitArgs["duration"]>().toEqualTypeOf<Input<"daily" | "weekly" | "monthly">>();
expectTypeOf<SpendingLimitState["duration"]>().toEqualTypeOf<Input<string> | undefined>();
expectTypeOf<SpendingLimit["duration"]>().toEqualTypeOf<Output<string>>();
expectTypeOf<CreditTopup["amount"]>().toEqualTypeOf<Output<number>>();
expectTypeOf<CreditTopup["status"]>().toEqualTypeOf<Output<"completed" | "pending">>();
/** A list may have items that are still to come. */
expectTypeOf<Input<string> | Input<Array<Input<string>>>>().toExtend<CreditTopupArgs["abandonPurchase"]>();
/** The arguments of the twins are those of the functions, as inputs. */
expectTypeOf<functions.GetUsageHistoryOutputArgs>().toEqualTypeOf<{
  readonly accountId?: Input<string> | undefined;
  readonly valueGroupingWindow: Input<"hour" | "day">;
  readonly startTime: Input<Date | string | number>;
  readonly endTime: Input<Date | string | number>;
}>();
expectTypeOf<Date | Promise<Date> | Output<Date> | Output<string>>().toExtend<
  functions.GetUsageHistoryOutputArgs["startTime"]
>();
