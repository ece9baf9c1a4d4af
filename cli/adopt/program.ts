/** What the program declares, whatever its language. */
import type { AutoTopupValues, SettingName, SpendingLimitValues } from "../model/declared.js";
import type { RememberedAccount } from "./memory.js";
import { resourceName } from "./names.js";

export interface Declaration {
  readonly accountId: string;
  /** The account, for a comment: its name and id. */
  readonly about: string;
  /** The environment variable that holds the account's token; null for the credentials of all. */
  readonly token: string | null;
  readonly resources: readonly DeclaredResource[];
}

export type DeclaredResource = { readonly name: string; readonly isDisabled: boolean } & (
  | { readonly setting: "autoTopup"; readonly values: AutoTopupValues }
  | { readonly setting: "spendingLimit"; readonly values: SpendingLimitValues }
);

/** The kind of each setting. */
export const KINDS: Readonly<Record<SettingName, string>> = {
  autoTopup: "AutoTopupConfig",
  spendingLimit: "SpendingLimit",
};

/** Accounts without a setting are left out. */
export function declarationsOf(
  accounts: ReadonlyArray<RememberedAccount & { readonly label: string }>,
): readonly Declaration[] {
  return accounts
    .map(({ accountId, name, token, label, autoTopup, spendingLimit }) => {
      const resources: DeclaredResource[] = [];
      if (autoTopup.declared !== null)
        resources.push({
          name: resourceName(label, "autoTopup"),
          setting: "autoTopup",
          isDisabled: autoTopup.state === "disabled",
          values: autoTopup.declared,
        });
      if (spendingLimit.declared !== null)
        resources.push({
          name: resourceName(label, "spendingLimit"),
          setting: "spendingLimit",
          isDisabled: false,
          values: spendingLimit.declared,
        });
      return { accountId, about: name === null ? accountId : `${name}, ${accountId}`, token, resources };
    })
    .filter(({ resources }) => resources.length > 0);
}

/** The environment variables with the tokens of accounts, each once, in order. */
export const tokensOf = (declarations: readonly Declaration[]): readonly string[] =>
  [...new Set(declarations.flatMap(({ token }) => token ?? []))].sort();
