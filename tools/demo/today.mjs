// Part 1: what works with the API as Cloudflare answers today, and what it refuses.
import { note, say, title } from "./print.mjs";

export async function today(stage) {
  title("Part 1: Cloudflare's API today (2026-10)");
  note("API tokens may read everything and buy credit. Only the dashboard may change the auto top-up.");
  note("Nobody may set a spending limit any more. Pulumi's engine, the provider and HTTP are real.");
  await stage.startCloudflare("2026-10");
  stage.dashboard("Somebody sets an auto top-up in the dashboard: it buys US$50.00 when less than US$10.00 is left.", {
    topupConfig: { amount: 5000, threshold: 1000 },
  });

  say("1. Read: the balance, the upcoming invoice, and the auto top-up as a line of code");
  await stage.newStack("today", "examples/quickstart");
  await stage.pulumi(["up", "--yes", "--skip-preview"]);

  say("2. Declare the auto top-up with that line: up adopts it, without a write");
  stage.append([
    'import { AutoTopupConfig, CreditTopup } from "pulumi-cloudflare-ai-gateway-billing";',
    'new AutoTopupConfig("topup", { amount: 5000, threshold: 1000 });',
  ]);
  const before = stage.emulator.state().requests.length;
  await stage.pulumi(["up", "--yes", "--skip-preview"]);
  const sent = stage.emulator.state().requests.slice(before);
  const writes = sent.filter(({ method }) => method !== "GET").length;
  note(`The provider sent ${sent.length} requests, of them ${writes} writes.`);

  say("3. Buy credit: the card is charged once for the word 2026-11");
  note("The waits are short here: a real purchase waits 65 s.");
  stage.append(['new CreditTopup("credit", { purchase: "2026-11", amount: 2000 });']);
  await stage.pulumi(["up", "--yes", "--skip-preview"]);
  note("The output balance is older: the program read it before the purchase.");
  note("`npm run demo -- --purchase` shows what happens if a purchase is interrupted.");

  say("4. A change in the dashboard: the drift gate notices");
  stage.dashboard("Somebody lowers the auto top-up in the dashboard to US$15.00.", {
    topupConfig: { amount: 1500, threshold: 1000 },
  });
  await stage.pulumi(["refresh", "--preview-only", "--expect-no-changes", "--non-interactive"], { expect: 7 });
  note("Exit code 7: a pipeline stops here, or opens an issue.");

  say("5. What Cloudflare refuses to tokens: the preview says so before it hurts");
  note("A second stack wants to set an auto top-up and a spending limit, in an account that has neither.");
  await stage.startCloudflare("2026-10");
  await stage.newStack("settings", "tools/demo/program");
  await stage.pulumi(["preview"]);

  say("6. up fails, says what to set where, and leaves nothing half done");
  await stage.pulumi(["up", "--yes", "--skip-preview"], { expect: "failure" });
  note('"+ 1 created" is the stack itself: the first up of a stack records it, even if everything in it is refused.');
}
