import { ConfigurationError } from "../contract/errors.js";

/** Ends what was asked for with the reason. */
export type Refuse = (problem: string) => never;

/** Ends it with one line that names whose input was wrong. */
export const refusalOf =
  (whose: string): Refuse =>
  (problem) => {
    throw new ConfigurationError(`${whose}: ${problem}`);
  };
