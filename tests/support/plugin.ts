/** Programs on the plugin, with Pulumi's own classes: as a program in another language names its resources. */
import { mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import type { StackOptions } from "./engine";
import { installPlugin as linkPlugin, OWN } from "./host";

export { OWN } from "./host";

const REPOSITORY = resolve(__dirname, "../..");

/** What such a program needs. */
export async function installPlugin(folder: string) {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@pulumi"), { recursive: true });
  symlinkSync(join(REPOSITORY, "node_modules/@pulumi/pulumi"), join(modules, "@pulumi/pulumi"));
  linkPlugin(folder);
}

/** A program of these lines. `Kind(name, args, opts)` declares a resource, and `provider(name, args)` a provider. */
export const onPlugin = (...lines: string[]) =>
  [
    `const pulumi = require("@pulumi/pulumi");`,
    `const declare = (kind, outputs) => (name, args, opts) =>`,
    `  new pulumi.CustomResource("${OWN}:index:" + kind, name, { ...Object.fromEntries(outputs.map((key) => [key, undefined])), ...args }, opts);`,
    `const AutoTopupConfig = declare("AutoTopupConfig", ["accountId", "amount", "threshold", "disabledReason", "error", "lastFailedAt"]);`,
    `const SpendingLimit = declare("SpendingLimit", ["accountId", "amount", "duration", "strategy", "enabled"]);`,
    `const provider = (name, args, opts) => new pulumi.ProviderResource("${OWN}", name, args, opts);`,
    `const call = (name, args, opts) => pulumi.runtime.invokeOutput("${OWN}:index:" + name, args, opts);`,
    ...lines,
  ].join("\n");

export const pluginStack = (program: string, more: Partial<StackOptions> = {}): StackOptions => ({
  api: "2026-05",
  program,
  install: installPlugin,
  ...more,
});
