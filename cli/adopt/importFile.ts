/** The file of `pulumi import --file`. */
import { providerName } from "./names.js";
import type { Declaration } from "./program.js";
import { KINDS, tokensOf } from "./program.js";

const OWN = "cloudflare-ai-gateway-billing";

/** The stack of a project: a provider of its own has a name that contains them. */
export interface StackName {
  readonly project: string;
  readonly stack: string;
}

/**
 * An account with a token of its own is imported with the provider that uses the token. The file can name that provider
 * only if it knows the stack: without one, the account is left out.
 */
export function renderImportFile(declarations: readonly Declaration[], stack: StackName | undefined): string {
  const tokens = stack === undefined ? [] : tokensOf(declarations);
  const nameTable = Object.fromEntries(
    tokens.map((token) => [
      providerName(token),
      `urn:pulumi:${stack?.stack}::${stack?.project}::pulumi:providers:${OWN}::${providerName(token)}`,
    ]),
  );
  const resources = declarations
    .filter(({ token }) => token === null || stack !== undefined)
    .flatMap(({ accountId, token, resources }) =>
      resources.map(({ name, setting }) => ({
        type: `${OWN}:index:${KINDS[setting]}`,
        name,
        id: accountId,
        ...(token === null ? {} : { provider: providerName(token) }),
      })),
    );
  const content = { ...(tokens.length === 0 ? {} : { nameTable }), resources };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
