/**
 * Breadth-first search through every state that a small world can reach. The first broken rule that it finds is one with
 * the fewest steps. It prints these steps as a story.
 */
import { createHash } from "node:crypto";

export interface Move<State> {
  /** One sentence. Left out where only time passes. */
  readonly says?: string | undefined;
  readonly next: State;
}

export interface Space<State> {
  readonly start: State;
  /** Equal for states that have the same future. */
  keyOf(state: State): string;
  moves(state: State): Promise<ReadonlyArray<Move<State>>>;
  /** The rules that are broken, in words. `isEnd` says that nothing more can happen. */
  judge(state: State, isEnd: boolean): Promise<readonly string[]>;
  secondsOf(state: State): number;
}

export interface Finding {
  readonly broken: readonly string[];
  /** One sentence a step, each after the second at which it happens. */
  readonly story: readonly string[];
}

export interface Exploration {
  readonly states: number;
  readonly expansions: number;
  readonly seconds: number;
  /** The shortest story of a broken rule; undefined when no rule breaks. */
  readonly finding: Finding | undefined;
}

/** A reached state: its own place in the list, and how it was reached. */
interface Reached<State> {
  readonly state: State;
  readonly number: number;
}

export async function explore<State>(space: Space<State>, maxStates: number): Promise<Exploration> {
  const began = performance.now();
  const visited = new Set<string>();
  // States themselves are kept only while they wait to be expanded. Of the others there is a link and a line.
  const parents: number[] = [];
  const lines: string[] = [];
  let expansions = 0;
  let frontier: Array<Reached<State>> = [];

  function reach(state: State, parent: number, says: string | undefined): Reached<State> | undefined {
    const key = createHash("sha1").update(space.keyOf(state)).digest("base64").slice(0, 16);
    if (visited.has(key)) return undefined;
    if (visited.size >= maxStates) throw new Error(`The world has more than ${maxStates} states.`);
    visited.add(key);
    parents.push(parent);
    lines.push(says === undefined ? "" : `${space.secondsOf(state)} s: ${says}`);
    return { state, number: parents.length - 1 };
  }

  function storyOf(number: number): string[] {
    const story: string[] = [];
    for (let at = number; at > 0; at = parents[at] ?? 0) story.unshift(lines[at] ?? "");
    return story.filter(Boolean);
  }

  const result = (finding: Finding | undefined): Exploration => ({
    states: visited.size,
    expansions,
    seconds: (performance.now() - began) / 1000,
    finding,
  });

  const first = reach(space.start, 0, undefined);
  if (first !== undefined) frontier.push(first);
  while (frontier.length > 0) {
    const following: typeof frontier = [];
    for (const { state, number } of frontier) {
      const moves = await space.moves(state);
      expansions += 1;
      const broken = await space.judge(state, moves.length === 0);
      if (broken.length > 0) return result({ broken, story: storyOf(number) });
      for (const { next, says } of moves) {
        const reached = reach(next, number, says);
        if (reached !== undefined) following.push(reached);
      }
    }
    frontier = following;
  }
  return result(undefined);
}
