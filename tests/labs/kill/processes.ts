/** The processes of one stack's runs, which a killed CLI leaves behind. */
import { readdirSync, readFileSync } from "node:fs";

/** The ids of all processes that were started with this folder as their PULUMI_HOME. */
export const processesOf = (home: string): number[] => processes(home).map(({ id }) => id);

/** Those of them that serve resources: a dynamic provider, or the plugin. */
export const providersOf = (home: string): number[] =>
  processes(home)
    .filter(({ command }) => /\/cmd\/dynamic-provider|pulumi-resource-cloudflare-ai-gateway-billing/.test(command))
    .map(({ id }) => id);

/** A process that has ended since it was looked up is left alone. */
export function send(signal: NodeJS.Signals, id: number) {
  try {
    process.kill(id, signal);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

function processes(home: string): Array<{ id: number; command: string }> {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => read(name, "environ").split("\0").includes(`PULUMI_HOME=${home}`))
    .map((name) => ({ id: Number(name), command: read(name, "cmdline").replaceAll("\0", " ") }));
}

/** Empty for a process that is gone, or somebody else's. */
function read(id: string, file: string): string {
  try {
    return readFileSync(`/proc/${id}/${file}`, "utf8");
  } catch {
    return "";
  }
}
