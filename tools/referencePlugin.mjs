// For typedoc: the reference shows what a property is, and hides the unexported type that it comes from.
import { readFileSync } from "node:fs";
import { Converter } from "typedoc";

const { name: OURS } = JSON.parse(readFileSync("package.json", "utf8"));

export function load({ converter }) {
  const derived = new Set();
  converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const reflection of Object.values(project.reflections)) {
      const bases = reflection.extendedTypes?.filter((base) => !isHidden(base));
      if (bases?.length === reflection.extendedTypes?.length) continue;
      reflection.extendedTypes = bases.length > 0 ? bases : undefined;
      derived.add(reflection);
    }
  });
  converter.on(Converter.EVENT_END, ({ project }) => {
    for (const reflection of Object.values(project.reflections)) {
      if (derived.has(reflection.parent) || derived.has(reflection.parent?.parent))
        reflection.inheritedFrom = undefined;
    }
  });
}

const isHidden = ({ reflection, package: origin, typeArguments = [] }) =>
  (reflection === undefined && origin === OURS) || typeArguments.some(isHidden);
