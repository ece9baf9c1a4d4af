/** Which accounts a command reads, and the client for each. */
import { readFile } from "node:fs/promises";
import type { SharedClient } from "../../provider/billing/client.js";
import { createClient } from "../../provider/billing/client.js";
import type { Pacer } from "../../provider/billing/pacer.js";
import { createPacer } from "../../provider/billing/pacer.js";
import { redactor } from "../../provider/billing/redact.js";
import type { Connection, ReadConfig } from "../../provider/config/config.js";
import { resolveAccountId, resolveConnection, resolveConnectionWithToken } from "../../provider/config/config.js";
import type { Clock } from "../../provider/contract/clock.js";
import { ConfigurationError } from "../../provider/contract/errors.js";
import { cite } from "../../provider/contract/quote.js";
import { accountId as accountIdSchema } from "../../provider/inputs/inputs.js";
import { version } from "../package.json";
import { ACCOUNTS } from "../texts.js";
import type { ListedAccount } from "./accountsFile.js";
import { parseAccountsFile } from "./accountsFile.js";
import type { AccountFlags } from "./flags.js";
import { readStackConfiguration } from "./stackConfiguration.js";

/** An account to read. */
export interface Target {
  readonly accountId: string;
  /** Its name in the file of `--accounts`. */
  readonly name: string | null;
  /** The environment variable that holds its API token; undefined for the credentials of all. */
  readonly tokenVariable: string | undefined;
  readonly client: SharedClient;
  /** How many requests were sent to read it, retries included. */
  requests(): number;
}

interface Around {
  readonly clock: Clock;
  /** Gets a line of text when something takes long. */
  readonly say: (line: string) => void;
}

/** Throws a ConfigurationError, before anything is sent, if an account or its credentials are missing or invalid. */
export async function openTargets(flags: AccountFlags, around: Around): Promise<Target[]> {
  const read = await configurationOf(flags);
  const clientFor = clients(around);
  const accounts = (await listAccounts(flags, read)).map(({ tokenVariable, ...account }) => {
    const connection =
      tokenVariable === undefined ? resolveConnection(read) : resolveConnectionWithToken(tokenVariable, read);
    return { ...account, tokenVariable, connection };
  });
  const redactors = new Map(
    accounts.map(({ connection: { credentials } }) => [JSON.stringify(credentials), redactor(credentials)]),
  );
  const holdsSecret = (name: string | null) =>
    [...redactors.values()].some((redact) => name !== null && redact(name) !== name);
  if (accounts.some(({ name }) => holdsSecret(name))) throw new ConfigurationError(ACCOUNTS.namedSecret);
  return accounts.map(({ connection, ...account }) => ({ ...account, ...clientFor(connection) }));
}

/** The configuration that a stack has, else nothing: the provider's own rules then look into the environment. */
const configurationOf = async ({ stack }: AccountFlags): Promise<ReadConfig> =>
  stack === undefined ? () => undefined : readStackConfiguration(stack);

async function listAccounts({ account, accounts }: AccountFlags, read: ReadConfig): Promise<ListedAccount[]> {
  if (accounts !== undefined) {
    if (account.length > 0) throw new ConfigurationError(ACCOUNTS.both);
    return parseAccountsFile(accounts, await contentOf(accounts));
  }
  const configured = account.length > 0 ? undefined : resolveAccountId(read);
  const ids = account.length > 0 ? account : configured === undefined ? [] : [configured];
  if (ids.length === 0) throw new ConfigurationError(ACCOUNTS.none);
  return [...new Set(ids)].map((accountId) => {
    const parsed = accountIdSchema().safeParse(accountId);
    const place = configured === undefined ? "--account" : "The configured accountId";
    if (!parsed.success) throw new ConfigurationError(`${place} ${parsed.error.issues[0]?.message}`);
    return { accountId, name: null, tokenVariable: undefined };
  });
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code = "unknown error" } = Object(error);
    throw new ConfigurationError(`Could not read the file of --accounts, ${cite(file, 200)}: ${code}.`);
  }
}

/** A client for each account, which counts. The accounts of one set of credentials share one pace. */
function clients({ clock, say }: Around): (connection: Connection) => Pick<Target, "client" | "requests"> {
  const pacers = new Map<string, Pacer>();
  return (connection) => {
    const key = JSON.stringify(connection);
    const shared = pacers.get(key) ?? createPacer(clock, say);
    pacers.set(key, shared);
    const { pacer, admitted } = counting(shared);
    const client = createClient({
      connection,
      userAgent: `pulumi-cloudflare-ai-gateway-billing-cli/${version} node/${process.versions.node}`,
      clock,
      say,
      pacer,
    });
    return { client, requests: admitted };
  };
}

/** The same pacer, which counts what it lets pass. */
function counting(pacer: Pacer): { readonly pacer: Pacer; admitted(): number } {
  let count = 0;
  const admit: Pacer["admit"] = async (signal) => {
    const turn = await pacer.admit(signal);
    if (turn !== "cancelled" && "waitedMs" in turn) count += 1;
    return turn;
  };
  return { pacer: { ...pacer, admit }, admitted: () => count };
}
