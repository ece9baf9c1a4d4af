/** Programs with a CreditTopup, the short times that an emulator allows, and a way to interrupt a purchase. */
import { setTimeout as sleep } from "node:timers/promises";
import type { TestStack } from "./engine";
import { ACCOUNT } from "./programs";

/** A purchase takes little more than two seconds instead of sixty-five. */
export const QUICK = { postMs: 800, postStartMs: 900, listLagMs: 300, windowMs: 2100, deliveryMs: 800 };

export const QUICK_CONFIG = { "cloudflare-ai-gateway-billing:timing": JSON.stringify(QUICK) };

/** A program with one CreditTopup, `credit`. */
export const buy = (args: object, opts: object = {}) => `
const { CreditTopup } = require("pulumi-cloudflare-ai-gateway-billing");
const credit = new CreditTopup("credit", ${JSON.stringify({ accountId: ACCOUNT, amount: 5000, ...args })}, ${JSON.stringify(opts)});
for (const key of ["amount", "invoiceId", "status", "origin", "chargedAt", "cardBrand", "cardLast4", "onboarding"])
  exports[key] = credit[key];
`;

/** Presses Ctrl-C twice while the charge is on its way, or its answer is. */
export async function stopTwice(stack: TestStack, mode: "hang-before" | "hang-after-commit", ...args: string[]) {
  const { emulator } = stack;
  emulator.addFault({ endpoint: "POST /topup", mode });
  const before = emulator.state();
  const cli = stack.start("up", "--yes", "--skip-preview", ...args);
  await until(() => {
    const { charges, requests } = emulator.state();
    const sent = requests.slice(before.requests.length).some(({ path }) => path.endsWith("/billing/topup"));
    return sent && (mode === "hang-before" || charges.length > before.charges.length);
  });
  process.kill(cli.pid ?? 0, "SIGINT");
  await until(() => cli.output().includes("press ^C again"));
  process.kill(cli.pid ?? 0, "SIGINT");
  await cli.done;
}

async function until(isSo: () => boolean) {
  for (let tries = 0; tries < 1200 && !isSo(); tries += 1) await sleep(25);
  if (!isSo()) throw new Error(`It never came to this: ${isSo}`);
}
