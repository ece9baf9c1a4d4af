/**
 * Compares a declaration with the live account. Says what the coming `up` will write, what the card will be charged for
 * it, and what cannot succeed.
 */
import type { Connected } from "../billing/connected.js";
import { cannotTellPermission, mayNotWrite } from "../billing/eligibility.js";
import { failure, info, warning } from "../contract/findings.js";
import type { Finding, PreviewRequest } from "../contract/lifecycle.js";
import type { Declaration, Kind } from "./kind.js";
import { isSame } from "./kind.js";
import { differs, outOfForce } from "./sentences.js";
import { askWriteAccess } from "./writeAccess.js";

export async function preview<D extends Declaration, S extends object, T extends object>(
  kind: Kind<D, S, T>,
  { step, declared: news }: PreviewRequest,
  { client }: Connected,
): Promise<Finding[]> {
  const parsed = kind.inputs.safeParse(news);
  // The check refuses what is invalid, and names the rule.
  if (!parsed.success) return [];
  const declared = parsed.data;
  const { accountId } = declared;
  const setting = kind.settingOf(declared);
  const cost = kind.costOf(accountId, setting);
  const unit = kind.askUnit(setting);
  const notes = [cost, unit].filter(Boolean);
  const costs = notes.length === 0 ? [] : info(...notes);

  const live = await kind.observe(client, accountId);
  if (live !== undefined && isSame(live.setting, setting)) {
    const reason = kind.outOfForce(live.status);
    if (reason !== undefined) return warning(outOfForce(kind.noun, accountId, reason));
    if (step === "same") return [];
    return info(`The ${kind.noun} of account ${accountId} is already as declared: nothing is written.`, ...notes);
  }
  const found = live === undefined ? "not set" : kind.describe(live.setting);
  const access = await askWriteAccess(client, accountId);
  const closed = access === "closed" ? kind.closed.converge(declared, undefined).message : "";

  if (step === "same") {
    const drifted = `The live ${kind.noun} of account ${accountId} differs from what was last applied: live is ${found}; declared is ${kind.describe(setting)}. This \`pulumi up\` does not change it`;
    return closed === ""
      ? warning(`${drifted}; \`pulumi up --refresh\` puts the declared values back.`)
      : warning(`${drifted}.`, closed);
  }
  if (step === "create" && live !== undefined && declared.allowOverwrite !== true)
    return failure("This `pulumi up` will fail.", differs(kind, accountId, live.setting, setting), closed);
  if (closed !== "") {
    const isSure = client.credentials === "token" || kind.closed.forGlobalKey === "refused";
    const now = `(Live now: ${found}.)`;
    return isSure
      ? failure("This `pulumi up` will fail.", closed, unit, now)
      : warning("This `pulumi up` may fail.", closed, unit, now);
  }
  const overwrites =
    step === "create" && live !== undefined
      ? warning(
          `This \`pulumi up\` overwrites the ${kind.noun} of account ${accountId}: live is ${found}; declared is ${kind.describe(setting)}.`,
        )
      : [];
  if (access === "noPermission") return [...warning(mayNotWrite(accountId)), ...overwrites, ...costs];
  if (access === "unknown") {
    return warning(
      `This preview cannot tell whether \`pulumi up\` will succeed. It has to write the ${kind.noun} of account ${accountId}, and the call that says whether Cloudflare lets these credentials write got no answer. Run the preview again to know before \`pulumi up\`.`,
    );
  }
  return [...overwrites, ...costs, ...info(cannotTellPermission(accountId))];
}
