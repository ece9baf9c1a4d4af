/**
 * The host that serves the programs of the tests. They are the same for both, so a whole suite runs on the plugin with
 * `HOST=plugin`.
 */
import { appendFileSync, mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";

const REPOSITORY = resolve(__dirname, "../..");
const MAIN = join(REPOSITORY, "dist/provider/hosts/plugin/main.js");
export const OWN = "cloudflare-ai-gateway-billing";

export type HostName = "dynamic" | "plugin";

export const HOST: HostName = process.env.HOST === "plugin" ? "plugin" : "dynamic";

/** The program, with its classes and functions from the entry of the host. */
export const onHost = (host: HostName, program: string) =>
  host === "dynamic"
    ? program
    : program.replaceAll(
        /(["'])pulumi-cloudflare-ai-gateway-billing\1/g,
        "$1pulumi-cloudflare-ai-gateway-billing/native$1",
      );

/** What a project needs so that Pulumi finds the plugin, as `npm install` and the page of the plugin make it. */
export function installPlugin(folder: string) {
  const modules = join(folder, "node_modules", ".bin");
  mkdirSync(modules, { recursive: true });
  symlinkSync(MAIN, join(modules, `pulumi-resource-${OWN}`));
  usePlugin(folder);
}

/** Tells the project where the plugin is. */
export const usePlugin = (folder: string) =>
  appendFileSync(
    join(folder, "Pulumi.yaml"),
    `plugins:\n  providers:\n    - name: ${OWN}\n      path: node_modules/.bin\n`,
  );
