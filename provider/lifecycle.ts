/**
 * The grammar all kinds share. State is never trusted over the live account: every write starts with a
 * read, a 2xx to it is taken at its word, and an ambiguous answer to it is settled by another read.
 */
import type { Client } from "./billing/client.js";
import { ACCOUNT_ID } from "./billing/schema.js";
import { nameRefusal } from "./doors.js";
import { ConfigurationError, isBillingError, LiveValueDiffersError, NotFoundError } from "./errors.js";
import { quote } from "./kinds/inputs.js";
import type { Declaration, Kind, Live } from "./kinds/kind.js";
import { differs, outOfForce } from "./kinds/sentences.js";

export type Properties = Readonly<Record<string, unknown>>;

export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

export interface Difference {
  readonly changes: boolean;
  readonly replaces: string[];
}

export interface Observed {
  readonly inputs: object;
  readonly outputs: object;
}

/** What a lifecycle works with. */
export interface Surroundings {
  readonly client: Client;
  /** Tells the user something that is not an error. */
  readonly warn: (line: string) => void;
  /** The settings that this run has created or adopted, so that it does not remove them again. */
  readonly kept: Set<string>;
}

/** The life of one kind, as the hosts call it. */
export interface Lifecycle {
  /** Validates; sends nothing. Values that `isUnknown` tells of pass. */
  check(news: Properties, isUnknown: (value: unknown) => boolean): CheckFailure[];
  /** Compares what is recorded with what is declared now; sends nothing. */
  diff(recorded: Properties, declared: Properties): Difference;
  create(declared: Properties, around: Surroundings): Promise<{ id: string; outputs: object }>;
  update(declared: Properties, around: Surroundings): Promise<object>;
  /** The live setting; undefined when it is gone. */
  read(id: string, recorded: Properties, around: Surroundings): Promise<Observed | undefined>;
  delete(id: string, around: Surroundings): Promise<void>;
}

/** A write whose outcome stays unknown is looked at, and tried again, this often in all. */
const WRITE_ATTEMPTS = 3;

export function lifecycle<D extends Declaration, S extends object, T extends object>(kind: Kind<D, S, T>): Lifecycle {
  const properties = Object.keys(kind.inputs.shape);
  const keptKey = (accountId: string) => `${kind.name} ${accountId}`;

  /** Makes the live setting equal to the declared one and returns its status. */
  async function settle(declared: D, seen: Live<S, T> | undefined, { client, warn }: Surroundings): Promise<T> {
    const { accountId } = declared;
    let live = seen;
    let failure: unknown;
    for (let attempt = 1; ; attempt += 1) {
      if (live !== undefined && isSetting(live.setting, kind.settingOf(declared))) {
        const reason = kind.outOfForce(live.status);
        if (reason !== undefined) warn(outOfForce(kind.noun, accountId, reason));
        return live.status;
      }
      if (attempt > WRITE_ATTEMPTS) throw failure;
      try {
        await kind.converge(client, declared);
        return kind.statusAfterWrite;
      } catch (error) {
        if (!isAmbiguous(error))
          throw await nameRefusal(error, (cause) => kind.closed.converge(declared, cause), client, accountId);
        failure = error;
      }
      live = await kind.observe(client, accountId);
    }
  }

  function accountOf(id: string): string {
    if (ACCOUNT_ID.test(id)) return id;
    throw new ConfigurationError(
      `The id of ${kind.name} is a Cloudflare account id, 32 lower-case hex digits; got a string of ${id.length} characters.`,
    );
  }

  return {
    check(news, isUnknown) {
      const parsed = kind.inputs.safeParse(news);
      if (parsed.success) return [];
      const failures = new Map<string, string>();
      for (const issue of parsed.error.issues) {
        if (issue.code === "unrecognized_keys") {
          for (const key of issue.keys) failures.set(key, unknownProperty(kind.name, key, properties));
          continue;
        }
        const property = String(issue.path[0]);
        if (isUnknown(news[property]) || failures.has(property)) continue;
        failures.set(property, `${property} ${issue.message}`);
      }
      return [...failures].map(([property, reason]) => ({ property, reason }));
    },

    diff(recorded, declared) {
      const changed = properties.filter((property) => recorded[property] !== declared[property]);
      return { changes: changed.length > 0, replaces: changed.filter((property) => property === "accountId") };
    },

    async create(news, around) {
      const declared = kind.inputs.parse(news);
      const { accountId } = declared;
      const setting = kind.settingOf(declared);
      const live = await kind.observe(around.client, accountId);
      if (live !== undefined && !isSetting(live.setting, setting) && declared.allowOverwrite !== true) {
        throw new LiveValueDiffersError(differs(kind, accountId, live.setting, setting));
      }
      const status = await settle(declared, live, around);
      around.kept.add(keptKey(accountId));
      return { id: accountId, outputs: { ...declared, ...status } };
    },

    async update(news, around) {
      const declared = kind.inputs.parse(news);
      const live = await kind.observe(around.client, declared.accountId);
      return { ...declared, ...(await settle(declared, live, around)) };
    },

    async read(id, recorded, around) {
      const accountId = accountOf(id);
      const live = await kind.observe(around.client, accountId);
      if (live === undefined) {
        if (recorded.accountId !== undefined) return undefined;
        // Only `.get` comes without recorded outputs, and the engine would not notice that nothing was found.
        throw new NotFoundError(
          `Account ${accountId} has no ${kind.noun}, so ${kind.name}.get() has nothing to return. Declare it with new ${kind.name}(), or check the account id.`,
        );
      }
      const { allowOverwrite } = recorded;
      const inputs = { accountId, ...live.setting, ...(allowOverwrite === undefined ? {} : { allowOverwrite }) };
      return { inputs, outputs: { ...inputs, ...live.status } };
    },

    async delete(id, { client, warn, kept }) {
      const accountId = accountOf(id);
      if (kept.has(keptKey(accountId))) {
        return warn(
          `The ${kind.noun} of account ${accountId} stays as it is: another resource of this stack has just taken it over. (A rename without an alias, and a forced replacement, create the new resource before they delete the old one.)`,
        );
      }
      let failure: unknown;
      for (let attempt = 1; ; attempt += 1) {
        if ((await kind.observe(client, accountId)) === undefined) return;
        if (attempt > WRITE_ATTEMPTS) throw failure;
        try {
          return await kind.remove(client, accountId);
        } catch (error) {
          const { remove } = kind.closed;
          if (!isAmbiguous(error))
            throw await nameRefusal(
              error,
              remove === null ? undefined : (cause) => remove(accountId, cause),
              client,
              accountId,
            );
          failure = error;
        }
      }
    },
  };
}

export function isSetting<S extends object>(live: S, declared: S): boolean {
  const text = (setting: S) => JSON.stringify(Object.entries(setting).sort());
  return text(live) === text(declared);
}

function unknownProperty(kind: string, key: string, properties: readonly string[]): string {
  const letters = (word: string) => word.replace(/[^a-z]/gi, "").toLowerCase();
  const meant = properties.find((property) => letters(property) === letters(key));
  return `${quote(key)} is not a property of ${kind}, which has ${properties.join(", ")}. ${meant === undefined ? "Remove it." : `Write ${meant}.`}`;
}

const isAmbiguous = (error: unknown) => isBillingError(error) && error.facts.mayHaveHappened === true;
