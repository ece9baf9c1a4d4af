/** The life of a resource, as Pulumi's protocol has it. What the calls mean is in the lifecycles. */
import type {
  CheckRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  ReadRequest,
  UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import {
  CheckFailure,
  CheckResponse,
  CreateResponse,
  DiffResponse,
  ReadResponse,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { ACCOUNT_ID_MISSING, resolveAccountId } from "../../config/config.js";
import { NotFoundError } from "../../contract/errors.js";
import { UNKNOWN } from "../../contract/facts.js";
import type { Properties } from "../../contract/lifecycle.js";
import { notAlone } from "../../purchase/record.js";
import { ONE_TOPUP, SECRET_PURCHASE, topupOf } from "../creditTopup.js";
import { sameAccount } from "../sameAccount.js";
import type { About } from "./calls.js";
import { detailedDiff } from "./detailedDiff.js";
import { hiding } from "./hide.js";
import { look } from "./look.js";
import type { Provider } from "./provider.js";
import { Empty } from "./sdk.js";
import type { Subject } from "./served.js";
import { subjectIn } from "./served.js";
import type { Opened } from "./values.js";
import { isUnknown, open, seal } from "./values.js";

export function resourceVerbs(provider: Provider) {
  const { calls, claims, declared, lifecycles, read, surroundings } = provider;
  const subjectOf = (urn: string) => subjectIn(lifecycles, urn);

  /** The failure of a second declaration for one account. */
  function claim(subject: Subject, urn: string, { accountId }: Properties): string[] {
    // A charge is declared beside its intent.
    if (subject.kind === "TopupCharge" || typeof accountId !== "string" || isUnknown(accountId)) return [];
    const key = `${subject.kind} ${accountId}`;
    const first = claims.get(key) ?? urn;
    claims.set(key, first);
    if (first === urn) return [];
    const before = subjectOf(first).name;
    return subject.kind === "TopupIntent"
      ? [sameAccount("CreditTopup", topupOf(subject.name), topupOf(before), accountId, ONE_TOPUP)]
      : [sameAccount(subject.kind, subject.name, before, accountId)];
  }

  return {
    check(request: CheckRequest): CheckResponse {
      const subject = subjectOf(request.getUrn());
      const news = open(request.getNews());
      const accountId = resolveAccountId(read);
      const { inputs, failures } = subject.life.check({
        news: news.values,
        olds: open(request.getOlds()).values,
        isUnknown,
        accountId,
      });
      const reasons = subject.isAlone
        ? [notAlone(subject.kind).message]
        : inputs.accountId === undefined
          ? [ACCOUNT_ID_MISSING]
          : [
              ...failures.map(({ reason }) => reason),
              ...claim(subject, request.getUrn(), inputs),
              ...(news.secrets.has("purchase") ? [`purchase must not be secret. ${SECRET_PURCHASE}`] : []),
            ];
      const hide = hiding(news);
      const response = new CheckResponse();
      response.setInputs(seal(inputs, news.secrets));
      response.setFailuresList(reasons.map((reason) => checkFailure(hide(reason))));
      return response;
    },

    diff(request: DiffRequest): DiffResponse {
      const recorded = open(request.getOlds()).values;
      const news = open(request.getNews()).values;
      const { life } = subjectOf(request.getUrn());
      const changes = life.diff(recorded, news, { declared });
      const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
      const response = new DiffResponse();
      response.setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME);
      response.setDiffsList(changes.map(({ property }) => property));
      response.setReplacesList(changes.filter(({ replaces }) => replaces).map(({ property }) => property));
      for (const [property, diff] of detailedDiff(changes, recorded, news, life.computed))
        response.getDetaileddiffMap().set(property, diff);
      response.setHasdetaileddiff(true);
      return response;
    },

    create(request: CreateRequest): Promise<CreateResponse> {
      const { life, kind, isAlone } = subjectOf(request.getUrn());
      // `pulumi do --stateless` calls it without a check before, and without a state behind it.
      if (isAlone) throw notAlone(kind);
      const news = open(request.getProperties());
      return calls.run(about(request, news), async (call) => {
        const response = new CreateResponse();
        if (request.getPreview()) {
          await look(life, { step: "create", declared: news.values }, provider, call);
          response.setProperties(
            seal(expected(life.computed, news.values), secretOutputs(life.computed, news.secrets)),
          );
          return response;
        }
        const { id, outputs } = await life.create(news.values, await surroundings(call));
        response.setId(id);
        response.setProperties(seal(outputs, secretOutputs(life.computed, news.secrets)));
        return response;
      });
    },

    update(request: UpdateRequest): Promise<UpdateResponse> {
      const { life } = subjectOf(request.getUrn());
      const news = open(request.getNews());
      const recorded = open(request.getOlds());
      return calls.run(about(request, news, recorded), async (call) => {
        const response = new UpdateResponse();
        if (request.getPreview()) {
          await look(life, { step: "update", declared: news.values, recorded: recorded.values }, provider, call);
          response.setProperties(
            seal(expected(life.computed, news.values), secretOutputs(life.computed, news.secrets)),
          );
          return response;
        }
        const outputs = await life.update(news.values, await surroundings(call), recorded.values);
        response.setProperties(seal(outputs, secretOutputs(life.computed, news.secrets)));
        return response;
      });
    },

    read(request: ReadRequest): Promise<ReadResponse> {
      const { kind, life } = subjectOf(request.getUrn());
      const recorded = open(request.getProperties());
      const inputs = open(request.getInputs());
      const id = request.getId();
      return calls.run({ urn: request.getUrn(), seconds: 0, hide: hiding(recorded, inputs) }, async (call) => {
        // An import, and `.get`, come without recorded outputs.
        const isLookUp = recorded.values.accountId === undefined;
        const live = await life.read(id, isLookUp ? undefined : recorded.values, await surroundings(call));
        if (live === undefined && isLookUp) throw nothingThere(kind, life.noun, id);
        const response = new ReadResponse();
        // Without an id, it is gone.
        if (live === undefined) return response;
        const secrets = new Set([...recorded.secrets, ...inputs.secrets]);
        response.setId(id);
        response.setInputs(seal(live.inputs, secrets));
        response.setProperties(seal(live.outputs, secretOutputs(life.computed, secrets)));
        return response;
      });
    },

    delete(request: DeleteRequest) {
      const { life } = subjectOf(request.getUrn());
      const recorded = open(request.getProperties());
      return calls.run(about(request, recorded), async (call) => {
        await life.delete(request.getId(), await surroundings(call), recorded.values);
        return new Empty();
      });
    },
  };
}

const about = (request: CreateRequest | UpdateRequest | DeleteRequest, ...opened: readonly Opened[]): About => ({
  urn: request.getUrn(),
  seconds: request.getTimeout(),
  hide: hiding(...opened),
});

/** No property is named: the engine would print its value, even that of a pasted secret. The reason names it. */
export function checkFailure(reason: string): CheckFailure {
  const failure = new CheckFailure();
  failure.setReason(reason);
  return failure;
}

/** The outputs that a preview knows. */
const expected = (computed: readonly string[], declared: Properties): Properties => ({
  ...declared,
  ...Object.fromEntries(computed.map((property) => [property, UNKNOWN])),
});

/** The inputs that the computed outputs say something about. */
const TOLD = ["accountId", "amount", "adoptInvoiceId", "record"];

/** The outputs that must be secret: each under the name of a secret input, and all that say something about a secret one. */
const secretOutputs = (computed: readonly string[], secrets: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...secrets, ...(TOLD.some((input) => secrets.has(input)) ? computed : [])]);

const nothingThere = (kind: string, noun: string, id: string) =>
  new NotFoundError(
    `Account ${id} has no ${noun}, so there is nothing to import or to look up. Declare ${kind} without an import, or check the account id.`,
  );
