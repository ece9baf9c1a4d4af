/**
 * The file of `--accounts`: one account id a line, or YAML with names and the environment variables of tokens. It holds
 * no secret, and nothing of it is quoted that may be one.
 */
import { parseDocument } from "yaml";
import { z } from "zod";
import { ConfigurationError } from "../../provider/contract/errors.js";
import { cite, outline, quote } from "../../provider/contract/quote.js";
import { accountId, line } from "../../provider/inputs/inputs.js";

export interface ListedAccount {
  readonly accountId: string;
  readonly name: string | null;
  /** The environment variable that holds the account's API token; undefined for the token of all. */
  readonly tokenVariable: string | undefined;
}

/** Throws a ConfigurationError that names the file and the entry. */
export function parseAccountsFile(file: string, text: string): ListedAccount[] {
  const accounts = isPlain(text) ? parsePlain(file, text) : parseYaml(file, text);
  if (accounts.length === 0) throw refusal(file, `lists no account. ${FORMS}`);
  const seen = new Set<string>();
  for (const { accountId: id } of accounts) {
    if (seen.has(id)) throw refusal(file, `lists account ${id} more than once. Remove one of the entries.`);
    seen.add(id);
  }
  return accounts;
}

const FORMS =
  "Write one account id a line, or YAML: `accounts:` and below it entries with `id`, and if you like `name` and `token`.";

/** Lines without comments and blanks, with their numbers. */
const linesOf = (text: string) =>
  text
    .split(/\r?\n/)
    .map((content, index) => ({ number: index + 1, content: content.replace(/(^|\s)#.*$/, "").trim() }))
    .filter(({ content }) => content !== "");

const isPlain = (text: string) => linesOf(text).every(({ content }) => !/^[-[{]|:/.test(content));

function parsePlain(file: string, text: string): ListedAccount[] {
  return linesOf(text).map(({ number, content }) => {
    const parsed = accountId().safeParse(content);
    if (!parsed.success) throw refusal(file, `line ${number} ${parsed.error.issues[0]?.message}`);
    return { accountId: content, name: null, tokenVariable: undefined };
  });
}

/** The name of an environment variable. A pasted token is none: it has small letters, or is long without an underscore. */
export const VARIABLE = /^(?![A-Z0-9]{32,}$)[A-Z_][A-Z0-9_]{0,99}$/;

const variable = z.string({ error: notAVariable }).regex(VARIABLE, { error: notAVariable });

/** The value is not quoted: it may be a token. */
function notAVariable({ input }: { readonly input?: unknown }) {
  return `must be the name of an environment variable that holds the token, in capitals, such as CLOUDFLARE_API_TOKEN_PRODUCTION; got ${outline(input)}. If that is the token itself, move it into such a variable, and write the name here.`;
}

const entry = z.strictObject({
  id: accountId(),
  name: line("the name of the account", 60).exactOptional(),
  token: variable.exactOptional(),
});

function parseYaml(file: string, text: string): ListedAccount[] {
  // In this schema every value is a text: an id of digits stays what it is.
  const document = parseDocument(text, { schema: "failsafe" });
  const [error] = document.errors;
  if (error !== undefined) {
    const [first = ""] = error.message.split("\n");
    throw refusal(file, `is not valid YAML: ${cite(first.replace(/:$/, ""), 200)}.`);
  }
  const content = document.toJS();
  const list = content?.accounts;
  if (!Array.isArray(list)) throw refusal(file, `has no list \`accounts\`. ${FORMS}`);
  const others = Object.keys(content).filter((key) => key !== "accounts");
  if (others.length > 0) throw refusal(file, `has ${quote(others[0])} beside \`accounts\`. Remove it.`);
  return list.map((given: unknown, index) => {
    const parsed = entry.safeParse(typeof given === "string" ? { id: given } : given);
    if (!parsed.success) throw refusal(file, `accounts[${index}]${problemOf(parsed.error.issues[0])}`);
    const { id, name = null, token } = parsed.data;
    return { accountId: id, name, tokenVariable: token };
  });
}

function problemOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === "unrecognized_keys")
    return ` has the property ${quote(issue.keys[0])}, and may have id, name and token. Remove it.`;
  const property = issue?.path.join(".");
  return property
    ? `.${property} ${issue?.message}`
    : " must be an account id, or have the properties id, name and token.";
}

const refusal = (file: string, problem: string) => new ConfigurationError(`${cite(file, 200)}: ${problem}`);
