import { buildCommand } from "@stricli/core";
import { ACCOUNT_FLAGS } from "../accounts/flags.js";
import { notEmpty } from "../arguments.js";
import type { CommandContext } from "../context.js";
import { REPORT } from "../texts.js";
import type { ReportFlags } from "./run.js";

export const reportCommand = buildCommand<ReportFlags, [], CommandContext>({
  docs: REPORT,
  parameters: {
    flags: {
      ...ACCOUNT_FLAGS,
      state: { kind: "parsed", parse: notEmpty, optional: true, placeholder: "FILE", brief: REPORT.state },
      // Not for use: who knows it from the other commands is told what to write.
      json: { kind: "boolean", withNegated: false, hidden: true, brief: REPORT.json, default: false },
      format: { kind: "enum", values: ["markdown", "json"], brief: REPORT.format, default: "markdown" },
    },
  },
  loader: async () => (await import("./run.js")).runReport,
});
