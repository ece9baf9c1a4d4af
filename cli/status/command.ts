import { buildCommand } from "@stricli/core";
import { ACCOUNT_FLAGS } from "../accounts/flags.js";
import type { CommandContext } from "../context.js";
import { STATUS } from "../texts.js";
import type { StatusFlags } from "./run.js";

export const statusCommand = buildCommand<StatusFlags, [], CommandContext>({
  docs: STATUS,
  parameters: {
    flags: {
      ...ACCOUNT_FLAGS,
      json: { kind: "boolean", withNegated: false, brief: STATUS.json, default: false },
    },
  },
  loader: async () => (await import("./run.js")).runStatus,
});
