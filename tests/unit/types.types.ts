/** The schemas, held equal to the public types. Judged by the compiler; nothing here is run. */
import type { Unwrap } from "@pulumi/pulumi";
import { expectTypeOf } from "expect-type";
import type { z } from "zod";
import type * as endpoints from "../../provider/billing/endpoints";
import type { GetCreditBalanceResult } from "../../provider/program/functions/getCreditBalance";
import type { InvoicePreview } from "../../provider/program/functions/getInvoicePreview";
import type {
  AutoTopupConfig,
  AutoTopupConfigArgs,
  AutoTopupConfigState,
} from "../../provider/program/resources/autoTopupConfig";
import type {
  SpendingLimit,
  SpendingLimitArgs,
  SpendingLimitState,
} from "../../provider/program/resources/spendingLimit";
import type { autoTopupConfigInputs } from "../../provider/settings/autoTopupConfig";
import type * as kinds from "../../provider/settings/index";
import type { spendingLimitInputs } from "../../provider/settings/spendingLimit";

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

type Balance = Awaited<ReturnType<typeof endpoints.getCreditBalance>>;
expectTypeOf<Plain<Balance>>().toEqualTypeOf<Plain<Omit<GetCreditBalanceResult, "accountId">>>();
type Preview = NonNullable<Awaited<ReturnType<typeof endpoints.getInvoicePreview>>>;
expectTypeOf<Plain<Preview>>().toEqualTypeOf<Plain<InvoicePreview>>();
