import * as pulumi from "@pulumi/pulumi";

/**
 * The options of a resource that cannot be restored once it is deleted. The engine neither deletes nor replaces it,
 * unless the user or its parent has set `protect` to false. With `retainOnDelete`, the engine does not delete it anyway.
 */
export function guarded(opts: pulumi.CustomResourceOptions | undefined): pulumi.CustomResourceOptions {
  const parent = opts?.parent ?? pulumi.runtime.getStackResource();
  // The SDK's types do not show what a child inherits.
  const inherited: unknown = parent && Reflect.get(parent, "__protect");
  const unlessSaid = typeof inherited === "boolean" ? inherited : opts?.retainOnDelete !== true;
  return { ...opts, protect: opts?.protect ?? unlessSaid };
}
