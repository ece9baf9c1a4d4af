import { ConfigurationError } from "../contract/errors.js";

/** Throws an error with this problem. */
export type Refuse = (problem: string) => never;

/** Throws an error of one line that names whose input is wrong. */
export const refusalOf =
  (whose: string): Refuse =>
  (problem) => {
    throw new ConfigurationError(`${whose}: ${problem}`);
  };
