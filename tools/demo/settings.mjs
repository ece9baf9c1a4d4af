// The story of the settings: declared, drifted, put back, removed; and what works when Cloudflare refuses writes.
import { note, say, title } from "./stage.mjs";

export async function settings(stage) {
  title("Cloudflare AI Gateway billing as code, on an emulated Cloudflare.");
  note("The program is tools/demo/program; the engine, the provider and HTTP are real.");

  await stage.startCloudflare("2026-05");
  await stage.prepare("stack", "init", "demo", "--non-interactive");
  say("1. An API that tokens may write (as in May 2026): preview, up, and nothing left to do");
  await stage.pulumi(["preview"]);
  await stage.pulumi(["up", "--yes", "--skip-preview"]);
  await stage.pulumi(["preview", "--expect-no-changes"]);

  say("2. Somebody changes the auto top-up in the dashboard: the drift gate notices");
  stage.dashboard({ topupConfig: { amount: 90_000, threshold: 1000 } });
  await stage.pulumi(["refresh", "--preview-only", "--expect-no-changes", "--non-interactive"], { expect: 7 });
  note("Exit code 7: a pipeline stops here, or opens an issue.");

  say("3. up again puts the declared values back");
  await stage.pulumi(["up", "--yes", "--skip-preview", "--refresh"]);

  say("4. Nothing brings a deleted spending limit back: destroy is refused until its protection is lifted");
  await stage.pulumi(["destroy", "--yes"], { expect: "failure" });
  stage.edit('strategy: "fixed" }', 'strategy: "fixed" }, { protect: false }');
  await stage.pulumi(["up", "--yes", "--skip-preview"]);
  await stage.pulumi(["destroy", "--yes", "--skip-preview"]);

  await stage.startCloudflare("2026-10");
  say("5. Today's API closes these writes to tokens: the preview says so before it hurts");
  await stage.pulumi(["preview"]);
  say("6. up fails with what to set where, and leaves nothing half done");
  await stage.pulumi(["up", "--yes", "--skip-preview"], { expect: "failure" });

  say("7. The dashboard is used as told: up adopts, without a write");
  stage.dashboard({
    topupConfig: { amount: 5000, threshold: 1000 },
    spendingLimit: { amount: 25_000, duration: "monthly", strategy: "fixed" },
  });
  const before = stage.emulator.state().requests.length;
  await stage.pulumi(["up", "--yes", "--skip-preview"]);
  const sent = stage.emulator.state().requests.slice(before);
  const writes = sent.filter(({ method }) => method !== "GET").length;
  note(`The provider sent ${sent.length} requests, of them ${writes} writes.`);
}
