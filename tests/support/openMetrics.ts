/** A strict reader of the part of OpenMetrics 1.0 that a page of gauges needs. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = "[a-zA-Z_][a-zA-Z0-9_]*";
const META = new RegExp(`^# (TYPE|UNIT|HELP) (${NAME}) (.+)$`);
const LABEL = new RegExp(`(${NAME})="((?:[^"\\\\\\n]|\\\\[\\\\n"])*)"`, "g");
const SAMPLE = new RegExp(`^(${NAME})\\{((?:${LABEL.source},)*${LABEL.source})\\} (-?\\d+(?:\\.\\d+)?(?:e-?\\d+)?)$`);

/** Throws at the first line that is not as the format wants it. */
export function parseOpenMetrics(text: string): MetricSample[] {
  if (!text.endsWith("\n# EOF\n")) throw new Error("It does not end with # EOF and a line break.");
  const samples: MetricSample[] = [];
  const families = new Map<string, Set<string>>();
  const series = new Set<string>();
  let family = "";
  for (const line of text.slice(0, -"# EOF\n".length).split("\n").slice(0, -1)) {
    const wrong = (why: string) => new Error(`${why}: ${line}`);
    const [, kind, about = "", rest = ""] = META.exec(line) ?? [];
    if (kind !== undefined) {
      if (about !== family) {
        if (families.has(about)) throw wrong("A family begins twice");
        families.set(about, new Set());
        family = about;
      }
      const known = families.get(about) ?? new Set();
      if (known.has(kind) || known.has("sample")) throw wrong("Metadata comes twice, or after a sample");
      known.add(kind);
      if (kind === "TYPE" && rest !== "gauge") throw wrong("Not a gauge");
      if (kind === "UNIT" && !about.endsWith(`_${rest}`)) throw wrong("The name does not end with the unit");
      continue;
    }
    const [, name, labels = "", ...others] = SAMPLE.exec(line) ?? [];
    const value = others.at(-1);
    if (name === undefined || value === undefined) throw wrong("Neither metadata nor a sample");
    if (name !== family) throw wrong("A sample outside its family");
    for (const needed of ["TYPE", "HELP"]) if (!families.get(name)?.has(needed)) throw wrong(`Without # ${needed}`);
    families.get(name)?.add("sample");
    const key = `${name}{${labels}}`;
    if (series.has(key)) throw wrong("The same series twice");
    series.add(key);
    const pairs = [...labels.matchAll(LABEL)].map(([, label = "", content = ""]) => [
      label,
      content.replace(/\\(.)/g, (_, character: string) => (character === "n" ? "\n" : character)),
    ]);
    if (new Set(pairs.map(([label]) => label)).size < pairs.length) throw wrong("A label comes twice");
    samples.push({ name, labels: Object.fromEntries(pairs), value: Number(value) });
  }
  return samples;
}
