/** The flags with which every command that reads Cloudflare is told what to read. */
import { notEmpty } from "../arguments.js";
import type { UnitName } from "../model/accountStatus.js";
import { ACCOUNTS } from "../texts.js";

export interface AccountFlags {
  /** Account ids. */
  readonly account: readonly string[];
  /** A file that lists accounts. */
  readonly accounts?: string;
  /** The stack of Pulumi whose configuration is used. */
  readonly stack?: string;
  /** The unit of the usage, if somebody knows it. */
  readonly "usage-unit"?: UnitName;
}

export const ACCOUNT_FLAGS = {
  account: { kind: "parsed", parse: notEmpty, variadic: true, default: [], placeholder: "ID", brief: ACCOUNTS.account },
  accounts: { kind: "parsed", parse: notEmpty, optional: true, placeholder: "FILE", brief: ACCOUNTS.accounts },
  stack: { kind: "parsed", parse: notEmpty, optional: true, placeholder: "NAME", brief: ACCOUNTS.stack },
  "usage-unit": {
    kind: "enum",
    values: ["cents", "dollars", "microDollars"],
    optional: true,
    brief: ACCOUNTS.usageUnit,
  },
} as const;
