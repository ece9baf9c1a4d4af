/** What doctor found, as text. */
import { cite } from "../../provider/contract/quote.js";
import type { Access, Diagnosis, Finding, Topic } from "../model/diagnosis.js";

export function renderDiagnosis({ access, machine, accounts }: Diagnosis): string {
  const blocks = accounts.map(({ account, findings }) => [`Account ${account}`, ...linesOf(findings)].join("\n"));
  return [["This machine", ...linesOf(machine)].join("\n"), ...blocks, VERDICTS[access]].join("\n\n");
}

const TITLES: Readonly<Record<Topic, string>> = {
  node: "Node.js",
  pulumi: "Pulumi",
  package: "package",
  proxy: "proxy",
  certificates: "certificates",
  server: "server",
  credentials: "credentials",
  read: "reading",
  write: "writing",
  generation: "API",
  card: "card",
  firstTopup: "first purchase",
  purchases: "purchases",
};

const STATES: Readonly<Record<Finding["state"], string>> = {
  good: "ok     ",
  note: "note   ",
  bad: "BAD    ",
  unknown: "UNKNOWN",
};

const WIDTH = Math.max(...Object.values(TITLES).map((title) => title.length));

const linesOf = (findings: readonly Finding[]) =>
  findings.map(({ topic, state, text }) => `  ${STATES[state]}  ${TITLES[topic].padEnd(WIDTH)}  ${cite(text, 1000)}`);

const VERDICTS: Readonly<Record<Access, string>> = {
  works: "It works: it reads and writes.",
  readsOnly: "It reads. The line `writing` above says whether it may write.",
  fails: "It does not work yet.",
};
