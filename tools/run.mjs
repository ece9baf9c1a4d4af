// Runs one command after the other with the terminal attached, and stops at the first that fails.
import { spawnSync } from "node:child_process";

/**
 * @param {string} title what the step is for
 * @param {readonly string[]} command
 * @param {Record<string, string>} [env] beside the present environment
 */
export function step(title, [program, ...args], env = {}) {
  console.log(`\n› ${title}`);
  const { status, error } = spawnSync(program, args, { stdio: "inherit", env: { ...process.env, ...env } });
  if (error) console.error(error.message);
  if (status !== 0) process.exit(status ?? 1);
}

/** The command of a tool that this repository installs. */
export const tool = (name, ...args) => ["npx", "--no-install", name, ...args];
