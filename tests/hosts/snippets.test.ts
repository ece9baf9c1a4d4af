/**
 * Every program in the pages and docstrings compiles as it stands, under `strict`, against the compiled package. Every
 * export has such a docstring.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as ts from "typescript";

const REPOSITORY = resolve(__dirname, "../..");

const PAGES = [
  "README.md",
  "policy/README.md",
  ...["docs", "docs/first-hour"].flatMap((folder) =>
    readdirSync(join(REPOSITORY, folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `${folder}/${name}`),
  ),
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

/** Files on the disk, for all programs. */
const parsed = new Map<string, ts.SourceFile | undefined>();

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
  const { checker, symbols } = publicSymbols();

  /** What must have an example: each export, and the static methods of classes. */
  const declarations = symbols.flatMap(({ name, symbol }) => [
    { name, symbol },
    ...[...(symbol.exports?.values() ?? [])]
      .filter(({ flags }) => flags & ts.SymbolFlags.Method)
      .map((method) => ({ name: `${name}.${method.name}`, symbol: method })),
  ]);

  /** What may have one: the properties and methods of types. */
  const members = symbols
    .filter(({ symbol }) => symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class))
    .flatMap(({ name, symbol }) =>
      checker
        .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol))
        .filter(({ declarations }) => declarations?.[0]?.getSourceFile().fileName.startsWith(join(REPOSITORY, "dist")))
        .map((member) => ({ name: `${name}.${member.name}`, symbol: member })),
    );

  function examplesOf(symbol: ts.Symbol) {
    const tags = symbol.getJsDocTags(checker).filter(({ name }) => name === "example");
    return tags.map(({ text }) => ts.displayPartsToString(text));
  }

  test("everything that the package exports has an example, and so have the static methods of its classes", () => {
    const names = declarations.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["./usd", "./AutoTopupConfig.get", "./host/run", "./emulator/Fault"]));
    expect(names.length).toBeGreaterThan(100);
    const without = declarations.filter(({ symbol }) => examplesOf(symbol).length === 0);
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  test("every property of every public type is documented", () => {
    expect(members.length).toBeGreaterThan(200);
    const undocumented = members.filter(({ symbol }) => symbol.getDocumentationComment(checker).length === 0);
    expect(undocumented.map(({ name }) => name)).toEqual([]);
  });

  test("every example compiles under strict", () => {
    const snippets = new Map(
      [...declarations, ...members].flatMap(({ name, symbol }) =>
        examplesOf(symbol).map((example, index): [string, string] => [
          fileOf(`${name}-${index}`),
          programIn(name, example),
        ]),
      ),
    );
    expect(problemsOf(snippets)).toEqual([]);
    expect(snippets.size).toBeGreaterThanOrEqual(declarations.length);
  });
});

/** What the entries in package.json export, each under its entry and name. */
function publicSymbols() {
  const { exports } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8"));
  const entries = Object.entries<{ types?: string }>(exports).flatMap(([entry, { types }]) =>
    types === undefined ? [] : [{ entry, file: join(REPOSITORY, types) }],
  );
  const program = programOf(entries.map(({ file }) => file));
  const checker = program.getTypeChecker();
  const symbols = entries.flatMap(({ entry, file }) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${entry} exports nothing.`);
    return checker.getExportsOfModule(module).map((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      return { name: `${entry}/${symbol.name}`, symbol };
    });
  });
  return { checker, symbols };
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
  const program = programOf([...snippets.keys()], snippets);
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    return `${file?.fileName.split("/").at(-1)}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

function programOf(files: readonly string[], snippets: ReadonlyMap<string, string> = new Map()) {
  const host = ts.createCompilerHost(OPTIONS);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (file) => snippets.get(file) ?? readFile(file);
  host.fileExists = (file) => snippets.has(file) || fileExists(file);
  host.getSourceFile = (file, version, ...rest) => {
    const text = snippets.get(file);
    if (text !== undefined) return ts.createSourceFile(file, text, version);
    // The types of @pulumi/cloudflare take seconds to parse.
    if (!parsed.has(file)) parsed.set(file, getSourceFile(file, version, ...rest));
    return parsed.get(file);
  };
  return ts.createProgram(files, OPTIONS, host);
}
