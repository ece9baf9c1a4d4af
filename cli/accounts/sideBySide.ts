import type { Progress } from "../progress.js";

/** How many are done at once. */
const AT_ONCE = 8;

/** Does something for each item, a few at a time. The results are in the order of the items. */
export async function sideBySide<Item, Result>(
  items: readonly Item[],
  task: (item: Item) => Promise<Result>,
  progress: Progress,
): Promise<Result[]> {
  progress.begin(items.length);
  const results: Result[] = [];
  const left = [...items.entries()];
  const lane = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [index, item] = next;
      results[index] = await task(item);
      progress.step();
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  } finally {
    progress.end();
  }
  return results;
}
