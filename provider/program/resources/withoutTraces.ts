import * as pulumi from "@pulumi/pulumi";

/**
 * Keeps Pulumi's SDK from taking a stack trace for each property of each resource: with them, 200 resources cost
 * half a second more (docs/decisions/15-the-speed-of-a-no-op.md). The SDK looks up where in the program the resource
 * stands with a limit of its own.
 *
 * The limit is one for the whole process, and a transformation is code of the user that runs meanwhile. Where there is
 * one, traces stay on, and an error that it throws says where.
 *
 * @returns what takes traces again: to be called as soon as `super(…)` is over
 */
export function withoutTraces(opts: pulumi.ResourceOptions | undefined): () => void {
  if (hasTransformations(opts)) return () => {};
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  return () => {
    Error.stackTraceLimit = stackTraceLimit;
  };
}

function hasTransformations(opts: pulumi.ResourceOptions | undefined): boolean {
  const parent = opts?.parent ?? pulumi.runtime.getStackResource();
  // The SDK keeps those of the parent out of its types.
  const inherited: unknown = parent && Reflect.get(parent, "__transformations");
  return [opts?.transformations, inherited].some((list) => Array.isArray(list) && list.length > 0);
}
