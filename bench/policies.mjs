// What the policy pack adds to a preview, next to an empty pack and to none.
import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { createStack } from "./engine.mjs";

const repository = resolve(fileURLToPath(import.meta.url), "../..");

/** Seconds of a preview that creates `count` resources, in each round: without a pack, with an empty one, with ours. */
export async function previewsWithPacks(count, rounds, { pulumi, emulator }) {
  const config = join(tmpdir(), `policies-${process.pid}.json`);
  // The legacy limits are there so that the accounts have a cap; a thousand advices would be measured with them.
  writeFileSync(config, JSON.stringify({ "no-legacy-spending-limit": "disabled" }));
  const packs = {
    none: [],
    empty: ["--policy-pack", join(repository, "bench/emptyPack/pack.js")],
    ours: ["--policy-pack", join(repository, "policy/pack.js"), "--policy-pack-config", config],
  };
  const stack = await createStack("capped", count, { pulumi, emulator, preflight: false });
  try {
    const measured = [];
    for (let round = 0; round < rounds; round += 1) {
      const run = {};
      for (const [name, args] of Object.entries(packs)) run[name] = (await stack.measure("preview", ...args)).seconds;
      measured.push(run);
    }
    return measured;
  } finally {
    stack.remove();
    rmSync(config);
  }
}
