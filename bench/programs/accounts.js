/** The account ids of a run, one for each resource. */
exports.accounts = Array.from({ length: Number(process.env.BENCH_COUNT) }, (_, index) =>
  index.toString(16).padStart(32, "0"),
);
