/**
 * The lifecycle that all kinds of settings share. The live account counts, and not the state: every write starts with a
 * read. A 2xx answer to a write is believed. After an ambiguous answer, another read decides.
 */
import type { Connected } from "../billing/connected.js";
import type { Clock } from "../contract/clock.js";
import { BillingError, ConfigurationError, isBillingError, LiveValueDiffersError } from "../contract/errors.js";
import { ACCOUNT_ID } from "../contract/facts.js";
import type { Lifecycle } from "../contract/lifecycle.js";
import { checkInputs } from "../inputs/checkInputs.js";
import type { Declaration, Kind } from "./kind.js";
import { isSame } from "./kind.js";
import { preview } from "./preview.js";
import { differs, outOfForce } from "./sentences.js";
import { nameRefusal } from "./writeAccess.js";

/** How often a write is tried in all while its outcome is unknown. Each try reads first. */
const WRITE_ATTEMPTS = 3;

export function lifecycle<D extends Declaration, S extends object, T extends object>(
  kind: Kind<D, S, T>,
): Lifecycle<Connected> {
  const properties = Object.keys(kind.inputs.shape);
  const keyOf = (accountId: unknown) => `${kind.name} ${accountId}`;

  /**
   * Makes the live setting equal to the declared one and returns its status.
   *
   * @param mayReplace throws when the live setting must not be replaced
   */
  async function reconcile(declared: D, around: Connected, mayReplace: (live: S) => void): Promise<T> {
    const { client, clock, inform, signal, warn } = around;
    const { accountId } = declared;
    const tellCost = () => {
      const cost = kind.costOf(accountId, kind.settingOf(declared));
      if (cost !== "") inform(cost);
    };
    let failure: unknown;
    for (let attempt = 1; ; attempt += 1) {
      const live = await lookAgain(() => kind.observe(client, accountId), failure);
      const reason = live && kind.outOfForce(live.status);
      if (live !== undefined && isSame(live.setting, kind.settingOf(declared))) {
        if (reason !== undefined) warn(outOfForce(kind.noun, accountId, reason));
        else tellCost();
        return live.status;
      }
      if (live !== undefined) mayReplace(live.setting);
      if (attempt > WRITE_ATTEMPTS) throw failure;
      try {
        await kind.converge(client, declared);
        if (reason === undefined) tellCost();
        else {
          warn(
            `${outOfForce(kind.noun, accountId, reason)} Cloudflare does not say whether this write enabled it: run \`pulumi refresh\` to see.`,
          );
        }
        return kind.statusAfterWrite;
      } catch (error) {
        if (!isAmbiguous(error)) {
          throw await nameRefusal(error, (cause) => kind.closed.converge(declared, cause), client, accountId);
        }
        failure = error;
        await pause(clock, attempt, signal);
      }
    }
  }

  function accountOf(id: string): string {
    if (ACCOUNT_ID.test(id)) return id;
    throw new ConfigurationError(
      `The id of ${kind.name} is a Cloudflare account id, 32 lower-case hex digits; got a string of ${id.length} characters. Find it in the dashboard's address, after dash.cloudflare.com/.`,
    );
  }

  return {
    noun: kind.noun,

    computed: Object.keys(kind.statusAfterWrite),

    check: (request) => checkInputs(kind.name, kind.inputs, request),

    diff(recorded, declared, around) {
      const changed = properties.filter((property) => recorded[property] !== declared[property]);
      // The engine makes no other call in this run for a resource that stays as it is.
      if (changed.length === 0) around.declared.add(keyOf(declared.accountId));
      return changed.map((property) => ({ property, replaces: property === "accountId" }));
    },

    preview: (request, around) => preview(kind, request, around),

    async create(news, around) {
      const declared = kind.inputs.parse(news);
      const { accountId, allowOverwrite } = declared;
      const status = await reconcile(declared, around, (live) => {
        if (allowOverwrite === true) return;
        throw new LiveValueDiffersError(differs(kind, accountId, live, kind.settingOf(declared)));
      });
      around.declared.add(keyOf(accountId));
      return { id: accountId, outputs: { ...declared, ...status } };
    },

    async update(news, around) {
      const declared = kind.inputs.parse(news);
      const status = await reconcile(declared, around, () => {});
      around.declared.add(keyOf(declared.accountId));
      return { ...declared, ...status };
    },

    async read(id, recorded, around) {
      const accountId = accountOf(id);
      const live = await kind.observe(around.client, accountId);
      if (live === undefined) return undefined;
      const allowOverwrite = recorded?.allowOverwrite;
      const inputs = { accountId, ...live.setting, ...(allowOverwrite === undefined ? {} : { allowOverwrite }) };
      return { inputs, outputs: { ...inputs, ...live.status } };
    },

    async delete(id, { client, clock, warn, declared, signal }) {
      const accountId = accountOf(id);
      if (declared.has(keyOf(accountId))) return warn(stays(kind.noun, accountId));
      let failure: unknown;
      for (let attempt = 1; ; attempt += 1) {
        if ((await lookAgain(() => kind.observe(client, accountId), failure)) === undefined) return;
        if (attempt > WRITE_ATTEMPTS) throw failure;
        try {
          return await kind.remove(client, accountId);
        } catch (error) {
          // Somebody else removed it meanwhile.
          if (
            isBillingError(error, "NotFoundError") &&
            (await lookAgain(() => kind.observe(client, accountId), error)) === undefined
          )
            return;
          if (!isAmbiguous(error)) {
            throw withLettingGo(
              await nameRefusal(error, (cause) => kind.closed.remove(accountId, cause), client, accountId),
            );
          }
          failure = error;
          await pause(clock, attempt, signal);
        }
      }
    },
  };
}

/** Reads after a lost answer. If this read fails too, the error is still that the answer was lost. */
async function lookAgain<Result>(observe: () => Promise<Result>, failure: unknown): Promise<Result> {
  try {
    return await observe();
  } catch (error) {
    throw failure ?? error;
  }
}

const pause = (clock: Clock, attempt: number, signal: AbortSignal) =>
  clock.sleep(clock.random() * 1000 * 2 ** (attempt - 1), signal);

/** A user who may not remove the setting may want to stop managing it. */
function withLettingGo(error: unknown): unknown {
  if (error instanceof BillingError) {
    error.message +=
      " Or keep it and stop managing it: set retainOnDelete on the resource and run `pulumi up` before you remove or replace it, or run `pulumi state delete <urn>`.";
  }
  return error;
}

const stays = (noun: string, accountId: string) =>
  `The ${noun} of account ${accountId} stays as it is: another resource of this stack declares it. A rename without an alias, and a forced replacement, create the new resource before they delete the old one. To rename a resource, give it an alias: aliases: [{ name: "<the old name>" }].`;

const isAmbiguous = (error: unknown) => isBillingError(error) && error.facts.mayHaveHappened === true;
