import { buildCommand } from "@stricli/core";
import { usd } from "../../provider/contract/money.js";
import { ACCOUNT_FLAGS } from "../accounts/flags.js";
import { notEmpty } from "../arguments.js";
import type { CommandContext } from "../context.js";
import { LONGEST_DAYS } from "../model/runway.js";
import { CHECK } from "../texts.js";
import type { CheckFlags } from "./run.js";

const cents = { kind: "parsed", parse: parseDollars, optional: true, placeholder: "USD" } as const;

export const checkCommand = buildCommand<CheckFlags, [], CommandContext>({
  docs: CHECK,
  parameters: {
    flags: {
      ...ACCOUNT_FLAGS,
      "min-balance": { ...cents, brief: CHECK.minBalance },
      "min-runway": { kind: "parsed", parse: parseDays, optional: true, placeholder: "DAYS", brief: CHECK.minRunway },
      "max-daily-spend": { ...cents, brief: CHECK.maxDailySpend },
      "max-invoice": { ...cents, brief: CHECK.maxInvoice },
      json: { kind: "boolean", withNegated: false, brief: CHECK.json, default: false },
      markdown: { kind: "boolean", withNegated: false, brief: CHECK.markdown, default: false },
      openmetrics: { kind: "parsed", parse: notEmpty, optional: true, placeholder: "FILE", brief: CHECK.openmetrics },
    },
  },
  loader: async () => (await import("./run.js")).runCheck,
});

/** US dollars, as US cents. */
function parseDollars(text: string): number {
  if (!/^\d{1,9}(\.\d{1,2})?$/.test(text)) throw new Error(CHECK.wrongDollars);
  return usd(Number(text));
}

function parseDays(text: string): number {
  const days = /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(days > 0 && days <= LONGEST_DAYS)) throw new Error(CHECK.wrongDays);
  return days;
}
