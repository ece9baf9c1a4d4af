/** Every program in the pages and docstrings compiles as it stands, under `strict`, against the compiled package. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as ts from "typescript";

const REPOSITORY = resolve(__dirname, "../..");

const PAGES = [
  "README.md",
  "policy/README.md",
  ...readdirSync(join(REPOSITORY, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ["node"],
};

/** A file in a folder of examples, where it finds the package. */
const fileOf = (name: string) => join(REPOSITORY, "examples/quickstart", `${name.replaceAll("/", "-")}.mts`);

test("every program in README, docs and the page of the policies compiles under strict", () => {
  const snippets = new Map(
    PAGES.flatMap((page) => {
      const found = readFileSync(join(REPOSITORY, page), "utf8").matchAll(/^```ts\n([\s\S]*?)^```$/gm);
      return [...found].map(([, text = ""], index): [string, string] => [fileOf(`${page}-${index}`), text]);
    }),
  );
  expect(problemsOf(snippets)).toEqual([]);
  expect(snippets.size).toBeGreaterThanOrEqual(10);
});

describe("docstrings", () => {
  const declarations = publicDeclarations();

  test("everything that the package exports has an example, and so have the static methods of its classes", () => {
    const names = declarations.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["./usd", "./AutoTopupConfig.get", "./host/run", "./emulator/Fault"]));
    expect(names.length).toBeGreaterThan(100);
    expect(declarations.filter(({ examples }) => examples.length === 0).map(({ name }) => name)).toEqual([]);
  });

  test("every example compiles under strict", () => {
    const snippets = new Map(
      declarations.flatMap(({ name, examples }) =>
        examples.map((example, index): [string, string] => [fileOf(`${name}-${index}`), programIn(name, example)]),
      ),
    );
    expect(problemsOf(snippets)).toEqual([]);
    expect(snippets.size).toBeGreaterThanOrEqual(declarations.length);
  });
});

/** What the entries in package.json export, and the static methods of classes, each with its examples. */
function publicDeclarations() {
  const { exports } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8"));
  const entries = Object.entries<{ types?: string }>(exports).flatMap(([entry, { types }]) =>
    types === undefined ? [] : [{ entry, file: join(REPOSITORY, types) }],
  );
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    OPTIONS,
  );
  const checker = program.getTypeChecker();
  return entries.flatMap(({ entry, file }) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${entry} exports nothing.`);
    return checker.getExportsOfModule(module).flatMap((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const statics = [...(symbol.exports?.values() ?? [])].filter(({ flags }) => flags & ts.SymbolFlags.Method);
      return [
        { name: `${entry}/${symbol.name}`, examples: examplesOf(symbol) },
        ...statics.map((method) => ({ name: `${entry}/${symbol.name}.${method.name}`, examples: examplesOf(method) })),
      ];
    });
  });

  function examplesOf(symbol: ts.Symbol) {
    const tags = symbol.getJsDocTags(checker).filter(({ name }) => name === "example");
    return tags.map(({ text }) => ts.displayPartsToString(text));
  }
}

/** An example is one block of TypeScript. */
function programIn(name: string, example: string) {
  const [first, ...lines] = example.trim().split("\n");
  const last = lines.pop();
  if (first !== "```ts" || last !== "```" || lines.some((line) => line.startsWith("```")))
    throw new Error(`The example of ${name} is not one block of TypeScript.`);
  return lines.join("\n");
}

/** What the compiler says about programs, each under the name of its file. */
function problemsOf(snippets: ReadonlyMap<string, string>) {
  const host = ts.createCompilerHost(OPTIONS);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (file) => snippets.get(file) ?? readFile(file);
  host.fileExists = (file) => snippets.has(file) || fileExists(file);
  host.getSourceFile = (file, version, ...rest) => {
    const text = snippets.get(file);
    return text === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, text, version);
  };
  const program = ts.createProgram([...snippets.keys()], OPTIONS, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    return `${file?.fileName.split("/").at(-1)}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}
