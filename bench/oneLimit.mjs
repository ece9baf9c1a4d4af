// Four command lines that do not know of each other, on one token: nobody is blocked, and how long it takes.
// It writes its section of bench/RESULTS.md. Five minutes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const { createEmulator } = require("../dist/emulator/index.js");

const repository = resolve(fileURLToPath(import.meta.url), "../..");
const PROCESSES = 4;
const ACCOUNTS = 500;
/** A small limit, so that it takes minutes and not an hour. */
const LIMIT = { requests: 650, windowMs: 30_000 };
const GOAL = 1.1;

const emulator = await createEmulator({ rateLimit: LIMIT });
const folder = mkdtempSync(join(tmpdir(), "one-limit-"));
try {
  const began = performance.now();
  await Promise.all(Array.from({ length: PROCESSES }, (_, index) => check(index)));
  const seconds = (performance.now() - began) / 1000;
  const { requests } = emulator.state();
  const blocked = requests.filter(({ status }) => status === 429).length;
  const shortest = ((Math.ceil(requests.length / LIMIT.requests) - 1) * LIMIT.windowMs) / 1000;
  const ratio = seconds / shortest;
  const isMet = blocked === 0 && ratio <= GOAL;
  const section = `${PROCESSES} processes run \`check\` on ${ACCOUNTS} accounts each, with one token, and do not know of each other. The emulator
allows ${LIMIT.requests} requests in ${LIMIT.windowMs / 1000} s.

| requests | refused by the limit | seconds | shortest | ratio | goal: none refused, ≤ ${GOAL} |
| --- | --- | --- | --- | --- | --- |
| ${requests.length} | ${blocked} | ${seconds.toFixed(0)} | ${shortest} | ${ratio.toFixed(2)} | ${isMet ? "met" : "**missed**"} |

Each leaves 2 % of the quota to the others. Where the requests fill the last window to the brim, that costs a whole window.
`;
  const page = join(repository, "bench/RESULTS.md");
  const marked = /(<!-- one limit -->\n)[\s\S]*(<!-- \/one limit -->)/;
  writeFileSync(
    page,
    readFileSync(page, "utf8").replace(marked, (_, open, close) => open + section + close),
  );
  console.log(section);
} finally {
  await emulator.close();
  rmSync(folder, { recursive: true });
}

async function check(index) {
  const ids = Array.from({ length: ACCOUNTS }, (_, number) =>
    (index * ACCOUNTS + number).toString(16).padStart(32, "0"),
  );
  const file = join(folder, `${index}.txt`);
  writeFileSync(file, ids.join("\n"));
  const env = { ...process.env, CLOUDFLARE_BASE_URL: emulator.url, CLOUDFLARE_API_TOKEN: "test-token-read" };
  const args = [join(repository, "cli/dist/main.js"), "check", "--accounts", file];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "ignore", "inherit"] });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`Process ${index} ended with ${code}.`);
}
