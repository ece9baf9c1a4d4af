import * as pulumi from "@pulumi/pulumi";

/**
 * The options of a resource whose deletion nothing brings back: the engine neither deletes nor replaces it, unless the
 * user or its parent has set `protect` to false. A resource with `retainOnDelete` is let go and not deleted.
 */
export function guarded(opts: pulumi.CustomResourceOptions | undefined): pulumi.CustomResourceOptions {
  const parent = opts?.parent ?? pulumi.runtime.getStackResource();
  // The SDK keeps what a child inherits out of its types.
  const inherited: unknown = parent && Reflect.get(parent, "__protect");
  const unlessSaid = typeof inherited === "boolean" ? inherited : opts?.retainOnDelete !== true;
  return { ...opts, protect: opts?.protect ?? unlessSaid };
}
