/** The program in YAML, which is always on the plugin. */
import { formatCents } from "../../provider/contract/money.js";
import { ADOPT } from "../texts.js";
import { providerName } from "./names.js";
import type { Declaration, DeclaredResource } from "./program.js";
import { KINDS, tokensOf } from "./program.js";

const OWN = "cloudflare-ai-gateway-billing";

export const PLUGINS = `plugins:
  providers:
    - name: ${OWN}
      path: node_modules/.bin
`;

/** @param project the name of the project if this is to be all of a `Pulumi.yaml`; undefined for its sections alone */
export function renderYaml(declarations: readonly Declaration[], project: string | undefined): string {
  const tokens = tokensOf(declarations);
  const head = project === undefined ? "" : `name: "${project}"\nruntime: yaml\n${PLUGINS}`;
  const resources = [...tokens.map(provider), ...declarations.map(declare)];
  return [
    ADOPT.aboutProgram.map((line) => `# ${line}\n`).join(""),
    head,
    tokens.length === 0
      ? ""
      : `config:\n${tokens.map((token) => `  ${token}: { type: string, secret: true }\n`).join("")}`,
    resources.length === 0 ? "resources: {}\n" : `resources:\n${resources.join("\n")}`,
  ]
    .filter((part) => part !== "")
    .join("\n");
}

const provider = (token: string, index: number) =>
  `${index === 0 ? ADOPT.aboutProviders.map((line) => `  # ${line}\n`).join("") : ""}  ${providerName(token)}:
    type: pulumi:providers:${OWN}
    properties: { apiToken: "\${${token}}", preflight: strict }
`;

const declare = ({ about, accountId, token, resources }: Declaration) =>
  `  # ${about}\n${resources.map((resource) => entry(resource, accountId, token)).join("")}`;

function entry(resource: DeclaredResource, accountId: string, token: string | null): string {
  const options = [
    ...(token === null ? [] : [`provider: "\${${providerName(token)}}"`]),
    ...(resource.setting === "spendingLimit" ? ["protect: true"] : []),
  ];
  return [
    ...(resource.isDisabled ? [`  # ${ADOPT.aboutDisabled}`] : []),
    `  ${resource.name}:`,
    `    type: ${OWN}:${KINDS[resource.setting]}`,
    `    properties: { accountId: "${accountId}", ${valuesOf(resource)}`,
    ...(options.length === 0 ? [] : [`    options: { ${options.join(", ")} }`]),
    "",
  ].join("\n");
}

function valuesOf(resource: DeclaredResource): string {
  if (resource.setting === "autoTopup") {
    const { amount, threshold } = resource.values;
    return `amount: ${amount}, threshold: ${threshold} } # ${formatCents(amount)}, below ${formatCents(threshold)}`;
  }
  const { amount, duration, strategy } = resource.values;
  return `amount: ${amount}, duration: ${duration}, strategy: ${strategy} } # ${formatCents(amount)}`;
}
