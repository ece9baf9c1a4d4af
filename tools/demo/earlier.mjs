// Part 2: what only the earlier generation of the API allows.
import { note, say, title } from "./print.mjs";

export async function earlier(stage) {
  title("Part 2: Cloudflare's earlier API (2026-05)");
  note("API tokens could write everything then. No account answers like this any more: this part shows what the");
  note("provider does with a write that Cloudflare allows.");
  await stage.startCloudflare("2026-05");

  say("7. The stack that was refused: up sets both");
  await stage.pulumi(["up", "--yes", "--skip-preview"]);

  say("8. A change in the dashboard: up puts the declared value back");
  stage.dashboard("Somebody raises the auto top-up in the dashboard to US$900.00.", {
    topupConfig: { amount: 90_000, threshold: 1000 },
  });
  await stage.pulumi(["up", "--yes", "--skip-preview", "--refresh"]);

  say("9. Nothing brings a deleted spending limit back: destroy is refused until its protection is lifted");
  await stage.pulumi(["destroy", "--yes"], { expect: "failure" });
  stage.edit('strategy: "fixed" }', 'strategy: "fixed" }, { protect: false }');
  await stage.pulumi(["up", "--yes", "--skip-preview"]);
  await stage.pulumi(["destroy", "--yes", "--skip-preview"]);
}
