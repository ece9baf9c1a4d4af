exports.accountsOf = (count) => Array.from({ length: count }, (_, index) => index.toString(16).padStart(32, "0"));

/** The account ids of a run, one for each resource. */
exports.accounts = exports.accountsOf(Number(process.env.BENCH_COUNT));
