// Five projects: `unit` and `labs` need nothing, `hosts` needs dist/, `engine` and `kill` need dist/ and a Pulumi CLI.
// The laboratories run a sample, or everything with FULL=true in the environment.
const common = {
  testEnvironment: "node",
  // Pulumi's SDK keeps its state on the global object.
  testEnvironmentOptions: { globalsCleanup: "off" },
  transform: {
    "\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  // TypeScript sources import each other by the name they have once compiled.
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
};

module.exports = {
  projects: [
    { ...common, displayName: "unit", testMatch: ["<rootDir>/tests/unit/**/*.test.ts"] },
    { ...common, displayName: "hosts", testMatch: ["<rootDir>/tests/hosts/**/*.test.ts"] },
    {
      ...common,
      displayName: "labs",
      testMatch: ["faults", "histories", "exploration"].map((lab) => `<rootDir>/tests/labs/${lab}/**/*.test.ts`),
    },
    {
      ...common,
      displayName: "engine",
      testMatch: ["<rootDir>/tests/engine/**/*.test.ts"],
      globalSetup: "<rootDir>/tests/support/pulumiOnPath.mjs",
    },
    {
      ...common,
      displayName: "kill",
      testMatch: ["<rootDir>/tests/labs/kill/**/*.test.ts"],
      globalSetup: "<rootDir>/tests/support/pulumiOnPath.mjs",
    },
  ],
  // The real engine takes seconds for each step, and more on a busy machine.
  testTimeout: 180_000,
  // A purchase waits longer than it computes: three keep two cores busy.
  maxWorkers: 3,
  testSequencer: "<rootDir>/tests/support/heavyFirst.cjs",
};
