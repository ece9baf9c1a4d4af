/** What runs in the program's own process and needs Cloudflare. Loaded when it is first needed. */
import { connect } from "../../billing/connect.js";
import { systemClock } from "../../billing/systemClock.js";
import type { ReadConfig } from "../../config/config.js";
import { NEVER } from "../../contract/cancelled.js";
import type { Finding, PreviewRequest } from "../../contract/lifecycle.js";
import * as data from "../../data/index.js";
import type { KindName } from "../../hosts/lifecycles.js";
import { lifecyclesOf } from "../../hosts/lifecycles.js";
import { createProviderProcess } from "../../purchase/providerProcess.js";

/** A program previews; it never charges. */
const LIFECYCLES = lifecyclesOf(createProviderProcess(async () => false));

/** What a preview finds for one declaration. */
export function preview(kind: KindName, request: PreviewRequest, read: ReadConfig): Promise<Finding[]> {
  const nobody = () => {};
  const around = { clock: systemClock, inform: nobody, warn: nobody, declared: new Set<string>(), signal: NEVER };
  return LIFECYCLES[kind].preview(request, { ...around, client: connect(read) });
}

/** Throws a ConfigurationError, before anything is sent, when the account id is invalid. */
export function openAccount(name: string, accountId: string, read: ReadConfig): data.Account {
  data.checkAccountId(name, accountId);
  return { accountId, client: connect(read) };
}

export type Account = data.Account;
export type Data = typeof data;
export { data };
