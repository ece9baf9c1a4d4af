// The story of buying credit: one word is one charge, even if everything dies in the middle of it.
import { note, say, title } from "./print.mjs";

export async function purchases(stage) {
  const charges = () => stage.emulator.state().charges;
  const ledger = () => {
    note("The ledger of the emulated Cloudflare:");
    for (const { invoiceId, amount, charged, status } of charges())
      note(`  ${invoiceId}: ${usd(amount)} of credit, ${usd(charged)} on the card, ${status}`);
  };

  title("Buying AI Gateway credit, with Cloudflare's API today (2026-10)");
  note("The waits are short here: a real purchase waits 65 s, and an interrupted one 140 s.");
  await stage.startCloudflare("2026-10");
  await stage.newStack("demo", "examples/credit-topup");

  say("1. A purchase has a word: the card is charged once for it");
  await stage.pulumi(["config", "set", "purchase", "2026-11"]);
  await stage.pulumi(["preview"]);
  await stage.pulumi(["up", "--yes", "--skip-preview"]);
  ledger();

  say("2. The same word again: nothing is sent");
  const before = stage.emulator.state().requests.length;
  await stage.pulumi(["up", "--yes", "--skip-preview"]);
  note(`The provider sent ${stage.emulator.state().requests.length - before} requests.`);

  say("3. The next word. The card is charged, the answer gets lost, and CLI and provider are killed");
  await stage.pulumi(["config", "set", "purchase", "2026-12"]);
  stage.emulator.addFault({ endpoint: "POST /topup", mode: "hang-after-commit" });
  await stage.pulumi(["up", "--yes", "--skip-preview"], { killWhen: () => charges().length === 2 });
  note("Killed with SIGKILL. The state still names the first invoice, and the ledger has two:");
  await stage.pulumi(["stack", "output", "invoiceId"]);
  ledger();

  say("4. The same command again: it looks before it charges, and takes the invoice over");
  await stage.pulumi(["cancel", "--yes"]);
  await stage.pulumi(["up", "--yes", "--skip-preview"]);
  await stage.pulumi(["stack", "output", "invoiceId"]);
  ledger();
  if (charges().length !== 2) throw new Error(`${charges().length} charges for 2 purchases.`);
  note("2 purchases, 2 charges.");
}

const usd = (cents) => `US$${(cents / 100).toFixed(2)}`;
