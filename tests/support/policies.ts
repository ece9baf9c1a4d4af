/** The policy pack, as the engine runs it. */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Outcome, TestStack } from "./engine";

export const PACK = join(resolve(__dirname, "../.."), "policy/pack.js");

/** The options that run the pack with a configuration. */
export function withPolicies({ folder }: TestStack, config: object): string[] {
  const file = join(folder, "policies.json");
  writeFileSync(file, JSON.stringify(config));
  return ["--policy-pack", PACK, "--policy-pack-config", file];
}

/** The violations, as `level policy resource`. */
export const violations = ({ output }: Pick<Outcome, "output">) =>
  [...output.matchAll(/- \[(\w+)\] \[severity: \w+\] {2}(\S+) {2}\(\S+: ([^)]+)\)/g)].map(
    ([, level, policy, resource]) => `${level} ${policy} ${resource}`,
  );
