/** The nine functions, as invokes. */
import type { InvokeRequest } from "@pulumi/pulumi/proto/provider_pb";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ACCOUNT_ID_MISSING, OWN, resolveAccountId } from "../../config/config.js";
import { ConfigurationError } from "../../contract/errors.js";
import type { Properties } from "../../contract/lifecycle.js";
import { meantBy } from "../../contract/meantBy.js";
import { quote } from "../../contract/quote.js";
import type { DataFunction } from "../../data/functions.js";
import { FUNCTIONS } from "../../data/functions.js";
import { checkAccountId } from "../../data/index.js";
import { cleanRecord } from "../clean.js";
import { hiding } from "./hide.js";
import { NotServedError } from "./notServed.js";
import type { Provider } from "./provider.js";
import { open, seal, secret } from "./values.js";

const BY_TOKEN = new Map(
  Object.entries(FUNCTIONS).map(([name, found]) => [`${OWN}:index:${name}`, { name, ...found }]),
);

export function functionVerbs({ calls, read, surroundings }: Provider) {
  return {
    invoke(request: InvokeRequest): Promise<InvokeResponse> {
      const found = BY_TOKEN.get(request.getTok());
      if (found === undefined) {
        throw new NotServedError(
          `The plugin ${OWN} has no function ${quote(request.getTok())}. It has ${[...BY_TOKEN.keys()].join(", ")}.`,
        );
      }
      const opened = open(request.getArgs());
      return calls.run({ urn: "", seconds: 0, hide: hiding(opened) }, async (call) => {
        const { values, secrets } = opened;
        const { accountId: given, ...args } = values;
        const accountId = given ?? resolveAccountId(read);
        refuseUnknownArguments(found, args);
        if (accountId === undefined) throw new ConfigurationError(`${found.name}(): ${ACCOUNT_ID_MISSING}`);
        checkAccountId(found.name, accountId);
        const { client } = await surroundings(call);
        const result = withSecrets(cleanRecord(await found.ask({ accountId, client }, args)), found.secrets);
        const response = new InvokeResponse();
        // What was asked with a secret is secret.
        response.setReturn(seal(result, new Set(secrets.size > 0 ? Object.keys(result) : [])));
        return response;
      });
    },
  };
}

function refuseUnknownArguments({ name, args }: DataFunction & { name: string }, given: Properties) {
  const known = ["accountId", ...args];
  const unknown = Object.keys(given).find((argument) => !known.includes(argument));
  if (unknown === undefined) return;
  const meant = meantBy(unknown, known);
  throw new ConfigurationError(
    `${name}(): ${quote(unknown)} is not an argument; it has ${known.join(", ")}. ${meant === undefined ? "Remove it." : `Write ${meant}.`}`,
  );
}

function withSecrets(record: Properties, secrets: readonly string[]): Properties {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [
      key,
      secrets.includes(key) && value !== null ? secret(value) : inside(value, secrets),
    ]),
  );
}

function inside(value: unknown, secrets: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => inside(item, secrets));
  return typeof value === "object" && value !== null ? withSecrets({ ...value }, secrets) : value;
}
