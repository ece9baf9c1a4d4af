/** A state that Pulumi has saved, as a value: its times stand apart, so that states which differ in the date alone are equal. */
import type { StackState } from "../../support/smallEngine";

export interface Saved {
  /** The same for states that differ in their times alone. */
  readonly id: number;
  readonly text: string;
  /** In milliseconds since the world began. */
  readonly times: readonly number[];
}

const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/g;
const PLACEHOLDER = "a time";
const ids = new Map<string, number>();

/** @param epoch when the world began, on the clock of the process that made the state */
export function savedOf(state: StackState, epoch: number): Saved {
  const times: number[] = [];
  const text = JSON.stringify(state).replace(TIME, (time) => {
    times.push(Date.parse(time) - epoch);
    return PLACEHOLDER;
  });
  const id = ids.get(text) ?? ids.size;
  ids.set(text, id);
  return { id, text, times };
}

/** The state as a process sees it whose clock says that the world began at `epoch`. */
export function stateOf({ text, times }: Saved, epoch: number): StackState {
  let next = 0;
  return JSON.parse(text.replaceAll(PLACEHOLDER, () => new Date(epoch + (times[next++] ?? 0)).toISOString()));
}

/** Equal for states that look the same from `now` on. */
export const keyOfSaved = ({ id, times }: Saved, now: number): string =>
  `${id}@${times.map((time) => time - now).join()}`;
