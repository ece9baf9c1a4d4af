/**
 * Preview tells the truth: compares a declaration with the live account and says when the coming `up`
 * cannot succeed or will overwrite something.
 */
import type { Client } from "../billing/client.js";
import type { Credentials } from "../config/config.js";
import type { Properties } from "../contract/lifecycle.js";
import type { Declaration, Kind } from "./kind.js";
import { isSetting } from "./lifecycle.js";
import { differs, outOfForce } from "./sentences.js";
import { askWriteAccess } from "./writeAccess.js";

/** What the engine is going to do with the resource. */
export type Step = "create" | "update" | "same";

/** The warnings for one declaration, none when the coming `up` will do what the preview shows. */
export type Preview = (
  declared: Properties,
  step: Step,
  client: Client,
  credentials: Credentials["kind"],
) => Promise<string[]>;

export function preview<D extends Declaration, S extends object, T extends object>(kind: Kind<D, S, T>): Preview {
  return async (news, step, client, credentials) => {
    const parsed = kind.inputs.safeParse(news);
    // What is invalid is refused by the check, with the rule.
    if (!parsed.success) return [];
    const declared = parsed.data;
    const { accountId } = declared;
    const setting = kind.settingOf(declared);

    const live = await kind.observe(client, accountId);
    if (live !== undefined && isSetting(live.setting, setting)) {
      const reason = kind.outOfForce(live.status);
      return reason === undefined ? [] : [outOfForce(kind.noun, accountId, reason)];
    }
    const found = live === undefined ? "none is set" : kind.describe(live.setting);
    const access = await askWriteAccess(client, accountId);
    const closed = access === "closed" ? kind.closed.converge(declared, undefined).message : undefined;

    if (step === "same") {
      const drifted = `The live ${kind.noun} of account ${accountId} is not what was last applied: live: ${found}; declared: ${kind.describe(setting)}. This \`pulumi up\` leaves it as it is`;
      return [
        closed === undefined
          ? `${drifted}; \`pulumi up --refresh\` puts the declared values back.`
          : `${drifted}. ${closed}`,
      ];
    }
    if (step === "create" && live !== undefined && declared.allowOverwrite !== true) {
      const refusal = `This \`pulumi up\` will fail. ${differs(kind, accountId, live.setting, setting)}`;
      return [closed === undefined ? refusal : `${refusal} ${closed}`];
    }
    if (closed !== undefined) {
      const sure = credentials === "token" || kind.closed.forGlobalKey === "refused";
      return [`This \`pulumi up\` ${sure ? "will" : "may"} fail. ${closed} (Live now: ${found}.)`];
    }
    if (access === "noPermission") {
      return [
        `This \`pulumi up\` will fail: it has to write the ${kind.noun} of account ${accountId}, and the credentials lack the permission AI Gateway Write.`,
      ];
    }
    if (access === "unknown") {
      return [
        `Whether this \`pulumi up\` will succeed cannot be told: it has to write the ${kind.noun} of account ${accountId}, and the call that tells whether Cloudflare lets these credentials write got no answer.`,
      ];
    }
    if (step === "create" && live !== undefined) {
      return [
        `This \`pulumi up\` overwrites the ${kind.noun} of account ${accountId}: live: ${found}; declared: ${kind.describe(setting)}.`,
      ];
    }
    return [];
  };
}
