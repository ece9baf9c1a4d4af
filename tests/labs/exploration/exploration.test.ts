/**
 * The promise, explored: the real rules of intent and charge in small worlds, every order of events. No rule breaks
 * while the assumptions of docs/money.md hold. Each risk that the page names is found, with its shortest story.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isFull } from "../../support/full";
import { report } from "../../support/report";
import type { Exploration, Finding } from "./explore";
import { explore } from "./explore";
import { forgetAll } from "./replay";
import type { Rules } from "./rules";
import { smallWorld } from "./smallWorld";
import { BROKEN_PROMISES, RISKS, WORLDS } from "./worlds";

const LONG = 3_600_000;
const all: Exploration[] = [];

async function explored(rules: Rules): Promise<Exploration> {
  const exploration = await explore(smallWorld(rules), 5_000_000);
  forgetAll();
  all.push(exploration);
  return exploration;
}

const told = (finding: Finding) => [...finding.story, `So ${finding.broken.join("; ")}.`].join("\n  ");

describe("No rule breaks with", () => {
  const worlds = WORLDS.filter(({ isBig }) => isFull || !isBig);

  test.each(worlds)(
    "$name",
    async ({ name, rules }) => {
      const { finding, states, seconds } = await explored(rules);
      report(`exploration: ${name}`, `${states} states, ${seconds.toFixed(1)} s`);
      if (finding !== undefined)
        throw new Error(`A rule breaks after ${finding.story.length} steps:\n  ${told(finding)}`);
    },
    LONG,
  );
});

describe("A risk that is left is found:", () => {
  test.each(RISKS)(
    "$name",
    async ({ name, rules, breaks }) => {
      const { finding } = await explored(rules);
      if (finding === undefined) throw new Error("It is no risk any more: nothing breaks.");
      process.stderr.write(`${name}, in ${finding.story.length} steps:\n  ${told(finding)}\n`);
      expect(finding.broken.join("\n")).toMatch(breaks);
    },
    LONG,
  );

  test("docs/money.md names each of them, and no other", () => {
    const page = readFileSync(join(__dirname, "../../../docs/money.md"), "utf8");
    const [, chapter = ""] = /^## The risks that are left\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(page) ?? [];
    const names = [...chapter.matchAll(/^- \*\*(.+?)\*\*/gms)].map(([, name = ""]) => name.replace(/\.$/, ""));
    expect(names.sort()).toEqual(RISKS.map(({ name }) => name).sort());
  });
});

describe("The exploration notices", () => {
  test.each(BROKEN_PROMISES)(
    "$name",
    async ({ name, rules, breaks }) => {
      const { finding } = await explored(rules);
      if (finding === undefined) throw new Error("Nothing breaks.");
      process.stderr.write(`${name}, in ${finding.story.length} steps:\n  ${told(finding)}\n`);
      expect(finding.broken.join("\n")).toMatch(breaks);
    },
    LONG,
  );
});

afterAll(() => {
  const sum = (figure: "states" | "expansions" | "seconds") => all.reduce((total, one) => total + one[figure], 0);
  report(
    "exploration of the promise",
    `${all.length} small worlds, ${sum("states")} states, ${sum("expansions")} expansions, ${sum("seconds").toFixed(0)} s; ${RISKS.length} risks found`,
  );
});
