/** The files around a program that make it a project. They hold no secret. */
import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { version } from "../package.json";
import { contentOf } from "./memory.js";
import { slug } from "./names.js";
import { PLUGINS } from "./yaml.js";

const PACKAGE = "pulumi-cloudflare-ai-gateway-billing";

/** The stack of a new project, and its configuration as adopt writes it. */
export const STACK = "prod";
const STACK_FILE = `Pulumi.${STACK}.yaml`;
const CONFIGURATION = "config:\n  cloudflare-ai-gateway-billing:preflight: strict\n";

/** The name of the project: the one that it has, else that of its folder. */
export function projectName(folder: string): string {
  const [, name] = /^name: *"?([\w.-]{1,100})"? *$/m.exec(contentOf(join(folder, "Pulumi.yaml")) ?? "") ?? [];
  return name ?? (slug(basename(resolve(folder))) || "ai-gateway-billing");
}

/** By name, without the program. */
export function projectFiles(
  project: string,
  language: "typescript" | "yaml",
  isNative: boolean,
): Readonly<Record<string, string>> {
  const stack = { [STACK_FILE]: CONFIGURATION };
  const own = { [PACKAGE]: `^${version}` };
  if (language === "yaml")
    return { "package.json": json({ name: project, private: true, dependencies: own }), ...stack };
  return {
    "Pulumi.yaml": `name: "${project}"\nruntime: nodejs\n${isNative ? PLUGINS : ""}`,
    "package.json": json({
      name: project,
      private: true,
      main: "index.ts",
      dependencies: { "@pulumi/pulumi": "^3.216.0", ...own },
      devDependencies: { typescript: "~6.0.3" },
    }),
    "tsconfig.json": json({
      compilerOptions: {
        target: "es2022",
        module: "nodenext",
        moduleResolution: "nodenext",
        strict: true,
        skipLibCheck: true,
        types: [],
      },
      files: ["index.ts"],
    }),
    ...stack,
  };
}

/** What was done in the folder of a project since it was made, as far as its files tell. */
export function doneIn(folder: string) {
  const configuration = contentOf(join(folder, STACK_FILE)) ?? CONFIGURATION;
  return {
    isInstalled: existsSync(join(folder, "node_modules", PACKAGE)),
    /** Only a stack that exists changes its configuration. */
    hasStack: configuration !== CONFIGURATION,
    /** @param key with its namespace */
    hasKey: (key: string) => configuration.includes(`${key}:`),
  };
}

const json = (content: object) => `${JSON.stringify(content, undefined, 2)}\n`;
