// A preview of six data functions with a wrong token, next to the same program with a good one.
// By itself, it writes its section of bench/RESULTS.md alone: node bench/wrongToken.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findPulumi } from "../tools/pulumi/find.mjs";
import { createProject } from "./engine.mjs";

const require = createRequire(import.meta.url);
const { createEmulator } = require("../dist/emulator/index.js");

const file = fileURLToPath(import.meta.url);
const repository = resolve(file, "../..");
const GOAL = { seconds: 5, memoryMb: 250 };

/** The section of bench/RESULTS.md. */
export async function measureWrongToken(rounds, pulumi) {
  const emulator = await createEmulator({ api: "2026-05" });
  const good = await createPreview("test-token-write", true, { pulumi, emulator });
  const wrong = await createPreview("test-token-unknown", false, { pulumi, emulator });
  const runs = [];
  try {
    for (let round = 0; round < rounds; round += 1) runs.push({ good: await good.run(), wrong: await wrong.run() });
  } finally {
    for (const preview of [good, wrong]) preview.remove();
    await emulator.close();
  }
  const median = (token, what) => {
    const sorted = runs.map((run) => run[token][what]).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
  };
  const row = (token) => {
    const [seconds, memoryMb] = [median(token, "seconds"), median(token, "memoryMb")];
    const isMet = seconds <= GOAL.seconds && memoryMb <= GOAL.memoryMb;
    const verdict = token === "good" ? "" : isMet ? "met" : "**missed**";
    return `| a ${token} token | ${seconds.toFixed(2)} | ${memoryMb.toFixed(0)} | ${verdict} |`;
  };
  return `Medians of ${rounds} rounds, run in turn, on Node ${process.versions.node}.

| \`pulumi preview\` of six data functions | seconds | the program's peak MB | goal for a wrong token: ${GOAL.seconds} s, ${GOAL.memoryMb} MB |
| --- | --- | --- | --- |
${row("good")}
${row("wrong")}
`;
}

/** @param passes whether the preview is to end with exit code 0 */
async function createPreview(token, passes, { pulumi, emulator }) {
  const project = await createProject([join(repository, "bench/programs/functions.js")], {
    pulumi,
    env: {
      ...process.env,
      CLOUDFLARE_API_TOKEN: token,
      CLOUDFLARE_BASE_URL: emulator.url,
    },
    memoryOf: "cmd/run",
  });
  return {
    async run() {
      project.memory.forget();
      const began = performance.now();
      const { exitCode, output } = await project.start("preview").ended;
      const seconds = (performance.now() - began) / 1000;
      if ((exitCode === 0) !== passes) throw new Error(`pulumi preview: ${output.slice(-2000)}`);
      return { seconds, memoryMb: Math.max(...project.memory.peaksMb()) };
    },
    remove: project.remove,
  };
}

if (process.argv[1] === file) {
  const found = await findPulumi({ say: console.error });
  if (found.folder === undefined) throw new Error(found.reason);
  const section = await measureWrongToken(Number(process.env.BENCH_ROUNDS ?? 7), found.folder);
  const page = join(repository, "bench/RESULTS.md");
  const marked = /(<!-- wrong token -->\n)[\s\S]*(<!-- \/wrong token -->)/;
  writeFileSync(
    page,
    readFileSync(page, "utf8").replace(marked, (_, open, close) => open + section + close),
  );
  console.log(section);
}
