/** What runs in the program's own process and needs Cloudflare. Loaded when it is first needed. */
import type { Client } from "../../billing/client.js";
import { connect } from "../../billing/connect.js";
import * as endpoints from "../../billing/endpoints.js";
import { getInvoiceHistory } from "../../billing/invoiceHistory.js";
import { systemClock } from "../../billing/systemClock.js";
import type { ReadConfig } from "../../config/config.js";
import { ConfigurationError } from "../../contract/errors.js";
import { accountId as accountIdSchema } from "../../inputs/inputs.js";
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

/** An account, and the way to ask it. */
export interface Account {
  readonly accountId: string;
  readonly client: Client;
  readonly endpoints: typeof endpoints;
  /** All pages of it. */
  readonly getInvoiceHistory: typeof getInvoiceHistory;
}

/** Throws a ConfigurationError, before anything is sent, when the account id cannot be one. */
export function openAccount(name: string, accountId: string, read: ReadConfig): Account {
  const parsed = accountIdSchema().safeParse(accountId);
  if (!parsed.success) throw new ConfigurationError(`${name}(): accountId ${parsed.error.issues[0]?.message}`);
  return { accountId, client: connect(read).client, endpoints, getInvoiceHistory };
}
