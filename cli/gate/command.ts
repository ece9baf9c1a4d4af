import type { ApplicationContext } from "@stricli/core";
import { buildCommand } from "@stricli/core";
import { notEmpty } from "../arguments.js";
import { GATE } from "../texts.js";
import type { GateFlags } from "./run.js";

/** An empty word allows nothing, and is not wrong. */
const asGiven = (text: string) => text;
const named = { kind: "parsed", parse: asGiven, variadic: true, default: [] } as const;

export const gateCommand = buildCommand<GateFlags, [preview: string], ApplicationContext>({
  docs: GATE,
  parameters: {
    flags: {
      "allow-purchase": { ...named, placeholder: "[ACCOUNT/]WORD", brief: GATE.allowPurchase },
      "allow-auto-topup": { ...named, placeholder: "ACCOUNT", brief: GATE.allowAutoTopup },
      markdown: { kind: "boolean", withNegated: false, brief: GATE.markdown, default: false },
    },
    positional: { kind: "tuple", parameters: [{ parse: notEmpty, placeholder: "PREVIEW", brief: GATE.preview }] },
  },
  loader: async () => (await import("./run.js")).runGate,
});
