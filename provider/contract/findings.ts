/** What a preview finds. Each is a list, so that a lifecycle can return one or none. */
import type { Finding } from "./lifecycle.js";
import { cite } from "./quote.js";

const finding =
  (severity: Finding["severity"]) =>
  (...sentences: string[]): Finding[] => [
    { severity, text: cite(sentences.filter(Boolean).join(" "), Number.POSITIVE_INFINITY) },
  ];

export const info = finding("info");
export const warning = finding("warning");
export const failure = finding("failure");
