// Writes the tables of the documentation from the docstrings of the public types, and the help of the commands from the
// command line; with --check only compares.
// It also checks that docs/money.md answers every question about a purchase.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { bundleCommandLine } from "./bundle.mjs";

const PAGES = ["auto-topup", "command-line", "credit-topup", "data", "spending-limit"].map((page) => `docs/${page}.md`);
const SOURCES = ["provider/program/resources", "provider/program/functions", "provider/program", "cli/model"].flatMap(
  (folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith(".ts"))
      .map((file) => `${folder}/${file}`),
);

const { config, error } = ts.readConfigFile("tsconfig.build.json", ts.sys.readFile);
if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, "\n"));
const program = ts.createProgram(SOURCES, ts.parseJsonConfigFileContent(config, ts.sys, ".").options);
const checker = program.getTypeChecker();

/** The documented members of each interface and class, by its name; those of the command line by `cli/` and the name. */
const types = new Map(
  SOURCES.flatMap((file) =>
    [...documentedTypes(program.getSourceFile(file))].map(([name, members]) => [
      file.startsWith("cli/") ? `cli/${name}` : name,
      members,
    ]),
  ),
);

const commandLine = mkdtempSync(join(tmpdir(), "docs-"));
process.on("exit", () => rmSync(commandLine, { recursive: true, force: true }));
await bundleCommandLine(commandLine);

const stale = PAGES.filter((page) => !write(page));
if (stale.length > 0) {
  console.error(`${stale.join(" and ")} differ from the docstrings: run \`node tools/docs.mjs\`.`);
  process.exit(1);
}

const unanswered = readdirSync("provider/purchase", { recursive: true })
  .filter((file) => file.endsWith(".ts"))
  .flatMap((file) => questions(`provider/purchase/${file}`));
if (unanswered.length > 0) {
  console.error(`docs/money.md does not answer these questions:\n${unanswered.join("\n")}`);
  process.exit(1);
}

/** Brings a page up to date, or says that it is not. */
function write(page) {
  const before = readFileSync(page, "utf8");
  const after = before
    .replace(
      /(<!-- table: ([\w/]+)(?: ([\w/]+))? -->\n)[\s\S]*?(<!-- \/table -->)/g,
      (_, open, name, without, close) => `${open}${table(name, without)}${close}`,
    )
    .replace(
      /(<!-- requests: (\S+) -->\n)[\s\S]*?(<!-- \/requests -->)/g,
      (_, open, path, close) => `${open}${requests(path)}${close}`,
    )
    .replace(
      /(<!-- help: (\w+) -->\n)[\s\S]*?(<!-- \/help -->)/g,
      (_, open, command, close) => `${open}${help(command)}${close}`,
    );
  if (before === after) return true;
  if (process.argv.includes("--check")) return false;
  writeFileSync(page, after);
  return true;
}

/** The members of a type; of a class, those that are not inputs too. */
function table(name, without) {
  const members = types.get(name);
  if (members === undefined) throw new Error(`There is no documented type ${name}.`);
  const inputs = new Set((types.get(without) ?? []).map((member) => member.name));
  const rows = members
    .filter((member) => !inputs.has(member.name))
    .map(({ name: property, type, optional, text }) => `| \`${property}\`${optional ? "?" : ""} | ${type} | ${text} |`);
  return ["| name | type | meaning |", "| --- | --- | --- |", ...rows, ""].join("\n");
}

/** What a command says of itself. */
function help(command) {
  const { stdout, status } = spawnSync(process.execPath, [join(commandLine, "main.js"), command, "--help"], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`There is no command ${command}.`);
  return `\`\`\`text\n${stdout.trimEnd()}\n\`\`\`\n`;
}

/** What each step sends; the engine tests hold it against what the emulator counts. */
function requests(path) {
  const [get, post, remove] = ["GET", "POST", "DELETE"].map((method) => `\`${method} ${path}\``);
  const eligibility = "`POST /topup/eligibility`, which changes nothing";
  return `| step | what is sent | requests |
| --- | --- | --- |
| preview, in the program | ${get}; when live differs from declared, ${eligibility} | 1 or 2 |
| check, diff | nothing | 0 |
| create | ${get}; equal: it is adopted, nothing more is sent; unset: ${post}; different: it is refused, or ${post} with \`allowOverwrite\` | 1 or 2 |
| update | ${get}; equal: nothing more; else ${post} | 1 or 2 |
| replace (another \`accountId\`) | create for the new account, then delete for the old one | 2 to 4 |
| refresh | ${get}; a setting that is unset leaves the state | 1 |
| delete | ${get}; unset: nothing more; else ${remove} | 1 or 2 |
| a write or delete that Cloudflare forbids (403) | the same, and ${eligibility}; it names the cause | 3 |
`;
}

/** With what they inherit, as an editor sees it, but nothing of Pulumi's. */
function* documentedTypes(source) {
  for (const node of source.statements) {
    if (!ts.isInterfaceDeclaration(node) && !ts.isClassDeclaration(node)) continue;
    const properties = checker
      .getPropertiesOfType(checker.getTypeAtLocation(node))
      .filter(({ flags }) => flags & ts.SymbolFlags.Property)
      .filter(({ declarations: [first] }) => !program.isSourceFileFromExternalLibrary(first.getSourceFile()));
    yield [node.name.text, properties.map(describe)];
  }
}

/** The texts of `AmbiguousChargeError` of which docs/money.md quotes nothing. */
function questions(file) {
  const answers = readFileSync("docs/money.md", "utf8");
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  const found = [];
  (function search(node, isQuestion) {
    const asks = isQuestion || (ts.isNewExpression(node) && node.expression.getText(source) === "AmbiguousChargeError");
    if (asks && ts.isTemplateExpression(node)) {
      const texts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
      const words = texts.map((text) => text.trim()).filter((text) => text.length >= 12);
      if (words.length > 0 && !words.some((text) => answers.includes(text))) found.push(node.getText(source));
    }
    ts.forEachChild(node, (child) => search(child, asks));
  })(source, false);
  return found;
}

function describe(property) {
  const [declaration] = property.declarations;
  // Every input may be an output, and so may an item of a list: the tables need not say so.
  const type = declaration.type
    .getText()
    .replace(/pulumi\.Input<(\w+)>/g, "$1")
    .replaceAll(" | undefined", "");
  const text = ts.displayPartsToString(property.getDocumentationComment(checker));
  return {
    name: property.name,
    type: `\`${type.replaceAll("|", "\\|")}\``,
    optional: (property.flags & ts.SymbolFlags.Optional) !== 0,
    text: text.split("\n").join(" ").replaceAll("|", "\\|"),
  };
}
