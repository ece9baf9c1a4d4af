/** Which points run, and what became of them. */
import { isFull } from "../../support/full";
import { report } from "../../support/report";
import type { List, Point } from "./points";
import { nameOf } from "./points";

/** How a point ended: as declared at once, with the charge of a lost run taken over, or with a question that was answered. */
export interface Row {
  readonly end: "completed" | "adopted" | "asked";
  /** How many times `pulumi up` ran after the kill, until it had nothing left to do or asked. */
  readonly ups: number;
  /** For this one purchase, on the ledger. */
  readonly charges: number;
}

/** A test for each point, and a table of them all at the end. With FULL=true every point runs, else a sample. */
export function describePoints(
  what: string,
  points: readonly Point[],
  list: List,
  run: (point: Point) => Promise<Row>,
  testOf: jest.It = test,
) {
  const chosen = isFull ? points : points.filter(({ sample }) => sample?.includes(list));
  const lines: string[] = [];
  const ends = new Map<string, number>();

  afterAll(() => {
    process.stderr.write(`${["\nend       ups charges seconds list    point", ...lines].join("\n")}\n`);
    const figures = [...ends].map(([end, times]) => `${times} ${end}`).join(", ");
    report(`kills of ${what}, ${list} list`, `${lines.length} points: ${figures}`);
  });

  testOf.each(chosen.map((point) => [nameOf(point), point] as const))(`${list} list: %s`, async (name, point) => {
    const began = Date.now();
    const write = (end: string, ups: number | "-", charges: number | "-") => {
      const seconds = ((Date.now() - began) / 1000).toFixed(1);
      const cells = [
        end.padEnd(9),
        `${ups}`.padStart(3),
        `${charges}`.padStart(7),
        seconds.padStart(7),
        list.padEnd(7),
      ];
      lines.push([...cells, name].join(" "));
      ends.set(end, (ends.get(end) ?? 0) + 1);
    };
    try {
      const { end, ups, charges } = await run(point);
      write(end, ups, charges);
    } catch (error) {
      write("FAILED", "-", "-");
      throw error;
    }
  });
}
