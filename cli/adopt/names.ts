/** The names of the resources. */
import type { SettingName } from "../model/declared.js";

interface Named {
  readonly accountId: string;
  readonly name: string | null;
  readonly label: string | null;
}

/**
 * Gives each account a label, from its name or else from its id. A label that it has already stays: another name is
 * another resource for Pulumi. Accounts whose names look alike also get their ids, whatever their order.
 */
export function withLabels<Account extends Named>(
  accounts: readonly Account[],
): Array<Account & { readonly label: string }> {
  const taken = new Set(accounts.flatMap(({ label }) => label ?? []));
  const wished = accounts.map(({ label, name, accountId }) => (label === null ? slug(name ?? "") || accountId : null));
  return accounts.map((account, index) => {
    if (account.label !== null) return { ...account, label: account.label };
    const wish = wished[index] ?? account.accountId;
    const isAlone = wished.filter((other) => other === wish).length === 1 && !taken.has(wish);
    let label = isAlone ? wish : `${wish}-${account.accountId}`;
    while (!isAlone && taken.has(label)) label += "-2";
    taken.add(label);
    return { ...account, label };
  });
}

const ENDINGS: Readonly<Record<SettingName, string>> = { autoTopup: "topup", spendingLimit: "limit" };

export const resourceName = (label: string, setting: SettingName) => `${label}-${ENDINGS[setting]}`;

/** The name of the provider that uses the token of an environment variable. */
export const providerName = (variable: string) => `${variable.toLowerCase().replaceAll("_", "-")}-provider`;

/** In lower case, with a dash for what is neither a letter nor a digit; empty if nothing is left. */
export const slug = (text: string) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
