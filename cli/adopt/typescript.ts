/** The program in TypeScript. */
import { dollars } from "../../provider/contract/money.js";
import { ADOPT } from "../texts.js";
import { providerName } from "./names.js";
import type { Declaration, DeclaredResource } from "./program.js";
import { KINDS, tokensOf } from "./program.js";

const PACKAGE = "pulumi-cloudflare-ai-gateway-billing";

export function renderTypeScript(declarations: readonly Declaration[], isNative: boolean): string {
  const tokens = tokensOf(declarations);
  const blocks = [
    comment([...ADOPT.aboutProgram, ...(isNative ? [] : [ADOPT.aboutNative])]),
    ...(declarations.length === 0 ? [] : [importsOf(declarations, isNative).join("\n")]),
    ...(tokens.length === 0 ? [] : [providersOf(tokens)]),
    ...declarations.map(({ about, accountId, token, resources }) =>
      [comment([about]), ...resources.map((resource) => declare(resource, accountId, token))].join("\n"),
    ),
  ];
  return `${blocks.join("\n\n")}\n`;
}

const comment = (lines: readonly string[]) => lines.map((line) => `// ${line}`).join("\n");

function importsOf(declarations: readonly Declaration[], isNative: boolean): string[] {
  const settings = new Set(declarations.flatMap(({ resources }) => resources.map(({ setting }) => setting)));
  const hasTokens = tokensOf(declarations).length > 0;
  const names = [
    ...(settings.has("autoTopup") ? ["AutoTopupConfig"] : []),
    ...(hasTokens ? ["Provider"] : []),
    ...(settings.has("spendingLimit") ? ["SpendingLimit"] : []),
    "usd",
  ];
  return [
    ...(hasTokens ? ['import * as pulumi from "@pulumi/pulumi";'] : []),
    `import { ${names.join(", ")} } from "${PACKAGE}${isNative ? "/native" : ""}";`,
  ];
}

const providersOf = (tokens: readonly string[]) =>
  [
    "const config = new pulumi.Config();",
    comment(ADOPT.aboutProviders),
    ...tokens.map(
      (token) =>
        `const ${token} = new Provider("${providerName(token)}", { apiToken: config.requireSecret("${token}"), preflight: "strict" });`,
    ),
  ].join("\n");

function declare(resource: DeclaredResource, accountId: string, token: string | null): string {
  const options = token === null ? "" : `, { provider: ${token} }`;
  const text = `new ${KINDS[resource.setting]}("${resource.name}", { accountId: "${accountId}", ${valuesOf(resource)} }${options});`;
  return resource.isDisabled ? `${comment([ADOPT.aboutDisabled])}\n${text}` : text;
}

function valuesOf(resource: DeclaredResource): string {
  if (resource.setting === "autoTopup") {
    const { amount, threshold } = resource.values;
    return `amount: usd(${dollars(amount)}), threshold: usd(${dollars(threshold)})`;
  }
  const { amount, duration, strategy } = resource.values;
  return `amount: usd(${dollars(amount)}), duration: "${duration}", strategy: "${strategy}"`;
}
