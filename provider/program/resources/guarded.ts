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

/** Said before the resource is made: what the engine says later names an option that the program does not have. */
export const saysGuarded = (name: string) =>
  `A deleted ${name} cannot be restored, so its class sets the option protect by itself. To remove or replace it later, first set protect: false and run \`pulumi up\`.`;
