/** Who decides whether the engine may delete what nothing brings back. */
import * as pulumi from "@pulumi/pulumi";
import { guarded } from "../../../provider/program/resources/guarded";

pulumi.runtime.setMocks({
  newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
  call: ({ inputs }) => inputs,
});

const component = (name: string, opts: pulumi.ComponentResourceOptions) =>
  new pulumi.ComponentResource("test:index:Parent", name, {}, opts);
const below = (name: string, protect?: boolean) =>
  component(`${name}-child`, { parent: component(name, protect === undefined ? {} : { protect }) });

test.each<[string, pulumi.CustomResourceOptions | undefined, boolean]>([
  ["without options", undefined, true],
  ["with others", { dependsOn: [] }, true],
  ["protect: true", { protect: true }, true],
  ["protect: false", { protect: false }, false],
  ["a parent that says nothing", { parent: below("silent") }, true],
  ["a protected parent", { parent: below("protected", true) }, true],
  ["a parent with protect: false", { parent: below("open", false) }, false],
  ["its own word against the parent's", { parent: below("other", false), protect: true }, true],
  ["retainOnDelete", { retainOnDelete: true }, false],
  ["retainOnDelete: false", { retainOnDelete: false }, true],
  ["retainOnDelete with its own word", { retainOnDelete: true, protect: true }, true],
])("%s", (_, opts, isProtected) => {
  expect(guarded(opts)).toEqual({ ...opts, protect: isProtected });
});
