/** The compiled package: what it loads, and what its types say. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

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
