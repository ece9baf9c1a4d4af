/** What runs in the program's own process and needs Cloudflare. Loaded when it is first needed. */
import { connect } from "../../billing/connect.js";
import { systemClock } from "../../billing/systemClock.js";
import type { ReadConfig } from "../../config/config.js";
import * as data from "../../data/index.js";
import { previewPurchase } from "../../purchase/preflight.js";
import * as kinds from "../../settings/index.js";
import type { Preview, Step } from "../../settings/preflight.js";
import { preview } from "../../settings/preflight.js";

const PREVIEWS: Readonly<Record<keyof typeof kinds, Preview>> = {
  AutoTopupConfig: preview(kinds.AutoTopupConfig),
  SpendingLimit: preview(kinds.SpendingLimit),
};

/** The warnings of one declaration in a preview. */
export function compareWithLive(
  kind: keyof typeof kinds,
  declared: Record<string, unknown>,
  step: Step,
  read: ReadConfig,
): Promise<string[]> {
  const { client, connection } = connect(read);
  return PREVIEWS[kind](declared, step, client, connection.credentials.kind);
}

/** The warnings of a purchase in a preview. */
export function comparePurchaseWithLive(
  declared: Record<string, unknown>,
  isFirst: boolean,
  read: ReadConfig,
): Promise<string[]> {
  return previewPurchase(declared, isFirst, connect(read).client, systemClock.now());
}

/** Throws a ConfigurationError, before anything is sent, when the account id cannot be one. */
export function openAccount(name: string, accountId: string, read: ReadConfig): data.Account {
  data.checkAccountId(name, accountId);
  return { accountId, client: connect(read).client };
}

export type Account = data.Account;
export type Data = typeof data;
export { data };
