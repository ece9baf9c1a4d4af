/**
 * Keeps Pulumi's SDK from taking a stack trace for each property of each resource: with them, 200 resources cost
 * half a second more (DECISIONS.md, "the speed of a no-op"). The SDK looks up where in the program the resource
 * stands with a limit of its own.
 *
 * @returns what takes traces again: to be called as soon as `super(…)` is over
 */
export function withoutTraces(): () => void {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  return () => {
    Error.stackTraceLimit = stackTraceLimit;
  };
}
