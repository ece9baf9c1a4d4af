import * as pulumi from "@pulumi/pulumi";

/**
 * Stops Pulumi's SDK from taking a stack trace for each property of each resource. With traces, 200 resources take half
 * a second longer (docs/decisions/15-the-speed-of-a-no-op.md). The SDK still finds where in the program the resource is
 * declared: for that it sets its own limit.
 *
 * The limit holds for the whole process, and a transformation is user code that runs meanwhile. So if there is one,
 * traces stay on, and an error from it has a stack.
 *
 * @returns a function that switches traces on again; call it right after `super(…)`
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
  // The SDK's types do not show those of the parent.
  const inherited: unknown = parent && Reflect.get(parent, "__transformations");
  return [opts?.transformations, inherited].some((list) => Array.isArray(list) && list.length > 0);
}
