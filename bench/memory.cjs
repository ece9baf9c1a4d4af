// Loaded into every process of a run; notes the peak memory of the dynamic provider's, or of the one that is asked for.
const { writeFileSync } = require("node:fs");

const { BENCH_MEMORY, BENCH_MEMORY_OF = "dynamic-provider" } = process.env;

if (process.argv[1]?.includes(BENCH_MEMORY_OF) && BENCH_MEMORY) {
  const note = () => writeFileSync(BENCH_MEMORY, String(process.resourceUsage().maxRSS));
  setInterval(note, 50).unref();
  process.on("exit", note);
}
