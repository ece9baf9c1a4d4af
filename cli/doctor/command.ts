import { buildCommand } from "@stricli/core";
import { ACCOUNT_FLAGS } from "../accounts/flags.js";
import type { CommandContext } from "../context.js";
import { DOCTOR } from "../texts.js";
import type { DoctorFlags } from "./run.js";

const { "usage-unit": _, ...whichAccounts } = ACCOUNT_FLAGS;

export const doctorCommand = buildCommand<DoctorFlags, [], CommandContext>({
  docs: DOCTOR,
  parameters: {
    flags: {
      ...whichAccounts,
      json: { kind: "boolean", withNegated: false, brief: DOCTOR.json, default: false },
    },
  },
  loader: async () => (await import("./run.js")).runDoctor,
});
