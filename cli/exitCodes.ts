/** The exit codes of every command. */
export const EXIT = {
  /** Done. For the gate: nothing moves money, or all of it is allowed. For a check: all is fine. */
  done: 0,
  /** The gate found something that is not allowed, a check is crossed, or a part of an account could not be read. */
  refused: 1,
  /** No answer: a wrong call, a file that is not a preview, a failed preview, an unknown check, a port in use, or a file in the way. */
  failed: 2,
} as const;
