// Four projects: `unit` needs nothing, `host` needs dist/, `e2e` and `kill` need dist/ and a Pulumi CLI.
// `kill` runs a sample of its points, or all of them with FULL=true in the environment.
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
    {
      ...common,
      displayName: "unit",
      testMatch: ["unit", "model", "faults"].map((folder) => `<rootDir>/tests/${folder}/**/*.test.ts`),
    },
    { ...common, displayName: "host", testMatch: ["<rootDir>/tests/host/**/*.test.ts"] },
    {
      ...common,
      displayName: "e2e",
      testMatch: ["<rootDir>/tests/e2e/**/*.test.ts"],
      globalSetup: "<rootDir>/tests/support/pulumiOnPath.mjs",
    },
    {
      ...common,
      displayName: "kill",
      testMatch: ["<rootDir>/tests/kill/**/*.test.ts"],
      globalSetup: "<rootDir>/tests/support/pulumiOnPath.mjs",
    },
  ],
  // The real engine takes seconds for each step, and more on a busy machine.
  testTimeout: 180_000,
  maxWorkers: 2,
};
