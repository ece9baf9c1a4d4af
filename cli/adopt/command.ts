import { buildCommand } from "@stricli/core";
import { ACCOUNT_FLAGS } from "../accounts/flags.js";
import { notEmpty } from "../arguments.js";
import type { CommandContext } from "../context.js";
import { ADOPT } from "../texts.js";
import type { AdoptFlags } from "./run.js";

const { "usage-unit": _, ...whichAccounts } = ACCOUNT_FLAGS;

export const adoptCommand = buildCommand<AdoptFlags, [], CommandContext>({
  docs: ADOPT,
  parameters: {
    flags: {
      ...whichAccounts,
      language: { kind: "enum", values: ["typescript", "yaml"], brief: ADOPT.language, default: "typescript" },
      native: { kind: "boolean", withNegated: false, brief: ADOPT.native, default: false },
      new: { kind: "parsed", parse: notEmpty, optional: true, placeholder: "DIR", brief: ADOPT.new },
      out: { kind: "parsed", parse: notEmpty, optional: true, placeholder: "DIR", brief: ADOPT.out },
      refresh: { kind: "boolean", withNegated: false, brief: ADOPT.refresh, default: false },
      "remove-unset": { kind: "boolean", withNegated: false, brief: ADOPT.removeUnset, default: false },
      json: { kind: "boolean", withNegated: false, brief: ADOPT.json, default: false },
    },
  },
  loader: async () => (await import("./run.js")).runAdopt,
});
