// Loaded into every process of a run; notes the peak memory of the dynamic provider's.
const { writeFileSync } = require("node:fs");

if (process.argv[1]?.includes("dynamic-provider") && process.env.BENCH_MEMORY) {
  setInterval(() => writeFileSync(process.env.BENCH_MEMORY, String(process.resourceUsage().maxRSS)), 50).unref();
}
