/** The schemas, held equal to the public types. Judged by the compiler; the run only says that it was. */
import type { Unwrap } from "@pulumi/pulumi";
import { expectTypeOf } from "expect-type";
import type { z } from "zod";
import type * as endpoints from "../../provider/billing/endpoints";
import type { GetCreditBalanceResult } from "../../provider/functions/getCreditBalance";
import type { InvoicePreview } from "../../provider/functions/getInvoicePreview";
import type { autoTopupConfigInputs } from "../../provider/kinds/autoTopupConfig";
import type * as kinds from "../../provider/kinds/index";
import type { spendingLimitInputs } from "../../provider/kinds/spendingLimit";
import type {
  AutoTopupConfig,
  AutoTopupConfigArgs,
  AutoTopupConfigState,
} from "../../provider/resources/autoTopupConfig";
import type { SpendingLimit, SpendingLimitArgs, SpendingLimitState } from "../../provider/resources/spendingLimit";

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
/** What the provider gets: every input as a plain value, and the account always there. */
type Declared<Args extends { accountId?: unknown }> = Writable<
  { accountId: string } & { [Key in keyof Omit<Args, "accountId">]: Unwrap<Args[Key]> }
>;
type Flat<Type> = { [Key in keyof Type]: Type[Key] };
type StatusOf<Kind> = Kind extends { statusAfterWrite: infer Status } ? Status : never;
type Values<Resource, Keys extends keyof Resource> = { [Key in Keys]: Unwrap<Resource[Key]> };

test("inputs, outputs and results are the same on both sides", () => {
  expectTypeOf<z.output<typeof autoTopupConfigInputs>>().toEqualTypeOf<Flat<Declared<AutoTopupConfigArgs>>>();
  expectTypeOf<z.output<typeof spendingLimitInputs>>().toEqualTypeOf<Flat<Declared<SpendingLimitArgs>>>();

  expectTypeOf<Flat<Writable<StatusOf<typeof kinds.AutoTopupConfig>>>>().toEqualTypeOf<
    Values<AutoTopupConfig, "disabledReason" | "error" | "lastFailedAt">
  >();
  expectTypeOf<Flat<Writable<StatusOf<typeof kinds.SpendingLimit>>>>().toEqualTypeOf<
    Values<SpendingLimit, "enabled">
  >();

  expectTypeOf<keyof AutoTopupConfigState>().toEqualTypeOf<
    keyof AutoTopupConfigArgs | "disabledReason" | "error" | "lastFailedAt"
  >();
  expectTypeOf<keyof SpendingLimitState>().toEqualTypeOf<keyof SpendingLimitArgs | "enabled">();

  type Balance = Awaited<ReturnType<typeof endpoints.getCreditBalance>>;
  expectTypeOf<Balance>().branded.toEqualTypeOf<Flat<Omit<GetCreditBalanceResult, "accountId">>>();
  type Preview = NonNullable<Awaited<ReturnType<typeof endpoints.getInvoicePreview>>>;
  expectTypeOf<Preview>().branded.toEqualTypeOf<InvoicePreview>();
  expect(true).toBe(true);
});
