/** The refusal of a second declaration for an account. It would undo the first. */
export const sameAccount = (
  kind: string,
  name: string,
  first: string,
  accountId: string,
  advice = "An account has only one such setting. Remove one of them.",
) => `${kind} "${name}" and "${first}" declare the same account, ${accountId}. ${advice}`;
