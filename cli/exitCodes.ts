/** The exit codes of every command. */
export const EXIT = {
  /** It is done. For the gate: nothing moves money, or all of it is allowed. */
  done: 0,
  /** The gate found something that is not allowed. */
  refused: 1,
  /** There is no answer: a wrong call, no plan, a preview that has failed, or a port that is taken. */
  failed: 2,
} as const;
