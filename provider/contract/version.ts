import { createRequire } from "node:module";

/** The version of this package, as its package.json says. A package finds itself by its own name. */
export const VERSION: string = createRequire(__filename)("pulumi-cloudflare-ai-gateway-billing/package.json").version;
