/** No command changes anything at Cloudflare, whatever it is asked and whatever the account is like. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ACCOUNT } from "../../support/client";
import { createWorld, MIXED, MIXED_ENVIRONMENT, mixedAccounts, sent, spendForAMonth } from "../../support/commandLine";

/** The flags of each command that reads Cloudflare; null for one that does not. FOLDER is a new one for each call. */
const COMMANDS: Readonly<Record<string, readonly string[][] | null>> = {
  doctor: [[], ["--json"]],
  status: [[], ["--json"]],
  check: [
    [],
    ["--min-balance", "5", "--min-runway", "3", "--max-daily-spend", "9", "--max-invoice", "9", "--markdown"],
  ],
  report: [[], ["--format", "json"]],
  adopt: [
    ["--out", "FOLDER"],
    ["--new", "FOLDER", "--language", "yaml", "--json"],
  ],
  gate: null,
  emulator: null,
};

/** They ask, and change nothing. */
const HARMLESS = ["POST /topup/eligibility", "POST /topup/status"];

const FIVE_MINUTES_MS = 300_000;

test("the commands of this list are all there are", async () => {
  const { call, close } = await createWorld();
  const { stdout } = await call(["--help"]);
  await close();
  const names = [...stdout.matchAll(/^ {2}ai-gateway-billing ([a-z]+)/gm)].map(([, name]) => name);
  expect(names).toEqual(Object.keys(COMMANDS));
});

test.each(["2026-05", "2026-10"] as const)(
  "nothing but reads is sent, and no account is changed (%s)",
  async (api) => {
    const world = await createWorld({ api, ...MIXED });
    const folder = mkdtempSync(join(tmpdir(), "reads-only-"));
    try {
      spendForAMonth(world);
      const file = join(folder, "accounts.yaml");
      writeFileSync(file, mixedAccounts(world, 11));
      const before = world.emulator.snapshot().store;
      for (const [name, variants] of Object.entries(COMMANDS)) {
        for (const flags of variants ?? []) {
          // a new window of the rate limit
          world.advance(FIVE_MINUTES_MS);
          const already = sent(world).length;
          for (const accounts of [
            ["--account", ACCOUNT],
            ["--accounts", file],
          ]) {
            const given = flags.map((flag) => (flag === "FOLDER" ? mkdtempSync(join(folder, "adopt-")) : flag));
            await world.call([name, ...accounts, ...given], MIXED_ENVIRONMENT);
          }
          const all = sent(world).slice(already);
          // adopt asks for the two settings, and the others for more
          expect(all.length).toBeGreaterThan(name === "adopt" ? 20 : 30);
          expect(all.filter((one) => !one.startsWith("GET ") && !HARMLESS.includes(one))).toEqual([]);
        }
      }
      expect(world.emulator.snapshot().store).toEqual(before);
    } finally {
      rmSync(folder, { recursive: true });
      await world.close();
    }
  },
  60_000,
);
