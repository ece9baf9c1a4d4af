/** A preview of the plugin: says on the resource what the coming step will do. */
import type { Connected } from "../../billing/connected.js";
import { BillingError } from "../../contract/errors.js";
import type { Lifecycle, PreviewRequest } from "../../contract/lifecycle.js";
import { preflight } from "../preflight.js";
import type { Call } from "./calls.js";
import type { Provider } from "./provider.js";
import { isUnknown } from "./values.js";

/** Throws what `pulumi up` would fail with, where the configuration asks for that. */
export async function look(
  life: Lifecycle<Connected>,
  request: PreviewRequest,
  { read, surroundings, said }: Provider,
  call: Call,
): Promise<void> {
  // A marker would pass for the value of a text.
  if (Object.values(request.declared).some(isUnknown)) return;
  const { mode, findings } = await preflight(read, async () => life.preview(request, await surroundings(call)));
  const once = (text: string) => `${request.declared.accountId}: ${text}`;
  const failures: string[] = [];
  for (const { severity, text } of findings) {
    if (severity === "failure" && mode === "strict") failures.push(text);
    else if (!said.has(once(text))) (severity === "info" ? call.inform : call.warn)(text);
    said.add(once(text));
  }
  if (failures.length > 0) throw new BillingError(failures.join(" "));
}
