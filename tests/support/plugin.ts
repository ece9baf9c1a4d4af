/** Programs on the plugin. No classes are bound to it yet, so they use Pulumi's own. */
import { appendFileSync, mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import type { StackOptions } from "./engine";

const REPOSITORY = resolve(__dirname, "../..");
const MAIN = join(REPOSITORY, "dist/provider/hosts/plugin/main.js");
export const OWN = "cloudflare-ai-gateway-billing";

/** What a program needs to find the plugin, as `npm install` makes it. */
export async function installPlugin(folder: string) {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@pulumi"), { recursive: true });
  mkdirSync(join(modules, ".bin"));
  symlinkSync(join(REPOSITORY, "node_modules/@pulumi/pulumi"), join(modules, "@pulumi/pulumi"));
  symlinkSync(MAIN, join(modules, ".bin", `pulumi-resource-${OWN}`));
  usePlugin(folder);
}

/** Tells the project where the plugin is. */
export const usePlugin = (folder: string) =>
  appendFileSync(
    join(folder, "Pulumi.yaml"),
    `plugins:\n  providers:\n    - name: ${OWN}\n      path: node_modules/.bin\n`,
  );

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
