/** The packed package in programs of every kind, each through its life with the real engine. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execute, withStack } from "../support/engine";
import { isFull, testSome } from "../support/full";
import type { PackedPackage } from "../support/pack";
import { packPackage } from "../support/pack";
import { ACCOUNT } from "../support/programs";

let tarball: PackedPackage;
beforeAll(() => {
  tarball = packPackage();
});
afterAll(() => tarball.remove());

const DECLARATION = `new AutoTopupConfig("topup", { accountId: "${ACCOUNT}", amount: usd(50), threshold: usd(10) })`;
const NAMES = "AutoTopupConfig, getCreditBalanceOutput, usd";
const COMMONJS = `const { ${NAMES} } = require("pulumi-cloudflare-ai-gateway-billing");
const topup = ${DECLARATION};
exports.amount = topup.amount;
exports.balance = getCreditBalanceOutput({ accountId: topup.accountId }).balance;`;
const MODULE = `import { ${NAMES} } from "pulumi-cloudflare-ai-gateway-billing";
const topup = ${DECLARATION};
export const amount = topup.amount;
export const balance = getCreditBalanceOutput({ accountId: topup.accountId }).balance;`;
// the subpaths' types, and one mistake that the compiler must see
const TYPED = `${MODULE}
import { createEmulator, type Emulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
import { run } from "pulumi-cloudflare-ai-gateway-billing/host";
export const types: [typeof createEmulator, typeof run, Emulator | undefined] = [createEmulator, run, undefined];
// @ts-expect-error an amount is a number
export const wrong = () => new AutoTopupConfig("wrong", { amount: "5000", threshold: 1000 });`;

interface Consumer {
  readonly program: string;
  readonly typescript?: boolean;
  readonly manifest?: object;
  readonly devDependencies?: Record<string, string>;
  readonly tsconfig?: object;
  /** A line of shell after the installation. */
  readonly afterwards?: string;
  readonly installer?: string;
}

const CONSUMERS: Record<string, Consumer> = {
  "a TypeScript program with nodenext": {
    program: TYPED,
    typescript: true,
    devDependencies: { typescript: "6.0.3", "@types/node": "20" },
    tsconfig: {
      target: "es2022",
      module: "nodenext",
      moduleResolution: "nodenext",
      strict: true,
      skipLibCheck: true,
      types: ["node"],
    },
    afterwards: "npx tsc --noEmit",
  },
  "a CommonJS program": { program: COMMONJS },
  "an ES module program": { program: MODULE, manifest: { type: "module" } },
  "a TypeScript program with the old resolution": {
    program: TYPED,
    typescript: true,
    devDependencies: { typescript: "5.9.3", "@types/node": "20" },
    tsconfig: {
      target: "es2022",
      module: "commonjs",
      moduleResolution: "node",
      strict: true,
      skipLibCheck: true,
      types: ["node"],
    },
    afterwards: "npx tsc --noEmit",
  },
  "a program bundled by esbuild": {
    program: MODULE,
    manifest: { main: "bundle.js" },
    devDependencies: { esbuild: "0.25.12" },
    afterwards: "npx esbuild index.js --bundle --platform=node --external:@pulumi/pulumi --outfile=bundle.js",
  },
  "a program under pnpm": { program: COMMONJS, installer: "npx --yes pnpm@10.20.0 install --prefer-offline" },
};

// the first has all that a program can get wrong: its resolution, its types, and what it loads
testSome(
  1,
  Object.keys(CONSUMERS).map((name): [string] => [name]),
)("%s runs through its life", async (name) => {
  const consumer = CONSUMERS[name];
  if (consumer === undefined) throw new Error(`There is no ${name}.`);
  const {
    program,
    typescript = false,
    manifest = {},
    devDependencies = {},
    tsconfig,
    afterwards,
    installer,
  } = consumer;
  const install = async (folder: string) => {
    const written = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const dependencies = {
      "@pulumi/pulumi": "3.248.0",
      "pulumi-cloudflare-ai-gateway-billing": `file:${tarball.path}`,
    };
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ ...written, ...manifest, dependencies, devDependencies }),
    );
    if (tsconfig)
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: tsconfig, files: ["index.ts"] }));
    const lines = [
      installer ?? "npm install --no-audit --no-fund --prefer-offline",
      ...(afterwards ? [afterwards] : []),
    ];
    const { exitCode, output } = await execute("bash", ["-ec", lines.join("\n")], folder, process.env);
    if (exitCode !== 0) throw new Error(output);
  };
  await withStack({ api: "2026-05", program, typescript, install }, async (stack) => {
    if (isFull) expect(await stack.preview()).toMatchObject({ exitCode: 0, warnings: [], steps: { topup: "create" } });
    expect(await stack.up()).toMatchObject({ exitCode: 0, errors: [] });
    expect(stack.outputs()).toMatchObject({ amount: 5000, balance: 1000 });
    expect(await stack.driftGate()).toMatchObject({ exitCode: 0 });
    expect(await stack.destroy()).toMatchObject({ exitCode: 0 });
    expect(stack.emulator.state().accounts[ACCOUNT]?.topupConfig).toBeNull();
  });
});
