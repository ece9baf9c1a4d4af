/** Examines the cells of the matrix side by side, and shows how many ended as they must. */
import { isFull } from "../../support/full";
import { report } from "../../support/report";
import type { Host } from "../../support/servedBy";
import { examine } from "./examine";
import type { Cell, Group } from "./matrix";
import { COLUMNS, cellsOf, nameOf, OPERATIONS, rowOf } from "./matrix";

/** Chance has no part in a cell: what fails because the machine was busy passes when it is examined again, nearly alone. */
const AGAIN = { atOnce: 8, times: 2, most: 200 };

const GROUPS: readonly Group[] = ["settings", "data", "purchases"];

interface Count {
  ok: number;
  total: number;
}

const counts = new Map<string, Map<string, Count>>();
let repeated = 0;
const began = performance.now();

/**
 * A test for each group of operations.
 *
 * @param every how many cells there are to each one that runs; with FULL=true, every cell runs
 * @param atOnce how many run side by side: deadlines dominate
 */
export function describeFaults(name: string, host: Host, { every, atOnce }: { every: number; atOnce: number }) {
  test.each(GROUPS)(
    "%s end as the model says, whatever goes wrong",
    async (group) => {
      const operations = OPERATIONS.filter((operation) => operation.group === group);
      const cells = operations.flatMap((operation, shift) =>
        cellsOf(operation).filter((_, index) => isFull || (index + shift) % every === 0),
      );
      const failed: Array<{ cell: Cell; first: string[] }> = [];
      await sideBySide(cells, atOnce, async (cell) => {
        const first = await examine(cell, host);
        if (first.length === 0) count(cell, true);
        else failed.push({ cell, first });
      });
      const complaints: string[] = [];
      const times = failed.length > AGAIN.most ? 0 : AGAIN.times;
      if (times > 0) repeated += failed.length;
      await sideBySide(failed, AGAIN.atOnce, async ({ cell, first }) => {
        let wrong = first;
        for (let time = 1; time <= times && wrong.length > 0; time += 1) wrong = await examine(cell, host);
        count(cell, wrong.length === 0);
        complaints.push(...wrong.map((what) => `${nameOf(cell)}: ${what}`));
      });
      expect(complaints).toEqual([]);
    },
    900_000,
  );

  /** What is compiled at its first use would stand in the way of every other cell. */
  beforeAll(async () => {
    for (const group of GROUPS) {
      const [cell] = OPERATIONS.filter((operation) => operation.group === group).flatMap(cellsOf);
      if (cell !== undefined) await examine(cell, host);
    }
  });

  // Past jest, which would put a stack beside it; and not to stdout, which `npm test` keeps for jest's report.
  afterAll(() => {
    process.stderr.write(table());
    const all = counts.get("total")?.get("total");
    report(name, `${all?.ok} of ${all?.total} cells`);
  });
}

async function sideBySide<Item>(items: readonly Item[], atOnce: number, run: (item: Item) => Promise<void>) {
  const left = [...items].reverse();
  const worker = async () => {
    for (let item = left.pop(); item !== undefined; item = left.pop()) await run(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

function count(cell: Cell, isOk: boolean) {
  for (const row of [rowOf(cell), "total"]) {
    for (const column of [cell.mode.column, "total"]) {
      const columns = counts.get(row) ?? new Map<string, Count>();
      counts.set(row, columns);
      const counted = columns.get(column) ?? { ok: 0, total: 0 };
      columns.set(column, { ok: counted.ok + (isOk ? 1 : 0), total: counted.total + 1 });
    }
  }
}

function table(): string {
  const columns = [...COLUMNS, "total"];
  const rows = [...new Set(OPERATIONS.flatMap(cellsOf).map(rowOf)), "total"].filter((row) => counts.has(row));
  const width = Math.max(...rows.map((row) => row.length));
  const cellOf = (row: string, column: string) => {
    const counted = counts.get(row)?.get(column);
    return counted === undefined ? "" : `${counted.ok}/${counted.total}`;
  };
  const lines = rows.map((row) =>
    [row.padEnd(width), ...columns.map((column) => cellOf(row, column).padStart(widthOf(column)))].join(" "),
  );
  const head = [" ".repeat(width), ...columns.map((column) => column.padStart(widthOf(column)))].join(" ");
  const seconds = Math.round((performance.now() - began) / 1000);
  const again = repeated === 0 ? "" : `; ${repeated} examined again`;
  return `\n${[head, ...lines].join("\n")}\n${seconds} s${again}\n`;
}

const widthOf = (column: string) => Math.max(9, column.length);
