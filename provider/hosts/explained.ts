import { isBillingError } from "../contract/errors.js";

/** Refresh and destroy use the configuration of the last `up`. That surprises a user who has just changed a token. */
const RECORDED_CONFIG =
  " After a change of credentials, `pulumi refresh` and `pulumi destroy` still use those of the last `up`, unless you add --run-program.";

/** What was thrown, in words, and where refused credentials came from. */
export function explained(thrown: unknown): string {
  if (!(thrown instanceof Error)) return inWords(thrown);
  return isBillingError(thrown, "AuthenticationError") || isBillingError(thrown, "PermissionError")
    ? `${thrown.message}${RECORDED_CONFIG}`
    : thrown.message;
}

function inWords(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return "Something was thrown that cannot be shown as text. Run the same command again, and report it if it happens again.";
  }
}
