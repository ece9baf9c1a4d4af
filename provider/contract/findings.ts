/** What a preview finds out, as lists, so that a lifecycle returns one or none. */
import type { Finding } from "./lifecycle.js";

const finding =
  (severity: Finding["severity"]) =>
  (...sentences: string[]): Finding[] => [{ severity, text: sentences.filter(Boolean).join(" ") }];

export const info = finding("info");
export const warning = finding("warning");
export const failure = finding("failure");
