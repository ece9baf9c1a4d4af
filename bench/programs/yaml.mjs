import { createRequire } from "node:module";

const { accountsOf } = createRequire(import.meta.url)("./accounts.js");

/** The program of `native.js` in YAML, as the rest of a Pulumi.yaml. */
export const yamlProgram = (count) =>
  `runtime: yaml
resources:
${accountsOf(count)
  .map(
    (accountId, index) => `  topup-${index}:
    type: cloudflare-ai-gateway-billing:AutoTopupConfig
    properties: { accountId: "${accountId}", amount: 5000, threshold: 1000 }
`,
  )
  .join("")}`;
