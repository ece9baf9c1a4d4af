/** Account ids for tests: one each, so that tests do not meet. */
let count = 0;

export function newAccountId(): string {
  count += 1;
  return count.toString(16).padStart(32, "a");
}
