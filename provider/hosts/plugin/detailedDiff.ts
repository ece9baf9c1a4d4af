import { PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import type { Change, Properties } from "../../contract/lifecycle.js";

/** How Pulumi shows each changed property: added, removed or changed, and whether it replaces the resource. */
export function detailedDiff(
  changes: readonly Change[],
  recorded: Properties,
  declared: Properties,
  computed: readonly string[],
): ReadonlyMap<string, PropertyDiff> {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = PropertyDiff.Kind;
  const isThere = (value: unknown) => value !== undefined && value !== null;
  return new Map(
    changes.map(({ property, replaces }) => {
      const diff = new PropertyDiff();
      // A program never declares these.
      if (computed.includes(property)) diff.setKind(replaces ? UPDATE_REPLACE : UPDATE);
      else if (!isThere(recorded[property])) diff.setKind(replaces ? ADD_REPLACE : ADD);
      else if (!isThere(declared[property])) diff.setKind(replaces ? DELETE_REPLACE : DELETE);
      else diff.setKind(replaces ? UPDATE_REPLACE : UPDATE);
      return [property, diff] as const;
    }),
  );
}
