/** The exit codes of every command. */
export const EXIT = {
  /** Done. For the gate: nothing moves money, or all of it is allowed. */
  done: 0,
  /** The gate found something that is not allowed; for status: a part could not be read. */
  refused: 1,
  /** No answer: a wrong call, a file that is not a preview, a failed preview, or a port in use. */
  failed: 2,
} as const;
