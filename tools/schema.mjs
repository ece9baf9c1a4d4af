// Writes sdk/schema.json, Pulumi's description of the plugin, from the docstrings and types of the public surface; with
// --check only compares.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import ts from "typescript";

const TARGET = "sdk/schema.json";
const NAME = "cloudflare-ai-gateway-billing";
const COMPONENT = "CreditTopup";
const RESOURCES = ["AutoTopupConfig", "SpendingLimit", COMPONENT];
const SECRETS = ["apiToken", "apiKey"];
const NOTHING = ts.TypeFlags.Null | ts.TypeFlags.Undefined;

const { version, description, license, keywords } = JSON.parse(readFileSync("package.json", "utf8"));
const { config, error } = ts.readConfigFile("tsconfig.build.json", ts.sys.readFile);
if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, "\n"));
const INDEX = "provider/index.ts";
const CONFIGURATION = "provider/config/configuration.ts";
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ".");
const program = ts.createProgram([INDEX, CONFIGURATION], options);
const checker = program.getTypeChecker();

/** Where the plugin differs from the classes, which the docstrings describe. */
const OF_THE_PLUGIN = [
  { of: /Runs in the program, also at preview\./, says: "Runs at preview, too." },
  {
    of: /So the option `protect` is on, unless[\s\S]*remove the declaration\./,
    says: "So set the option `protect`: removing, replacing or destroying the resource then fails already in the preview.",
  },
  { of: /A Date, ISO 8601 text/, says: "ISO 8601 text" },
  { of: /; `usd\(\d+\)` is \d+\./, says: "." },
];

/** The nested types, which the description of resources and functions collects. */
const types = {};

const properties = (type, owner, more = () => ({})) =>
  Object.fromEntries(
    checker.getPropertiesOfType(type).map((property) => {
      const found = spec(checker.getTypeOfSymbol(property), property, owner);
      return [property.name, { ...found, description: docOf(property), ...more(property.name, docOf(property)) }];
    }),
  );

/** What is always there. */
const required = (type) =>
  checker
    .getPropertiesOfType(type)
    .filter(
      (property) => !(property.flags & ts.SymbolFlags.Optional) && !mayBe(NOTHING, checker.getTypeOfSymbol(property)),
    )
    .map(({ name }) => name);

const resources = Object.fromEntries(
  RESOURCES.map((kind) => {
    const file = `provider/program/resources/${kind[0].toLowerCase()}${kind.slice(1)}.ts`;
    const inputs = typeIn(file, `${kind}Inputs`);
    const values = typeIn(file, `${kind}Values`);
    const isComponent = kind === COMPONENT;
    const marks = (_name, text) =>
      !isComponent && /\ba change replaces\b/.test(text) ? { willReplaceOnChanges: true } : {};
    return [
      `${NAME}:index:${kind}`,
      {
        description: docOf(exported(kind)),
        properties: properties(values, kind),
        // The account is there even if the declaration left it out.
        required: [...new Set([...(isComponent ? [] : ["accountId"]), ...required(values)])],
        inputProperties: properties(inputs, kind, marks),
        requiredInputs: required(inputs),
        // With it, a resource moves from the classes. The component has the same type there, and moves its halves itself.
        ...(isComponent ? { isComponent: true } : { aliases: [{ type: `pulumi-nodejs:dynamic/${NAME}:${kind}` }] }),
      },
    ];
  }),
);

const functions = Object.fromEntries(
  exportedNames()
    .filter((name) => /^get[A-Z]/.test(name) && !name.endsWith("Output"))
    .map((name) => {
      const pascal = name[0].toUpperCase() + name.slice(1);
      const owner = name.slice("get".length);
      const [args, result] = [`${pascal}Args`, `${pascal}Result`].map((type) =>
        checker.getDeclaredTypeOfSymbol(exported(type)),
      );
      return [
        `${NAME}:index:${name}`,
        {
          description: docOf(exported(name)),
          inputs: { type: "object", properties: properties(args, owner), required: required(args) },
          outputs: { type: "object", properties: properties(result, owner), required: required(result) },
        },
      ];
    }),
);

const variables = properties(typeIn(CONFIGURATION, "Configuration"), "Provider", (name) =>
  SECRETS.includes(name) ? { secret: true } : {},
);

const schema = {
  name: NAME,
  displayName: "Cloudflare AI Gateway Billing",
  version,
  description,
  keywords: [...keywords, "category/cloud"],
  license,
  meta: { moduleFormat: "(.*)" },
  config: { variables },
  provider: { description: docOf(typeIn(CONFIGURATION, "Configuration").symbol), inputProperties: variables },
  types: Object.fromEntries(Object.entries(types).sort(([one], [other]) => one.localeCompare(other))),
  resources,
  functions,
};

for (const { of, isUsed } of OF_THE_PLUGIN) if (!isUsed) throw new Error(`No docstring has ${of} any more.`);

// As Pulumi writes a schema: without empty lists.
const withoutEmptyLists = (_, value) => (Array.isArray(value) && value.length === 0 ? undefined : value);
const text = `${JSON.stringify(schema, withoutEmptyLists, 2)}\n`;
if (!process.argv.includes("--check")) {
  mkdirSync("sdk", { recursive: true });
  writeFileSync(TARGET, text);
} else if (readFileSync(TARGET, "utf8") !== text) {
  console.error(`${TARGET} differs from the docstrings: run \`npm run docs\`.`);
  process.exit(1);
}

/** A type of Pulumi's schema. */
function spec(type, property, owner) {
  const given = (type.isUnion() ? type.types : [type]).filter((part) => !isNothing(part));
  // Every input may be a promise or an output. The schema does not say so.
  const isInput = given.some((part) => part.symbol?.name === "Promise");
  const parts = isInput ? given.filter((part) => !(part.flags & ts.TypeFlags.Object || part.isIntersection())) : given;
  // A secret is an output in TypeScript.
  const output = parts.find((part) => part.isIntersection() || part.aliasSymbol?.name === "Output");
  if (output) return { ...spec(insideOf(output), property, owner), secret: true };
  if (parts.every((part) => part.isStringLiteral())) return enumOf(parts, property, owner);
  if (parts.every((part) => part.flags & ts.TypeFlags.BooleanLike)) return { type: "boolean" };
  // JSON has no dates: they are text.
  const plain = parts.filter((part) => part.symbol?.name !== "Date");
  if (plain.length > 1) return { oneOf: plain.map((part) => spec(part, property, owner)) };
  const [only] = plain;
  if (only.flags & ts.TypeFlags.String) return { type: "string" };
  if (only.flags & ts.TypeFlags.Number) {
    // What may be null comes from Cloudflare, and nothing checks that it is whole.
    const isWhole = /\bwhole (US cents|seconds|days)\b/i.test(docOf(property)) && !mayBe(ts.TypeFlags.Null, type);
    return { type: isWhole ? "integer" : "number" };
  }
  if (checker.isArrayType(only)) {
    return { type: "array", items: spec(checker.getTypeArguments(only)[0], property, owner) };
  }
  if (only.flags & ts.TypeFlags.Object && only.symbol) return objectOf(only);
  throw new Error(
    `${owner}.${property.name} has a type without a word in Pulumi's schema: ${checker.typeToString(type)}`,
  );
}

function objectOf(type) {
  const { name } = type.symbol;
  const token = `${NAME}:index:${name}`;
  if (types[token] === undefined) {
    types[token] = {};
    types[token] = {
      type: "object",
      description: docOf(type.symbol),
      properties: properties(type, name),
      required: required(type),
    };
  }
  return { $ref: `#/types/${token}` };
}

function enumOf(parts, property, owner) {
  const token = `${NAME}:index:${owner}${property.name[0].toUpperCase()}${property.name.slice(1)}`;
  const values = parts.map(({ value }) => ({ name: value[0].toUpperCase() + value.slice(1), value }));
  types[token] = { type: "string", description: docOf(property), enum: values };
  return { $ref: `#/types/${token}` };
}

function insideOf(output) {
  if (output.aliasTypeArguments) return output.aliasTypeArguments[0];
  const instance = output.types.find(({ symbol }) => symbol?.name === "OutputInstance");
  return checker.getTypeArguments(instance)[0];
}

function isNothing({ flags }) {
  return (flags & NOTHING) !== 0;
}

function mayBe(kind, type) {
  return type.isUnion() && type.types.some(({ flags }) => (flags & kind) !== 0);
}

/** An interface of a file, exported or not. */
function typeIn(file, name) {
  const found = program
    .getSourceFile(file)
    ?.statements.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === name);
  if (found === undefined) throw new Error(`${file} has no interface ${name}.`);
  return checker.getTypeAtLocation(found);
}

function exportedNames() {
  const index = checker.getSymbolAtLocation(program.getSourceFile(INDEX));
  return checker.getExportsOfModule(index).map(({ name }) => name);
}

function exported(name) {
  const index = checker.getSymbolAtLocation(program.getSourceFile(INDEX));
  const symbol = checker.getExportsOfModule(index).find((found) => found.name === name);
  if (symbol === undefined) throw new Error(`${INDEX} does not export ${name}.`);
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function docOf(symbol) {
  let text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\{@link ([^}]*)\}/g, "`$1`");
  for (const difference of OF_THE_PLUGIN) {
    if (!difference.of.test(text)) continue;
    difference.isUsed = true;
    text = text.replace(difference.of, difference.says);
  }
  return text.trim();
}
