// Loaded into every process of a run; notes the peak memory in kB of those that are asked for, in a file each.
const { readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const { BENCH_MEMORY, BENCH_MEMORY_OF } = process.env;

/** On Linux, maxRSS can be that of the process which has started this one. */
const peak = () =>
  process.platform === "linux"
    ? /^VmHWM:\s*(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))[1]
    : String(process.resourceUsage().maxRSS);

if (process.argv[1]?.includes(BENCH_MEMORY_OF)) {
  const note = () => writeFileSync(join(BENCH_MEMORY, String(process.pid)), peak());
  note();
  setInterval(note, 200).unref();
  process.on("exit", note);
}
