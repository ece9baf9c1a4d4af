/** The name that a misspelt one means. */
export function meantBy(misspelt: string, names: readonly string[]): string | undefined {
  const word = misspelt.replace(/[^a-z]/gi, "").toLowerCase();
  return names.find((name) => isNear(word, name.toLowerCase()));
}

/** Whether it begins with the other, as `protected` does with `protect`; or one letter is extra, missing, wrong or swapped. */
function isNear(word: string, other: string): boolean {
  if (word.startsWith(other)) return true;
  const shorter = Math.min(word.length, other.length);
  let start = 0;
  while (start < shorter && word[start] === other[start]) start += 1;
  let end = 0;
  while (end < shorter - start && word.at(-1 - end) === other.at(-1 - end)) end += 1;
  const mine = word.slice(start, word.length - end);
  const theirs = other.slice(start, other.length - end);
  if (mine.length <= 1 && theirs.length <= 1) return true;
  return mine.length === 2 && mine === [...theirs].reverse().join("");
}
