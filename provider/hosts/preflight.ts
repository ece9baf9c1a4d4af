/** What a preview finds out about a step, also when it cannot ask. */
import type { Preflight, ReadConfig } from "../config/config.js";
import { resolvePreflight } from "../config/config.js";
import { isBillingError, messageOf } from "../contract/errors.js";
import { failure, warning } from "../contract/findings.js";
import type { Finding } from "../contract/lifecycle.js";

/**
 * Never throws.
 *
 * @param ask compares with the live account. It is not called when the configuration switches the comparison off.
 */
export async function preflight(
  read: ReadConfig,
  ask: () => Promise<Finding[]>,
): Promise<{ mode: Preflight; findings: Finding[] }> {
  let mode: Preflight = "warn";
  try {
    mode = resolvePreflight(read);
    return { mode, findings: mode === "off" ? [] : await ask() };
  } catch (error) {
    const text = `This preview could not compare the program with the live account. ${messageOf(error)}`;
    // `pulumi up` would fail for the same reason.
    const isSure = isBillingError(error, "AuthenticationError") || isBillingError(error, "ConfigurationError");
    return { mode, findings: isSure ? failure(text) : warning(text) };
  }
}
