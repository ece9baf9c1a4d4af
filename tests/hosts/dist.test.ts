/** The compiled package: what it loads, and what its types say. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as ts from "typescript";

const REPOSITORY = resolve(__dirname, "../..");

function node(...args: string[]) {
  return spawnSync(process.execPath, args, { cwd: REPOSITORY, encoding: "utf8" });
}

test("a program that imports the package loads neither zod nor axios, and a lifecycle does not load Pulumi", () => {
  const loaded = (module: string) => {
    const { stdout, stderr } = node(
      "-e",
      `require(${JSON.stringify(module)}); console.log(JSON.stringify(Object.keys(require.cache)))`,
    );
    expect(stderr).toBe("");
    return (JSON.parse(stdout) as string[]).join("\n");
  };
  const program = loaded("pulumi-cloudflare-ai-gateway-billing");
  expect(program).toContain("@pulumi/pulumi");
  expect(program).not.toMatch(/node_modules\/(zod|axios)\//);
  const host = loaded("pulumi-cloudflare-ai-gateway-billing/host");
  expect(host).toMatch(/node_modules\/zod\//);
  expect(host).not.toContain("@pulumi/pulumi");
  // the peer is optional, and large
  expect(loaded("pulumi-cloudflare-ai-gateway-billing/gateway")).not.toMatch(
    /@pulumi\/cloudflare\/|node_modules\/(zod|axios)\//,
  );
});

test("what sends the money's requests is pinned to the version that was tested", () => {
  const { dependencies } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8"));
  const { packages } = JSON.parse(readFileSync(join(REPOSITORY, "package-lock.json"), "utf8"));
  expect(dependencies.axios).toBe(packages["node_modules/axios"].version);
  expect(packages[""].dependencies).toEqual(dependencies);
});

test("the public types name no zod and no axios type, and parse with the TypeScript that Pulumi carries", () => {
  const folder = mkdtempSync(join(tmpdir(), "types-"));
  try {
    mkdirSync(join(folder, "node_modules", "@pulumi"), { recursive: true });
    symlinkSync(REPOSITORY, join(folder, "node_modules", "pulumi-cloudflare-ai-gateway-billing"));
    symlinkSync(join(REPOSITORY, "node_modules/@pulumi/pulumi"), join(folder, "node_modules/@pulumi/pulumi"));
    symlinkSync(join(REPOSITORY, "node_modules/@types"), join(folder, "node_modules/@types"));
    writeFileSync(
      join(folder, "program.ts"),
      `import { AutoTopupConfig, SpendingLimit, getCreditBalanceOutput, usd } from "pulumi-cloudflare-ai-gateway-billing";
import { createEmulator } from "pulumi-cloudflare-ai-gateway-billing/emulator";
import { run } from "pulumi-cloudflare-ai-gateway-billing/host";
const topup = new AutoTopupConfig("topup", { amount: usd(50), threshold: usd(10) });
const wrong: string = usd(50);
export const parts = [topup.amount, SpendingLimit, getCreditBalanceOutput().balance, createEmulator, run];
`,
    );
    const old = require
      .resolve("@pulumi/pulumi/package.json")
      .replace("package.json", "vendor/typescript@3.8.3/typescript.js");
    const { stdout } = node(
      "-e",
      `const ts = require(${JSON.stringify(old)});
       const program = ts.createProgram([${JSON.stringify(join(folder, "program.ts"))}], { strict: true, noEmit: true, target: ts.ScriptTarget.ES2019, moduleResolution: ts.ModuleResolutionKind.NodeJs, module: ts.ModuleKind.CommonJS, preserveSymlinks: true, types: [], skipLibCheck: true });
       const own = program.getSourceFiles().filter((file) => /billing\\/dist\\/|program.ts$/.test(file.fileName));
       const problems = own.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]);
       console.log(JSON.stringify({ version: ts.version, files: own.map((file) => file.fileName), problems: problems.map((d) => (d.file ? d.file.fileName.split("/").pop() : "") + ": " + ts.flattenDiagnosticMessageText(d.messageText, " ")) }));`,
    );
    const { version, files, problems } = JSON.parse(stdout);
    expect(version).toMatch(/^3\.8\./);
    // the one mistake that was planted is found, and nothing else
    expect(problems).toEqual(["program.ts: Type 'number' is not assignable to type 'string'."]);
    const declarations = files.filter((file: string) => file.endsWith(".d.ts"));
    expect(declarations.length).toBeGreaterThanOrEqual(10);
    for (const file of declarations)
      expect(readFileSync(file, "utf8")).not.toMatch(/from "(zod|axios)"|import\("(zod|axios)"\)/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe("in an editor", () => {
  const PROGRAM = join(REPOSITORY, "program.ts");
  /** The editor is asked about the name after each `^`. */
  const text = `import { AutoTopupConfig, CreditTopup, SpendingLimit, getUsageHistory, getUsageHistoryOutput } from "pulumi-cloudflare-ai-gateway-billing";
import type { AutoTopupConfigState, SpendingLimitState } from "pulumi-cloudflare-ai-gateway-billing";
const topup = new AutoTopupConfig("topup", { /*^*/accountId: "", /*^*/amount: 5000, threshold: 1000, /*^*/allowOverwrite: true });
export const parts = [topup./*^*/accountId, topup./*^*/amount, topup./*^*/disabledReason];
export const state: AutoTopupConfigState = { /*^*/accountId: "", /*^*/amount: 5000, /*^*/disabledReason: null };
const limit = new SpendingLimit("limit", { amount: 100, /*^*/duration: "daily", strategy: "fixed" });
export const period = limit./*^*/duration;
export const limited: SpendingLimitState = { /*^*/duration: "", /*^*/enabled: true };
const credit = new CreditTopup("credit", { /*^*/amount: 5000, /*^*/purchase: "2026-11" });
export const bought = [credit./*^*/amount, credit./*^*/status];
getUsageHistory({ valueGroupingWindow: "day", /*^*/startTime: 0, endTime: 0, /*^*/accountId: "" });
getUsageHistoryOutput({ valueGroupingWindow: "day", /*^*/startTime: 0, endTime: 0, /*^*/accountId: "" });
`;
  const editor = ts.createLanguageService({
    getScriptFileNames: () => [PROGRAM],
    getScriptVersion: () => "1",
    getScriptSnapshot: (file) => {
      const content = file === PROGRAM ? text : ts.sys.readFile(file);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => REPOSITORY,
    getCompilationSettings: () => ({ strict: true, module: ts.ModuleKind.NodeNext, types: [], skipLibCheck: true }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
  });

  test("a property shows one documentation: as an argument, in a state, and on the resource", () => {
    expect(editor.getSemanticDiagnostics(PROGRAM)).toEqual([]);
    const shown = [...text.matchAll(/\/\*\^\*\//g)].map(({ index }) => {
      const info = editor.getQuickInfoAtPosition(PROGRAM, index + "/*^*/".length);
      return ts.displayPartsToString(info?.documentation).split("\n")[0];
    });
    const account = "The Cloudflare account.";
    const amount = "How much credit Cloudflare buys each time the balance falls below the threshold.";
    const overwrite = "Whether creating the resource may replace another setting that the account already has.";
    const disabled =
      "Why Cloudflare has disabled the auto top-up; null while it is in force. Source: `GET /topup/config`, `disabledReason`.";
    const duration = "The period of the limit.";
    const credit = "How much credit to buy. The card is charged 5 % more.";
    expect(shown).toEqual([
      ...[account, amount, overwrite],
      ...[account, amount, disabled],
      ...[account, amount, disabled],
      ...[duration, duration, duration],
      "Whether the limit is in force. Source: `GET /spending-limit`, `enabled`.",
      ...[credit, "A word of yours for this purchase, such as `2026-11`. The card is charged once for each word."],
      ...[credit, "Whether the payment has settled. Source: `POST /topup/status`, `status`."],
      ...["The beginning, inclusive.", account],
      ...["The beginning, inclusive.", account],
    ]);
  });
});
